using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>A decision table as a decision diagram.</summary>
internal static class TableDiagram
{
    /// <summary>How a fact of the diagrams is found in a table.</summary>
    /// <param name="Fact">The fact's index in the diagrams.</param>
    /// <param name="Stride">How far apart its values are in the table.</param>
    /// <param name="Values">The table's value for each of the diagrams' values.</param>
    internal readonly record struct Axis(int Fact, int Stride, int[] Values);

    /// <summary>The function from combinations to what their cell stands for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="diagrams">Where to make it.</param>
    /// <param name="axes">The facts that the table reads, ascending.</param>
    /// <param name="constantOf">What a cell stands for.</param>
    internal static int Of(DecisionTable table, DecisionDiagrams diagrams, ReadOnlySpan<Axis> axes, Func<ushort, int> constantOf)
    {
        // Every cell asks; a guideline has far fewer rules than cells.
        var constants = new int[ushort.MaxValue + 1];
        for (var cell = 0; cell <= table.Rules.Length; cell++)
            constants[cell] = constantOf((ushort)cell);
        constants[DecisionTable.Gap] = constantOf(DecisionTable.Gap);
        return Make(diagrams, table.Cells, constants, axes, 0);
    }

    private static int Make(DecisionDiagrams diagrams, ReadOnlySpan<ushort> cells, int[] constants, ReadOnlySpan<Axis> axes, int offset)
    {
        if (axes.IsEmpty)
            return constants[cells[offset]];
        var axis = axes[0];
        Span<int> branches = stackalloc int[axis.Values.Length];
        for (var value = 0; value < branches.Length; value++)
            branches[value] = Make(diagrams, cells, constants, axes[1..], offset + axis.Values[value] * axis.Stride);
        return diagrams.Make(axis.Fact, branches);
    }
}
