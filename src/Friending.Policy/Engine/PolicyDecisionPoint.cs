using System.Numerics;
using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>Which policy made a decision.</summary>
/// <param name="Id">The policy's id.</param>
/// <param name="Version">The version its authors gave it.</param>
/// <param name="Sha256">SHA-256 of the document's bytes, lower-case hex.</param>
public sealed record PolicyReference(string Id, string Version, string Sha256);

/// <summary>What a guideline says.</summary>
/// <param name="Guideline">The guideline.</param>
/// <param name="Rule">The rule that answers.</param>
/// <param name="IsCertain">False where unknown facts leave several rules of the guideline possible that all give this outcome.</param>
public sealed record Finding(Guideline Guideline, Rule Rule, bool IsCertain = true);

/// <summary>
/// A policy ready to decide: verified, compiled, and immutable, so one instance serves any number of threads. Evaluating
/// complete facts is one index computation and one array read a guideline.
/// </summary>
public sealed class PolicyDecisionPoint
{
    // The outcome index of a guideline that does not apply: less restrictive than any outcome.
    internal const int NoOutcome = DocumentChecks.MaxOutcomes;

    private readonly DecisionTable[] _tables;
    private readonly byte[][] _outcomeOfCell;
    private readonly int _otherwise;
    private readonly AnswerSelection _summaries;
    private readonly AnswerSelection _replies;
    private readonly Dictionary<string, AdviceDefinition> _advice;
    private readonly AdviceDefinition[] _givenAdvice;
    private readonly AnswerSelection _adviceGiven;
    private readonly PossibilitySpace _possibilities;

    internal PolicyDecisionPoint(
        PolicyDocument document, ReadOnlyMemory<byte> source, PolicyReference reference, FactTable facts, DecisionTable[] tables,
        int maxRememberedStates)
    {
        Document = document;
        Source = source;
        Reference = reference;
        Facts = facts;
        _tables = tables;
        var outcomes = document.Outcomes.Select((o, i) => (o.Value, i)).ToDictionary(p => p.Value, p => p.i);
        _outcomeOfCell = document.Guidelines
            .Select(g => g.Rules.Select(r => (byte)outcomes[r.Outcome]).Prepend((byte)NoOutcome).ToArray())
            .ToArray();
        _otherwise = outcomes[document.Otherwise];
        _summaries = new(document.Summaries, document, facts);
        _replies = new(document.Replies, document, facts);
        _advice = document.Advice.ToDictionary(a => a.Code);
        _givenAdvice = [.. document.Advice.Where(a => a.Given is not null)];
        _adviceGiven = new(_givenAdvice.Select(a => a.Given!), document, facts);
        _possibilities = new(this, maxRememberedStates);
        Interview = new(this, _possibilities);
    }

    /// <summary>The document.</summary>
    public PolicyDocument Document { get; }

    /// <summary>The document's bytes as they were loaded; <see cref="PolicyReference.Sha256"/> is theirs.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>Which policy this is.</summary>
    public PolicyReference Reference { get; }

    /// <summary>The facts, by index and name.</summary>
    public FactTable Facts { get; }

    /// <summary>What to ask next.</summary>
    public Interview Interview { get; }

    /// <summary>How many cells all guidelines have together.</summary>
    public int CellCount => _tables.Sum(t => t.Cells.Length);

    internal ReadOnlySpan<DecisionTable> Tables => _tables;

    /// <summary>Loads, verifies and compiles a document with its scenarios.</summary>
    /// <exception cref="PolicyException">The document is refused; the message says why, with an example.</exception>
    public static PolicyDecisionPoint Load(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte>? scenarios = null)
    {
        var report = PolicyReport.Of(document, scenarios);
        return report.DecisionPoint ?? throw new PolicyException(report.Problems);
    }

    /// <summary>What the policy says about these facts. Facts may be unknown; then the outcomes still possible are told exactly.</summary>
    public Evaluation Evaluate(in FactSet facts)
    {
        var evaluation = new Evaluation();
        var outcome = NoOutcome;
        for (var g = 0; g < _tables.Length; g++)
        {
            if (!_tables[g].TryLookUp(facts, out var cell))
                return EvaluatePartially(facts);
            evaluation.Hit(g, cell);
            outcome = Math.Min(outcome, _outcomeOfCell[g][cell]);
        }
        evaluation.PossibleOutcomes = 1u << Combined(outcome);
        return evaluation;
    }

    /// <summary>
    /// What each guideline found, in the document's order. Where the outcome is settled though the rule is not, and no
    /// other guideline explains the outcome, all rules still possible that give it are listed, marked as uncertain.
    /// </summary>
    public IReadOnlyList<Finding> FindingsOf(in Evaluation evaluation, in FactSet facts)
    {
        var findings = new List<Finding>();
        for (var g = 0; g < _tables.Length; g++)
            if (evaluation.RuleOf(g) is >= 0 and var rule)
                findings.Add(new(Document.Guidelines[g], Document.Guidelines[g].Rules[rule]));
        if (!evaluation.IsSettled || findings.Exists(Explains(evaluation)))
            return findings;
        for (var g = 0; g < _tables.Length; g++)
        {
            if (evaluation.RuleOf(g) != -2)
                continue;
            var rules = new SortedSet<int>();
            foreach (var cell in _tables[g].CompletionsOf(facts))
                if (_outcomeOfCell[g][cell] == evaluation.Outcome)
                    rules.Add(cell - 1);
            var guideline = Document.Guidelines[g];
            findings.AddRange(rules.Select(rule => new Finding(guideline, guideline.Rules[rule], IsCertain: false)));
        }
        return findings;
    }

