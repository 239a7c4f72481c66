using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>A decision table by itself as a function of the facts that it reads.</summary>
internal sealed class CellDiagram
{
    private readonly int[] _reads;
    private readonly FactTable _facts;
    private readonly DecisionDiagrams _diagrams;
    private readonly int _function;

    internal CellDiagram(DecisionTable table, FactTable facts, Func<ushort, int> constantOf)
    {
        _reads = table.Facts.ToArray();
        _facts = facts;
        _diagrams = new([.. _reads.Select(facts.SizeOf)]);
        var axes = new TableDiagram.Axis[_reads.Length];
        for (var i = 0; i < axes.Length; i++)
            axes[i] = new(i, table.Strides[i], [.. Enumerable.Range(0, facts.SizeOf(_reads[i]))]);
        _function = TableDiagram.Of(table, _diagrams, axes, constantOf);
    }

    /// <summary>The combinations for which a function of 0 and 1 gives 1: at most so many rows, and how many there are.</summary>
    internal (IReadOnlyList<FoldedRow> Rows, long Count) Fold(int most)
    {
        var (boxes, count) = new BoxFolding(_diagrams).Fold(_function, most);
        return ([.. boxes.Select(b => new FoldedRow(Name(b), BoxFolding.CombinationsOf(b)))], count);
    }

    /// <summary>The values that the function has where conditions hold.</summary>
    internal HashSet<int> ValuesWhere(Conditions conditions)
    {
        var values = new HashSet<int>();
        var seen = new HashSet<int>();
        Visit(_function);
        return values;

        void Visit(int function)
        {
            if (DecisionDiagrams.IsConstant(function))
            {
                values.Add(DecisionDiagrams.ValueOf(function));
                return;
            }
            if (!seen.Add(function))
                return;
            var fact = _diagrams.FactOf(function);
            var isFree = !conditions.TryGet(_reads[fact], out var allowed);
            for (var value = 0; value < _diagrams.SizeOf(fact); value++)
                if (isFree || allowed.Contains(value))
                    Visit(_diagrams.Branch(function, value));
        }
    }

    private OrderedDictionary<string, IReadOnlyList<string>> Name(ValueSet[] box)
    {
        var named = new OrderedDictionary<string, IReadOnlyList<string>>();
        for (var i = 0; i < box.Length; i++)
        {
            var (values, set) = (_facts[_reads[i]].Values, box[i]);
            if (set.Count < values.Count)
                named.Add(_facts[_reads[i]].Name, [.. values.Where((_, v) => set.Contains(v)).Select(v => v.Value)]);
        }
        return named;
    }
}
