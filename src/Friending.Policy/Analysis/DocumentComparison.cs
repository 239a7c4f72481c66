using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>
/// Finds where two documents answer differently. Both are walked through together, fact by fact, asking only facts that
/// something still depends on; where what is left of both is the same, nothing below can differ, and where the same
/// remains were met before, the result is known. So the work grows with how much the documents differ, not with how many
/// combinations there are.
/// </summary>
internal sealed class DocumentComparison
{
    /// <summary>
    /// How much is looked into before giving up, in guidelines of remains: a second or two, and some hundred megabytes. Everyday documents
    /// take thousands of these, two tables of a million cells of which no two are alike four millions.
    /// </summary>
    internal const long MaxWork = 15_000_000;

    private const int Same = 0;

    private long _work;

    private readonly DecisionDiagrams _diagrams;
    private readonly ComparedDocument _from;
    private readonly ComparedDocument _to;
    private readonly int _guidelines;
    private readonly bool _combineAlike;

    private readonly SequenceTable _states = new();
    private readonly List<int> _results = [];

    // A difference is the numbers of both sides, and whether the reply differs.
    private readonly SequenceTable _differences = new();
    private readonly int _function;

    internal DocumentComparison(PolicyDecisionPoint from, PolicyDecisionPoint to, ComparedFacts facts, DecisionDiagrams diagrams)
    {
        _diagrams = diagrams;
        var terms = new ComparedTerms([.. from.Document.Languages.Intersect(to.Document.Languages, StringComparer.OrdinalIgnoreCase)]);
        _from = new(from, facts, isTo: false, diagrams, terms);
        _to = new(to, facts, isTo: true, diagrams, terms);
        _combineAlike = from.Document.Otherwise == to.Document.Otherwise
            && from.Document.Outcomes.Select(o => o.Value).SequenceEqual(to.Document.Outcomes.Select(o => o.Value));

        // What is left of the documents at some point: the guidelines of both, in one order, then the replies, of each.
        List<string> guidelines = [.. _from.Guidelines.Keys.Union(_to.Guidelines.Keys)];
        _guidelines = guidelines.Count;
        int[] start =
        [
            .. guidelines.Select(g => _from.Guidelines.GetValueOrDefault(g, DecisionDiagrams.Constant(ComparedTerms.NoRule))),
            _from.Replies,
            .. guidelines.Select(g => _to.Guidelines.GetValueOrDefault(g, DecisionDiagrams.Constant(ComparedTerms.NoRule))), _to.Replies,
        ];
        _function = Compare(start);
        Differences = FoundIn(new(diagrams, _function), terms);
    }

    /// <summary>A way in which answers differ.</summary>
    /// <param name="From">The first document's answer.</param>
    /// <param name="To">The second document's answer.</param>
    /// <param name="ReplyChanged">Whether the reply differs too.</param>
    /// <param name="Number">What the comparison calls it.</param>
    /// <param name="Count">How many combinations differ in this way, and in how many boxes they lie at most.</param>
    internal readonly record struct Difference(DiffSide From, DiffSide To, bool ReplyChanged, int Number, DiagramCounts.Count Count);

    /// <summary>Every way in which answers differ.</summary>
    internal IReadOnlyList<Difference> Differences { get; }

    /// <summary>Where answers differ in these ways: for each difference the combinations, as a function that is 1 for them.</summary>
    internal IEnumerable<(Difference Difference, int Set)> SetsOf(IReadOnlyList<Difference> differences)
    {
        var sets = new DiagramSets(_diagrams, _function, differences.Select(d => d.Number));
        return differences.Select(d => (d, sets.Of(d.Number)));
    }

    private Difference[] FoundIn(DiagramCounts counts, ComparedTerms terms)
    {
        var found = new Difference[_differences.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var sides = _differences[i];
            found[i] = new(terms.Side(sides[0]), terms.Side(sides[1]), sides[2] != 0, i + 1, counts.Of(i + 1));
        }
        return found;
    }

    // The function from combinations to the number of the difference.
    private int Compare(Span<int> state)
    {
        if ((_work += state.Length) > MaxWork)
        {
            throw new PolicyException(new PolicyProblem(
                PolicyProblemKind.Size,
                "The guidelines of the two documents interact in too many ways to compare. "
                + "Compare a document in which fewer guidelines change at once."));
        }
        var half = _guidelines + 1;
        if (_guidelines > 1)
        {
            _from.DropOverruled(state[.._guidelines]);
            _to.DropOverruled(state.Slice(half, _guidelines));
        }
        if (_combineAlike && state[..half].SequenceEqual(state[half..]))
            return DecisionDiagrams.Constant(Same);
        var first = int.MaxValue;
        foreach (var function in state)
            first = Math.Min(first, _diagrams.FactOf(function));
        if (first == int.MaxValue)
            return DecisionDiagrams.Constant(DifferenceOf(state));
        var number = _states.NumberOf(state, out var isNew);
        if (!isNew)
            return _results[number];
        _results.Add(0);
        return _results[number] = Branch(state, first);
    }

    private int Branch(ReadOnlySpan<int> state, int fact)
    {
        Span<int> branches = stackalloc int[_diagrams.SizeOf(fact)];
        Span<int> left = stackalloc int[state.Length];
        for (var value = 0; value < branches.Length; value++)
        {
            for (var i = 0; i < left.Length; i++)
                left[i] = _diagrams.FactOf(state[i]) == fact ? _diagrams.Branch(state[i], value) : state[i];
            branches[value] = Compare(left);
        }
        return _diagrams.Make(fact, branches);
    }

    private int DifferenceOf(ReadOnlySpan<int> state)
    {
        var half = _guidelines + 1;
        var from = _from.Answer(state[..half]);
        var to = _to.Answer(state[half..]);
        var replyChanged = from.Reply != to.Reply;
        // Which rules decide is told as a set: that guidelines stand in another order is no difference.
        if (!replyChanged && from.Finding == to.Finding)
            return Same;
        return 1 + _differences.NumberOf([from.Side, to.Side, replyChanged ? 1 : 0], out _);
    }
}