    /// <summary>
    /// The advice that goes with an evaluation, each code once: what its findings name, in their order, and then what is given
    /// with such an answer.
    /// </summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="facts">The facts that it was made of.</param>
    /// <param name="findings">What <see cref="FindingsOf"/> tells of both.</param>
    public IReadOnlyList<AdviceDefinition> AdviceOf(in Evaluation evaluation, in FactSet facts, IReadOnlyList<Finding> findings)
    {
        var advice = new List<AdviceDefinition>();
        foreach (var finding in findings)
            foreach (var code in finding.Rule.Advice)
                Add(_advice[code]);
        for (var i = 0; i < _givenAdvice.Length; i++)
            if (_adviceGiven.GoesWith(i, evaluation, facts, this))
                Add(_givenAdvice[i]);
        return advice;

        void Add(AdviceDefinition definition)
        {
            if (!advice.Contains(definition))
                advice.Add(definition);
        }
    }

    /// <summary>The one-sentence answer for a settled evaluation; null where the document has none.</summary>
    public LocalizedText? SummaryOf(in Evaluation evaluation, in FactSet facts) =>
        _summaries.First(evaluation, facts, this) is >= 0 and var at ? Document.Summaries[at].Text : null;

    /// <summary>The words to send to the other party for a settled evaluation; null where there is nothing to send.</summary>
    public SelectedText? ReplyOf(in Evaluation evaluation, in FactSet facts) =>
        ReplyIndexOf(evaluation, facts) is >= 0 and var at ? Document.Replies[at] : null;

    /// <summary>
    /// The words to send to the other party when a person has decided a case that the policy left to one; null where there is
    /// nothing to send, also where the policy does not know the outcome.
    /// </summary>
    /// <param name="outcome">The outcome that the person gave.</param>
    /// <param name="facts">The facts that the policy saw.</param>
    public SelectedText? ReplyGiven(string outcome, in FactSet facts)
    {
        var index = Document.Outcomes.Select(o => o.Value).ToList().IndexOf(outcome);
        return index >= 0 && _replies.FirstGiven(1u << index, Evaluate(facts), facts, this) is >= 0 and var at
            ? Document.Replies[at]
            : null;
    }

    /// <summary>The position in the document's replies of the one for a settled evaluation, or -1.</summary>
    internal int ReplyIndexOf(in Evaluation evaluation, in FactSet facts) => _replies.First(evaluation, facts, this);

    /// <summary>The outcome at an index.</summary>
    public OutcomeDefinition Outcome(int index) => Document.Outcomes[index];

    /// <summary>The outcomes of a set as <see cref="Evaluation.PossibleOutcomes"/> holds it, most restrictive first.</summary>
    public IReadOnlyList<OutcomeDefinition> Outcomes(uint set)
    {
        var outcomes = new List<OutcomeDefinition>(BitOperations.PopCount(set));
        for (; set != 0; set &= set - 1)
            outcomes.Add(Document.Outcomes[BitOperations.TrailingZeroCount(set)]);
        return outcomes;
    }

    /// <summary>The outcome index that a cell of a guideline stands for, or <see cref="NoOutcome"/>.</summary>
    internal int OutcomeOf(int guideline, ushort cell) => _outcomeOfCell[guideline][cell];

    /// <summary>What facts leave possible.</summary>
    internal PossibilitySpace Possibilities => _possibilities;

    /// <summary>The outcomes that a guideline by itself may give; see <see cref="PossibilitySpace.OutcomesOf(int, in FactSet)"/>.</summary>
    internal uint OutcomesOf(int guideline, in FactSet facts) => _possibilities.OutcomesOf(guideline, facts);

    /// <summary>The answer where the most restrictive outcome of the guidelines that apply is this one.</summary>
    internal int Combined(int outcome) => outcome == NoOutcome ? _otherwise : outcome;

    private Evaluation EvaluatePartially(in FactSet facts)
    {
        var evaluation = new Evaluation { PossibleOutcomes = _possibilities.OutcomesOf(facts) };
        for (var g = 0; g < _tables.Length; g++)
            evaluation.Hit(g, _tables[g].TryLookUp(facts, out var cell) || _tables[g].TryOnly(facts, out cell) ? cell : Evaluation.Open);
        return evaluation;
    }

    private Predicate<Finding> Explains(Evaluation evaluation) =>
        finding => finding.Rule.Outcome == Document.Outcomes[evaluation.Outcome].Value;
}
