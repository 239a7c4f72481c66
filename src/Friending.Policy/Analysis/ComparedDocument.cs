using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>One of two documents that are compared: its guidelines and its replies as functions of the compared facts.</summary>
internal sealed class ComparedDocument
{
    private readonly PolicyDecisionPoint _policy;
    private readonly DecisionDiagrams _diagrams;
    private readonly ComparedTerms _terms;
    private readonly ComparedFacts _facts;
    private readonly bool _isTo;
    private readonly Dictionary<string, int> _outcomes;

    // Few answers make very many pairs: each is worked out once.
    private readonly SequenceTable _asked = new();
    private readonly List<ComparedTerms.Answer> _answers = [];

    // By node and by rule: the most and the least restrictive outcome, as indexes in this document. Looked up at every step.
    private (byte Most, byte Least)?[] _reachOfNode = [];
    private (byte Most, byte Least)?[] _reachOfRule = [];

    internal ComparedDocument(PolicyDecisionPoint policy, ComparedFacts facts, bool isTo, DecisionDiagrams diagrams, ComparedTerms terms)
    {
        (_policy, _diagrams, _terms, _facts, _isTo) = (policy, diagrams, terms, facts, isTo);
        _outcomes = policy.Document.Outcomes.Index().ToDictionary(o => o.Item.Value, o => o.Index);
        foreach (var table in policy.Tables)
            Guidelines.Add(table.Guideline.Id, FunctionOf(table));
        Replies = FunctionOf(policy.Document.Replies);
    }

    /// <summary>For each guideline, by id: the function to the number of the rule that answers.</summary>
    internal OrderedDictionary<string, int> Guidelines { get; } = [];

    /// <summary>The function to the number of the choice of replies whose facts fit.</summary>
    internal int Replies { get; }

    /// <summary>
    /// Replaces guidelines that cannot decide any more, because another is sure to be more restrictive, by "does not apply":
    /// what they would say changes neither outcome, nor deciding rules, nor reply.
    /// </summary>
    internal void DropOverruled(Span<int> guidelines)
    {
        var sure = (byte)PolicyDecisionPoint.NoOutcome;
        foreach (var guideline in guidelines)
            sure = Math.Min(sure, Reach(guideline).Least);
        foreach (ref var guideline in guidelines)
            if (Reach(guideline).Most > sure)
                guideline = DecisionDiagrams.Constant(ComparedTerms.NoRule);
    }

    /// <summary>What the document answers where nothing is left to ask: of each guideline the rule, then the choice of replies.</summary>
    internal ComparedTerms.Answer Answer(ReadOnlySpan<int> constants)
    {
        var number = _asked.NumberOf(constants, out var isNew);
        if (isNew)
            _answers.Add(WorkOut(constants[..^1], constants[^1]));
        return _answers[number];
    }

    private ComparedTerms.Answer WorkOut(ReadOnlySpan<int> guidelines, int replies)
    {
        var found = new List<ComparedTerms.RuleTerm>();
        foreach (var guideline in guidelines)
            if (DecisionDiagrams.ValueOf(guideline) is var rule && rule != ComparedTerms.NoRule)
                found.Add(_terms.Rule(rule));
        var strictest = found.Select(f => _outcomes[f.Outcome]).DefaultIfEmpty(PolicyDecisionPoint.NoOutcome).Min();
        var outcome = _policy.Outcome(_policy.Combined(strictest)).Value;
        found.RemoveAll(f => f.Outcome != outcome);
        string? reply = null;
        foreach (var number in _terms.Choice(DecisionDiagrams.ValueOf(replies)))
        {
            var term = _terms.Reply(number);
            if (term.IsFor(outcome) && (term.Guideline is null || found.Exists(f => f.Guideline == term.Guideline)))
            {
                reply = term.Text;
                break;
            }
        }
        return _terms.AnswerOf(new(outcome, [.. found.Select(f => f.Rule)]), reply);
    }

