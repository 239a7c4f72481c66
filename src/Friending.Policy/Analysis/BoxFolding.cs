using System.Numerics;
using System.Runtime.InteropServices;
using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>
/// Writes a set of combinations as few boxes ("this fact has one of these values, and that fact one of those") that do not
/// overlap and together are the set. The set is split by one fact at a time, values that leave the same rest together; of
/// all orders of splitting, the one with the fewest boxes is taken, then the one with the fewest conditions. That search is
/// complete for sets of everyday size; past <see cref="ExactWork"/> it looks one split ahead, and past
/// <see cref="GreedyWork"/> it splits in the order of the facts. Boxes that then differ in one fact only become one.
/// </summary>
internal sealed class BoxFolding(DecisionDiagrams diagrams)
{
    /// <summary>Up to how many restrictions of functions every order of splitting is tried.</summary>
    internal const int ExactWork = 100_000;

    /// <summary>Up to how many restrictions of functions the next split is chosen.</summary>
    internal const int GreedyWork = 300_000;

    /// <summary>More boxes than anybody can count are as good as this many.</summary>
    internal const long Many = 1L << 52;

    private readonly Dictionary<int, Plan> _plans = [];
    private readonly Dictionary<int, long> _paths = [];

    /// <summary>How a set is split: into how many boxes with how many conditions, and by which fact first.</summary>
    private readonly record struct Plan(long Boxes, long Conditions, int Fact)
    {
        internal bool IsBetterThan(Plan other) => Boxes < other.Boxes || Boxes == other.Boxes && Conditions < other.Conditions;
    }

    /// <summary>The boxes, each as the values that every fact may have, and how many there are.</summary>
    /// <param name="set">A function that is 1 for the combinations in the set, otherwise 0.</param>
    /// <param name="most">How many boxes to write at most. Where there are more, the number returned counts boxes before joining.</param>
    internal (List<ValueSet[]> Boxes, long Count) Fold(int set, int most)
    {
        var any = new ValueSet[diagrams.FactCount];
        for (var fact = 0; fact < any.Length; fact++)
            any[fact] = ValueSet.All(diagrams.SizeOf(fact));
        var boxes = new List<ValueSet[]>();
        var count = PlanOf(set).Boxes;
        Write(set, any, boxes, most);
        if (count > most)
            return (boxes, count);
        boxes = Join(boxes);
        return (boxes, boxes.Count);
    }

    /// <summary>How many combinations a box holds.</summary>
    internal static BigInteger CombinationsOf(ValueSet[] box) => box.Aggregate(BigInteger.One, (product, values) => product * values.Count);

    private Plan PlanOf(int set)
    {
        if (DecisionDiagrams.IsConstant(set))
            return new(DecisionDiagrams.ValueOf(set), 0, -1);
        if (_plans.TryGetValue(set, out var plan))
            return plan;
        plan =
            diagrams.RestrictionCount >= GreedyWork ? Split(set, diagrams.FactOf(set))
            : Factor(set) is >= 0 and var fact ? Split(set, fact)
            : diagrams.RestrictionCount >= ExactWork ? Split(set, FewestPaths(set))
            : Best(set);
        _plans[set] = plan;
        return plan;
    }

    // Where a fact only selects the values for which the rest holds, splitting by it first never gives more boxes.
    private int Factor(int set)
    {
        for (var rest = diagrams.SupportOf(set); rest != 0; rest &= rest - 1)
        {
            var fact = BitOperations.TrailingZeroCount(rest);
            if (IsFactor(set, fact))
                return fact;
        }
        return -1;
    }

    private bool IsFactor(int set, int fact)
    {
        var rest = DecisionDiagrams.Zero;
        for (var value = 0; value < diagrams.SizeOf(fact); value++)
        {
            var part = diagrams.Restrict(set, fact, value);
            if (part == DecisionDiagrams.Zero || part == rest)
                continue;
            if (rest != DecisionDiagrams.Zero)
                return false;
            rest = part;
        }
        return true;
    }

    private Plan Best(int set)
    {
        var best = new Plan(long.MaxValue, 0, -1);
        for (var rest = diagrams.SupportOf(set); rest != 0; rest &= rest - 1)
        {
            var plan = Split(set, BitOperations.TrailingZeroCount(rest));
            if (plan.IsBetterThan(best))
                best = plan;
        }
        return best;
    }

