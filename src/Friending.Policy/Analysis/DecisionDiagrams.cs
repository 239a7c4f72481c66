using System.Numerics;

namespace Friending.Policy.Analysis;

/// <summary>
/// Functions of facts with finite domains as reduced, ordered decision diagrams (Bryant, "Graph-Based Algorithms for
/// Boolean Function Manipulation", 1986, with as many branches a node as the fact has values). A node asks one fact and
/// leads on by its value; a function that does not depend on a fact has no node for it; equal functions are the same node.
/// So what a million combinations have in common is stored, compared and computed once.
/// </summary>
/// <param name="sizes">How many values each fact has, in the order in which diagrams ask; 64 facts at most.</param>
internal sealed class DecisionDiagrams(int[] sizes)
{
    /// <summary>The constant 0: what a function of two values gives outside its set.</summary>
    internal const int Zero = ~0;

    /// <summary>The constant 1.</summary>
    internal const int One = ~1;

    // A node's sequence is its fact, then where each value leads.
    private readonly SequenceTable _nodes = new();
    private readonly List<ulong> _supports = [];
    // By node, fact (of 64) and value (of 254), packed.
    private readonly Dictionary<long, int> _restricted = [];

    /// <summary>How many facts there are.</summary>
    internal int FactCount => sizes.Length;

    /// <summary>How many restrictions were computed: a measure of work and memory.</summary>
    internal int RestrictionCount => _restricted.Count;

    /// <summary>The constant function of this value, 0 or more.</summary>
    internal static int Constant(int value) => ~value;

    /// <summary>Whether the function is constant; all others are nodes.</summary>
    internal static bool IsConstant(int function) => function < 0;

    /// <summary>The value of a constant function.</summary>
    internal static int ValueOf(int constant) => ~constant;

    /// <summary>How many values a fact has.</summary>
    internal int SizeOf(int fact) => sizes[fact];

    /// <summary>The first fact that the function asks; <see cref="int.MaxValue"/> for constants.</summary>
    internal int FactOf(int function) => function < 0 ? int.MaxValue : _nodes[function][0];

    /// <summary>What is left of the function once its first fact has this value.</summary>
    internal int Branch(int function, int value) => _nodes[function][1 + value];

    /// <summary>What is left for each value; valid until the next <see cref="Make"/>.</summary>
    internal ReadOnlySpan<int> Branches(int function) => _nodes[function][1..];

    /// <summary>The function that reads <paramref name="fact"/>, then one of <paramref name="branches"/>, which read later facts.</summary>
    internal int Make(int fact, ReadOnlySpan<int> branches)
    {
        if (branches.IndexOfAnyExcept(branches[0]) < 0)
            return branches[0];
        Span<int> sequence = stackalloc int[1 + branches.Length];
        sequence[0] = fact;
        branches.CopyTo(sequence[1..]);
        var node = _nodes.NumberOf(sequence, out var isNew);
        if (isNew)
        {
            var support = 1UL << fact;
            foreach (var branch in branches)
                support |= SupportOf(branch);
            _supports.Add(support);
        }
        return node;
    }

    /// <summary>The facts that the function depends on, one bit a fact.</summary>
    internal ulong SupportOf(int function) => function < 0 ? 0 : _supports[function];

    /// <summary>The function where a fact has this value.</summary>
    internal int Restrict(int function, int fact, int value)
    {
        if ((SupportOf(function) >> fact & 1) == 0)
            return function;
        var first = FactOf(function);
        if (first == fact)
            return Branch(function, value);
        var key = (long)function << 14 | (long)fact << 8 | (long)value;
        if (_restricted.TryGetValue(key, out var known))
            return known;
        Span<int> branches = stackalloc int[SizeOf(first)];
        for (var v = 0; v < branches.Length; v++)
            branches[v] = Restrict(Branch(function, v), fact, value);
        var result = Make(first, branches);
        _restricted.Add(key, result);
        return result;
    }

    /// <summary>How many combinations all facts have.</summary>
    internal BigInteger Combinations() => Combinations(0, FactCount);

    /// <summary>How many combinations the facts have from one up to, not including, another.</summary>
    internal BigInteger Combinations(int from, int to)
    {
        var combinations = BigInteger.One;
        for (var fact = from; fact < Math.Min(to, FactCount); fact++)
            combinations *= SizeOf(fact);
        return combinations;
    }
}