    private int FunctionOf(DecisionTable table)
    {
        var axes = new List<TableDiagram.Axis>();
        for (var i = 0; i < table.Facts.Length; i++)
        {
            var fact = _facts.IndexOf(table.Facts[i], _isTo);
            axes.Add(new(fact, table.Strides[i], ValuesOf(fact)));
        }
        axes.Sort((left, right) => left.Fact.CompareTo(right.Fact));
        var rules = table.Guideline.Rules.Select(r => _terms.NumberOf(table.Guideline, r)).Prepend(ComparedTerms.NoRule).ToArray();
        // A verified table has no gap.
        return TableDiagram.Of(
            table, _diagrams, axes.ToArray(), cell => DecisionDiagrams.Constant(cell < rules.Length ? rules[cell] : ComparedTerms.NoRule));
    }

    private int FunctionOf(IReadOnlyList<SelectedText> replies)
    {
        var conditions = replies.Select(r => Conditions.Of(r.When, _policy.Facts)).ToArray();
        var numbers = replies.Select(_terms.NumberOf).ToArray();
        var seen = new SequenceTable();
        var functions = new List<int>();
        return Make(0, [.. Enumerable.Range(0, replies.Count)]);

        // Fact by fact, with the replies that can still fit; the same replies left at the same fact are the same function.
        int Make(int fact, int[] left)
        {
            if (fact == _diagrams.FactCount)
                return DecisionDiagrams.Constant(_terms.NumberOfChoice([.. left.Select(r => numbers[r])]));
            var state = seen.NumberOf([fact, .. left], out var isNew);
            if (!isNew)
                return functions[state];
            functions.Add(0);
            var values = ValuesOf(fact);
            var own = OwnIndexOf(fact);
            var branches = new int[values.Length];
            for (var value = 0; value < values.Length; value++)
            {
                branches[value] = value > 0 && own < 0
                    ? branches[0]
                    : Make(fact + 1, [.. left.Where(
                        r => own < 0 || !conditions[r].TryGet(own, out var allowed) || allowed.Contains(values[value]))]);
            }
            return functions[state] = _diagrams.Make(fact, branches);
        }
    }

    private (byte Most, byte Least) Reach(int function)
    {
        ref var known = ref DecisionDiagrams.IsConstant(function)
            ? ref At(ref _reachOfRule, DecisionDiagrams.ValueOf(function))
            : ref At(ref _reachOfNode, function);
        if (known is { } reach)
            return reach;
        if (DecisionDiagrams.IsConstant(function))
        {
            var rule = DecisionDiagrams.ValueOf(function);
            var outcome = (byte)(rule == ComparedTerms.NoRule ? PolicyDecisionPoint.NoOutcome : _outcomes[_terms.Rule(rule).Outcome]);
            reach = (outcome, outcome);
            known = reach;
            return reach;
        }
        reach = (byte.MaxValue, byte.MinValue);
        for (var value = 0; value < _diagrams.SizeOf(_diagrams.FactOf(function)); value++)
        {
            var branch = Reach(_diagrams.Branch(function, value));
            reach = (Math.Min(reach.Most, branch.Most), Math.Max(reach.Least, branch.Least));
        }
        // The array may have been replaced by a larger one meanwhile.
        At(ref _reachOfNode, function) = reach;
        return reach;
    }

    private static ref (byte Most, byte Least)? At(ref (byte Most, byte Least)?[] reached, int index)
    {
        if (index >= reached.Length)
            Array.Resize(ref reached, Math.Max(index + 1, reached.Length * 2));
        return ref reached[index];
    }

    private int OwnIndexOf(int fact) => _isTo ? _facts.Facts[fact].To : _facts.Facts[fact].From;

    private int[] ValuesOf(int fact) => _isTo ? _facts.Facts[fact].ToValues : _facts.Facts[fact].FromValues;
}