    private Plan Split(int set, int fact)
    {
        long boxes = 0, conditions = 0;
        foreach (var (_, part) in Parts(set, fact))
        {
            var plan = PlanOf(part);
            boxes += plan.Boxes;
            conditions += plan.Conditions + plan.Boxes;
        }
        return new(Math.Min(boxes, Many), Math.Min(conditions, Many), fact);
    }

    private int FewestPaths(int set)
    {
        var (best, fewest) = (-1, long.MaxValue);
        for (var rest = diagrams.SupportOf(set); rest != 0; rest &= rest - 1)
        {
            var fact = BitOperations.TrailingZeroCount(rest);
            var paths = 0L;
            foreach (var (_, part) in Parts(set, fact))
                paths = Math.Min(paths + PathsOf(part), Many);
            if (paths < fewest)
                (best, fewest) = (fact, paths);
        }
        return best;
    }

    // The boxes that splitting in the order of the facts would give.
    private long PathsOf(int set)
    {
        if (DecisionDiagrams.IsConstant(set))
            return DecisionDiagrams.ValueOf(set);
        if (_paths.TryGetValue(set, out var paths))
            return paths;
        foreach (var (_, part) in Parts(set, diagrams.FactOf(set)))
            paths = Math.Min(paths + PathsOf(part), Many);
        _paths[set] = paths;
        return paths;
    }

    // What each value of the fact leaves, values that leave the same together; without those that leave nothing.
    private List<(ValueSet Values, int Part)> Parts(int set, int fact)
    {
        var parts = new List<(ValueSet Values, int Part)>();
        for (var value = 0; value < diagrams.SizeOf(fact); value++)
        {
            var part = diagrams.Restrict(set, fact, value);
            if (part == DecisionDiagrams.Zero)
                continue;
            var at = 0;
            while (at < parts.Count && parts[at].Part != part)
                at++;
            if (at == parts.Count)
                parts.Add((default, part));
            CollectionsMarshal.AsSpan(parts)[at].Values.Add(value);
        }
        return parts;
    }

    private void Write(int set, ValueSet[] box, List<ValueSet[]> boxes, int most)
    {
        if (set == DecisionDiagrams.Zero || boxes.Count >= most)
            return;
        if (set == DecisionDiagrams.One)
        {
            boxes.Add([.. box]);
            return;
        }
        var fact = PlanOf(set).Fact;
        var before = box[fact];
        foreach (var (values, part) in Parts(set, fact))
        {
            box[fact] = values;
            Write(part, box, boxes, most);
        }
        box[fact] = before;
    }

    // Boxes that differ in one fact only are one box.
    private List<ValueSet[]> Join(List<ValueSet[]> boxes)
    {
        for (var before = 0; before != boxes.Count;)
        {
            before = boxes.Count;
            for (var fact = 0; fact < diagrams.FactCount; fact++)
            {
                var alike = new OrderedDictionary<ValueSet[], ValueSet>(new AlikeBut(fact));
                foreach (var box in boxes)
                    alike[box] = alike.TryGetValue(box, out var values) ? values.Union(box[fact]) : box[fact];
                if (alike.Count == boxes.Count)
                    continue;
                boxes = [.. alike.Select(a => With(a.Key, fact, a.Value))];
            }
        }
        return boxes;
    }

    private static ValueSet[] With(ValueSet[] box, int fact, ValueSet values)
    {
        ValueSet[] changed = [.. box];
        changed[fact] = values;
        return changed;
    }

    private sealed class AlikeBut(int fact) : IEqualityComparer<ValueSet[]>
    {
        public bool Equals(ValueSet[]? left, ValueSet[]? right) =>
            left.AsSpan(0, fact).SequenceEqual(right.AsSpan(0, fact)) && left.AsSpan(fact + 1).SequenceEqual(right.AsSpan(fact + 1));

        public int GetHashCode(ValueSet[] box)
        {
            var hash = new HashCode();
            for (var other = 0; other < box.Length; other++)
                if (other != fact)
                    hash.Add(box[other]);
            return hash.ToHashCode();
        }
    }
}
