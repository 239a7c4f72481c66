using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Content;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>The engine against a second reading of documents and facts: made at random, and the default policy's.</summary>
public sealed class SecondReadingTests(ITestOutputHelper output)
{
    // How many documents are made; a longer run is asked for by FRIENDING_POLICY_CASES, see docs/fuzzing.md.
    private static readonly long s_cases =
        Environment.GetEnvironmentVariable("FRIENDING_POLICY_CASES") is { Length: > 0 } cases
            ? long.Parse(cases, CultureInfo.InvariantCulture) : 20_000;

    [Fact]
    public void Whatever_the_document_and_the_facts_both_give_the_same_outcomes_and_rules()
    {
        long agreed = 0;
        long settled = 0;
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var json = policy.ToJson();
            var engine = PolicyDecisionPoint.Load(json);
            var set = SmallPolicy.ToFactSet(facts);
            var evaluation = engine.Evaluate(set);
            var all = new NaiveEvaluator(JsonNode.Parse(json)!).EvaluateAll(engine.Facts.Name(set)).ToList();

            Assert.Equal(all.Select(a => a.Outcome).Distinct().Order(),
                engine.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value).Order());
            for (var g = 0; g < policy.Guidelines.Length; g++)
                Assert.Equal(all.Select(a => a.Rules[g]).Distinct().ToList() is [var only] ? only : "open", RuleOf(engine, evaluation, g));
            Interlocked.Increment(ref agreed);
            if (evaluation.IsSettled)
                Interlocked.Increment(ref settled);
        }, iter: s_cases);
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{agreed:N0} documents and facts agree; {settled:N0} of them were settled."));
        // A generator that settles all of them, or none, would prove little.
        Assert.InRange(settled, agreed / 10, agreed * 99 / 100);
    }

    [Fact]
    public void Of_the_default_policy_too_for_every_combination()
    {
        var policy = DefaultPolicy.Load();
        var naive = new NaiveEvaluator(JsonNode.Parse(DefaultPolicy.Document.Span)!);
        foreach (var (facts, named) in DefaultPolicyTests.Combinations(policy))
        {
            var (outcome, rules) = naive.Evaluate(named);
            var evaluation = policy.Evaluate(facts);
            Assert.Equal(outcome, policy.Outcome(evaluation.Outcome).Value);
            Assert.Equal(rules, Enumerable.Range(0, rules.Count).Select(g => RuleOf(policy, evaluation, g)));
        }
    }

    private static string? RuleOf(PolicyDecisionPoint policy, Evaluation evaluation, int guideline) => evaluation.RuleOf(guideline) switch
    {
        -1 => null,
        -2 => "open",
        var rule => policy.Document.Guidelines[guideline].Rules[rule].Id,
    };
}
