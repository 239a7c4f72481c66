using CsCheck;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>Complete and partial evaluation against reading the rules in order, on documents made at random.</summary>
public sealed class EvaluationTests
{
    [Fact]
    public void Complete_facts_give_what_reading_the_rules_in_order_gives() =>
        SmallPolicy.Valid.Sample(policy =>
        {
            var engine = policy.Load();
            foreach (var facts in NaiveReading.Completions(policy, policy.Nothing))
            {
                var evaluation = engine.Evaluate(SmallPolicy.ToFactSet(facts));
                Assert.Equal(NaiveReading.Outcome(policy, facts), evaluation.Outcome);
                for (var g = 0; g < policy.Guidelines.Length; g++)
                    Assert.Equal(NaiveReading.RuleOf(policy.Guidelines[g], facts), evaluation.RuleOf(g));
            }
        }, iter: 2000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unknown_facts_leave_exactly_the_outcomes_that_some_completion_gives(bool remember) =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var engine = policy.Load(remember);
            var evaluation = engine.Evaluate(SmallPolicy.ToFactSet(facts));
            var possible = NaiveReading.Possible(policy, facts);
            Assert.Equal(possible.Select(o => $"o{o}"), engine.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value));
            Assert.Equal(possible.Count == 1, evaluation.IsSettled);
            Assert.Equal(possible.Count == 1 ? possible.Min : -1, evaluation.Outcome);
            for (var g = 0; g < policy.Guidelines.Length; g++)
            {
                var rules = NaiveReading.Completions(policy, facts).Select(c => NaiveReading.RuleOf(policy.Guidelines[g], c)).Distinct().ToList();
                Assert.Equal(rules is [var only] ? only : -2, evaluation.RuleOf(g));
            }
        }, iter: 2000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_findings_of_a_settled_evaluation_explain_it_whatever_the_unknown_facts_are(bool remember) =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var engine = policy.Load(remember);
            var set = SmallPolicy.ToFactSet(facts);
            var evaluation = engine.Evaluate(set);
            var findings = engine.FindingsOf(evaluation, set);
            var certain = findings.Where(f => f.IsCertain).ToList();
            Assert.Equal(
                Enumerable.Range(0, policy.Guidelines.Length).Where(g => evaluation.RuleOf(g) >= 0).Select(g => SmallPolicy.RuleName(g, evaluation.RuleOf(g))),
                certain.Select(f => f.Rule.Id));
            if (!evaluation.IsSettled)
            {
                Assert.Equal(certain.Count, findings.Count);
                return;
            }
            var outcome = $"o{evaluation.Outcome}";
            var uncertain = findings.Where(f => !f.IsCertain).ToList();
            Assert.All(uncertain, f => Assert.Equal(outcome, f.Rule.Outcome));
            if (certain.Exists(f => f.Rule.Outcome == outcome))
            {
                Assert.Empty(uncertain);
                return;
            }
            // No finding is certain to explain it: then, however the facts turn out, one that is listed does, or no guideline applies.
            var possible = new SortedSet<(int, int)>();
            foreach (var completion in NaiveReading.Completions(policy, facts))
                for (var g = 0; g < policy.Guidelines.Length; g++)
                    if (NaiveReading.RuleOf(policy.Guidelines[g], completion) is >= 0 and var rule
                        && policy.Guidelines[g].Rules[rule].Outcome == evaluation.Outcome)
                        possible.Add((g, rule));
            Assert.Equal(possible.Select(p => SmallPolicy.RuleName(p.Item1, p.Item2)), uncertain.Select(f => f.Rule.Id));
            Assert.All(NaiveReading.Completions(policy, facts), completion => Assert.True(
                policy.Guidelines.All(g => !NaiveReading.Applies(g, completion))
                || possible.Any(p => NaiveReading.RuleOf(policy.Guidelines[p.Item1], completion) == p.Item2)));
        }, iter: 2000);
}
