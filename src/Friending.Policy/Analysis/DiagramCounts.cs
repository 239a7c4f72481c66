using System.Numerics;

namespace Friending.Policy.Analysis;

/// <summary>
/// Counts for each value of a function the combinations that it is given for, and the boxes in which they lie where the
/// function is split in the order of the facts. Both in one walk down the nodes, without a set for any value.
/// </summary>
internal sealed class DiagramCounts
{
    private readonly Dictionary<int, Count> _counts = [];

    internal DiagramCounts(DecisionDiagrams diagrams, int function)
    {
        if (DecisionDiagrams.IsConstant(function))
        {
            _counts[DecisionDiagrams.ValueOf(function)] = new(diagrams.Combinations(), 1);
            return;
        }
        // By node: what leads to it. Nodes lead to lower numbers only, so when a node's turn comes, its own count is complete.
        var counts = new Count[function + 1];
        counts[function] = new(diagrams.Combinations(0, diagrams.FactOf(function)), 1);
        for (var node = function; node >= 0; node--)
        {
            if (counts[node].Boxes == 0)
                continue;
            var (combinations, boxes) = counts[node];
            var next = diagrams.FactOf(node) + 1;
            var branches = diagrams.Branches(node);
            for (var value = 0; value < branches.Length; value++)
            {
                var branch = branches[value];
                // Values that lead to the same are one box.
                var more = new Count(
                    combinations * diagrams.Combinations(next, diagrams.FactOf(branch)), branches[..value].Contains(branch) ? 0 : boxes);
                if (DecisionDiagrams.IsConstant(branch))
                    _counts[DecisionDiagrams.ValueOf(branch)] = Of(DecisionDiagrams.ValueOf(branch)).Plus(more);
                else
                    counts[branch] = counts[branch].Plus(more);
            }
        }
    }

    /// <summary>How many combinations, and how many boxes, or <see cref="BoxFolding.Many"/>.</summary>
    internal readonly record struct Count(BigInteger Combinations, long Boxes)
    {
        internal Count Plus(Count other) => new(Combinations + other.Combinations, Math.Min(Boxes + other.Boxes, BoxFolding.Many));
    }

    /// <summary>The counts for a value of the function.</summary>
    internal Count Of(int value) => _counts.GetValueOrDefault(value);
}
