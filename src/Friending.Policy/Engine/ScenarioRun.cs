using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>What came of a scenario.</summary>
/// <param name="Name">What the scenario shows.</param>
/// <param name="Failures">How it comes out otherwise than it expects; none where it passes.</param>
public sealed record ScenarioResult(string Name, IReadOnlyList<string> Failures);

/// <summary>Runs the scenarios that travel with a policy.</summary>
internal static class ScenarioRun
{
    private const string CannotFail = "expects nothing, so it cannot fail";

    /// <summary>What came of each scenario, in the file's order.</summary>
    internal static IReadOnlyList<ScenarioResult> Results(PolicyDecisionPoint policy, ScenarioDocument document) =>
    [
        .. document.Scenarios.Select(s => new ScenarioResult(
            s.Name, [.. s.Expect == new Expectation() ? [CannotFail] : Differences(policy, s)])),
    ];

    /// <summary>What is wrong: with the file as a whole, and with each scenario.</summary>
    internal static IEnumerable<PolicyProblem> Failures(
        PolicyDecisionPoint policy, ScenarioDocument document, IReadOnlyList<ScenarioResult> results)
    {
        if (document.Policy != policy.Document.Id)
            yield return Fails($"The scenarios are for policy '{document.Policy}', not for '{policy.Document.Id}'.");
        foreach (var twice in document.Scenarios.CountBy(s => s.Name).Where(p => p.Value > 1))
            yield return Fails($"Scenario '{twice.Key}' occurs {twice.Value} times in the file.");
        foreach (var (scenario, result) in document.Scenarios.Zip(results))
            foreach (var failure in result.Failures)
                yield return Fails($"Scenario '{scenario.Name}'{(failure == CannotFail ? "" : ":")} {failure}.", scenario.Facts);

        static PolicyProblem Fails(string message, IReadOnlyDictionary<string, string>? facts = null) =>
            new(PolicyProblemKind.Scenario, message, Example: facts);
    }

    private static IEnumerable<string> Differences(PolicyDecisionPoint policy, Scenario scenario)
    {
        var bound = FactBinding.Of(policy.Facts, scenario.Facts, scenario.Dates, fillDefaults: !scenario.Interview);
        if (bound.Problems.Count > 0)
        {
            foreach (var problem in bound.Problems)
                yield return $"'{problem.Name}': {problem.Message.TrimEnd('.')}";
            yield break;
        }
        var facts = bound.Facts;
        var evaluation = policy.Evaluate(facts);
        var findings = policy.FindingsOf(evaluation, facts);
        var advice = policy.AdviceOf(evaluation, facts, findings);
        // Ranking questions is most of the work; few scenarios ask for it.
        var questions = scenario.Expect is { AsksFirst: null, Asks: null }
            ? []
            : policy.Interview.QuestionsFor(facts).Select(q => policy.Facts[q.Fact].Name).ToList();
        var possible = policy.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value).ToList();
        var expect = scenario.Expect;

        if (expect.Outcome is { } outcome && (possible is not [var only] || only != outcome))
            yield return Differs("outcome", outcome, string.Join(" or ", possible));
        if (expect.Rules is { } rules && !rules.SequenceEqual(findings.Select(f => f.Rule.Id)))
            yield return Differs("rules", List(rules), List(findings.Select(f => f.Rule.Id)));
        if (expect.Advice is { } codes && codes.Except(advice.Select(a => a.Code)).ToList() is { Count: > 0 } missing)
            yield return $"the advice {List(missing)} is missing";
        if (expect.Reply is { } reply && reply != policy.ReplyOf(evaluation, facts) is not null)
            yield return reply ? "there is no reply, though one is expected" : "there is a reply, though none is expected";
        foreach (var words in NotSaid(expect.SummarySays, policy.SummaryOf(evaluation, facts)))
            yield return $"the summary does not say '{words}'";
        foreach (var words in NotSaid(expect.AdviceSays, [.. advice.Select(a => a.Text)]))
            yield return $"no advice says '{words}'";
        foreach (var words in NotSaid(expect.ReplySays, policy.ReplyOf(evaluation, facts)?.Text))
            yield return $"the reply does not say '{words}'";
        if (expect.Possible is { } outcomes && !outcomes.SequenceEqual(possible))
            yield return Differs("possible outcomes", List(outcomes), List(possible));
        if (expect.AsksFirst is { } first && (questions is not [var asked, ..] || asked != first))
            yield return Differs("first question", first, questions.FirstOrDefault() ?? "none");
        if (expect.Asks is { } asks && !asks.ToHashSet().SetEquals(questions))
            yield return Differs("questions", List(asks), List(questions));
        foreach (var (name, value) in expect.Fact ?? new Dictionary<string, string?>())
        {
            var fact = policy.Facts.IndexOf(name);
            var found = fact >= 0 && facts.Knows(fact) ? policy.Facts[fact].Values[facts[fact]].Value : null;
            if (fact < 0)
                yield return $"it expects something of '{name}', which is not a fact of this policy";
            else if (found != value)
                yield return Differs($"fact {name}", value ?? "unknown", found ?? "unknown");
        }
    }

    private static IEnumerable<string> NotSaid(IReadOnlyList<string>? expected, params LocalizedText?[] texts)
    {
        var said = texts.OfType<LocalizedText>().SelectMany(t => t.Languages.Select(t.In)).ToList();
        return (expected ?? []).Where(words => !said.Exists(s => s.Contains(words, StringComparison.Ordinal)));
    }

    private static string Differs(string what, string expected, string found) => $"{what}: expected {expected}, found {found}";

    private static string List(IEnumerable<string> names) => names.Any() ? string.Join(", ", names) : "none";
}
