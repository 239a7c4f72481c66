using CsCheck;
using Friending.Policy.Engine;
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
                var rules = NaiveReading.Completions(policy, facts).Select(c => NaiveReading.RuleOf(policy.Guidelines[g], c))
                    .Distinct().ToList();
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
                Enumerable.Range(0, policy.Guidelines.Length).Where(g => evaluation.RuleOf(g) >= 0)
                    .Select(g => SmallPolicy.RuleName(g, evaluation.RuleOf(g))),
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

    [Fact]
    public void Guidelines_that_share_all_their_facts_do_not_take_trying_every_combination()
    {
        // 32 facts in a ring, 16 guidelines that each read eight neighbours: all v1 gives o0, all v0 gives o1, a mixture o2.
        // Trying all combinations, four thousand million, would not come back.
        var facts = Enumerable.Repeat(new SmallFact([1, 1], null, []), 32).ToArray();
        var guidelines = Enumerable.Range(0, 16).Select(g => new SmallGuideline(
            false, [], [new(Window(g, 1), 0), new(Window(g, 0), 1), new([], 2)])).ToArray();
        var policy = new SmallPolicy(3, 2, facts, guidelines).Load();
        var open = new FactSet();
        Assert.Equal(0b111u, policy.Evaluate(open).PossibleOutcomes);
        Assert.Equal(Enumerable.Range(0, 32), policy.Interview.QuestionsFor(open).Select(q => q.Fact).Order());
        // One v0 in every window: o0 can no longer be.
        open = open.With(7, 0).With(15, 0).With(23, 0).With(31, 0);
        Assert.Equal(0b110u, policy.Evaluate(open).PossibleOutcomes);
        // And one v1 in every window: nothing but a mixture is left.
        open = open.With(6, 1).With(14, 1).With(22, 1).With(30, 1);
        Assert.Equal(0b100u, policy.Evaluate(open).PossibleOutcomes);
        Assert.Empty(policy.Interview.QuestionsFor(open));

        static Condition[] Window(int guideline, int value) =>
            [.. Enumerable.Range(guideline * 2, 8).Select(f => new Condition(f % 32, [value]))];
    }
}
