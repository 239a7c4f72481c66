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
    private const int SetsOfFacts = 10;

    // How many documents are made; a longer run is asked for by FRIENDING_POLICY_DOCUMENTS, see docs/fuzzing.md.
    private static readonly long s_documents =
        Environment.GetEnvironmentVariable("FRIENDING_POLICY_DOCUMENTS") is { Length: > 0 } documents
            ? long.Parse(documents, CultureInfo.InvariantCulture) : 20_000;

    [Fact]
    public void Whatever_the_document_and_the_facts_both_give_the_same_outcomes_and_rules()
    {
        long agreed = 0;
        long settled = 0;
        SmallPolicy.WithManyFacts(SetsOfFacts).Sample((policy, sets) =>
        {
            var json = policy.ToJson();
            var engine = PolicyDecisionPoint.Load(json);
            var everything = new NaiveEvaluator(JsonNode.Parse(json)!).EvaluateAll(new Dictionary<string, string>()).ToList();
            foreach (var facts in sets)
            {
                var set = SmallPolicy.ToFactSet(facts);
                var (evaluation, named) = (engine.Evaluate(set), engine.Facts.Name(set));
                var all = everything.Where(a => named.All(f => a.Facts[f.Key] == f.Value)).ToList();

                Assert.Equal(all.Select(a => a.Outcome).Distinct().Order(),
                    engine.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value).Order());
                for (var g = 0; g < policy.Guidelines.Length; g++)
                    Assert.Equal(
                        all.Select(a => a.Rules[g]).Distinct().ToList() is [var only] ? only : "open", RuleOf(engine, evaluation, g));
                Interlocked.Increment(ref agreed);
                if (evaluation.IsSettled)
                    Interlocked.Increment(ref settled);
            }
        }, iter: s_documents);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{agreed:N0} sets of facts, {SetsOfFacts} for each document, come out the same; {settled:N0} of them are settled."));
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
            var (_, outcome, rules) = naive.Evaluate(named);
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
