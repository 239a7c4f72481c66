using CsCheck;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>What decided, what one change would do, and why each rule did or did not apply.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Counterfactuals_are_every_single_change_that_changes_the_outcome(bool remember) =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var before = NaiveReading.Possible(policy, facts);
            var expected =
                from fact in Enumerable.Range(0, facts.Length)
                where facts[fact] >= 0
                from value in Enumerable.Range(0, policy.Facts[fact].Size)
                let after = NaiveReading.Possible(policy, NaiveReading.With(facts, fact, value))
                where !after.SetEquals(before)
                select $"f{fact}: v{facts[fact]} to v{value}: {string.Join(' ', after.Select(o => $"o{o}"))}";
            var found = Explanation.Counterfactuals(policy.Load(remember), SmallPolicy.ToFactSet(facts));
            Assert.Equal(expected, found.Select(c => $"{c.Fact}: {c.From} to {c.To}: {string.Join(' ', c.Possible)}"));
        }, iter: 1000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deciding_facts_settle_the_outcome_alone_and_none_can_be_left_out(bool remember) =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var deciding = Explanation.DecidingFacts(policy.Load(remember), SmallPolicy.ToFactSet(facts))
                .Select(n => SmallPolicy.Number(n[1..])).ToList();
            var possible = NaiveReading.Possible(policy, facts);
            if (possible.Count > 1)
            {
                Assert.Empty(deciding);
                return;
            }
            Assert.All(deciding, f => Assert.True(facts[f] >= 0));
            Assert.Equal(possible, NaiveReading.Possible(policy, Only(deciding)));
            Assert.All(deciding, left => Assert.NotEqual(possible, NaiveReading.Possible(policy, Only(deciding.Where(f => f != left)))));

            int[] Only(IEnumerable<int> kept) => [.. facts.Select((v, f) => kept.Contains(f) ? v : -1)];
        }, iter: 1000);

    [Fact]
    public void Of_several_sets_of_deciding_facts_the_one_with_earlier_facts_is_named()
    {
        // The outcome is o1 wherever f0 or f1 is v1: with both, either would do.
        var policy = new SmallPolicy(2, 1, [SmallFact.Of(2), SmallFact.Of(2)],
            [new(false, [], [new([new(0, [1])], 1), new([new(1, [1])], 1), new([], 0)])]);
        Assert.Equal(["f0"], Explanation.DecidingFacts(policy.Load(), SmallPolicy.ToFactSet([1, 1])));
    }

    [Fact]
    public void The_trace_says_of_each_rule_what_the_evaluation_found() =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var engine = policy.Load();
            var evaluation = engine.Evaluate(SmallPolicy.ToFactSet(facts));
            var traces = Explanation.Trace(engine, SmallPolicy.ToFactSet(facts)).ToLookup(t => t.Guideline.Id);
            for (var g = 0; g < policy.Guidelines.Length; g++)
            {
                var guideline = policy.Guidelines[g];
                var ofGuideline = traces[$"{g}"].ToList();
                Assert.Equal(guideline.Rules.Select((_, r) => SmallPolicy.RuleName(g, r)), ofGuideline.Select(t => t.Rule.Id));
                var completions = NaiveReading.Completions(policy, facts).ToList();
                for (var r = 0; r < ofGuideline.Count; r++)
                {
                    var hits = completions.Count(c => NaiveReading.RuleOf(guideline, c) == r);
                    var matches = completions.Count(c => NaiveReading.Holds(guideline.Rules[r].When, c));
                    var status = ofGuideline[r].Status;
                    Assert.Equal(completions.TrueForAll(c => !NaiveReading.Applies(guideline, c)),
                        status == RuleStatus.GuidelineNotApplicable);
                    if (status == RuleStatus.GuidelineNotApplicable)
                        continue;
                    Assert.Equal(hits == completions.Count, status == RuleStatus.Applies);
                    Assert.Equal(matches == 0, status == RuleStatus.NotMet);
                    if (status == RuleStatus.Overruled)
                        Assert.InRange(evaluation.RuleOf(g), 0, r - 1);
                    if (hits > 0 && hits < completions.Count)
                        Assert.Equal(RuleStatus.Unknown, status);
                }
            }
        }, iter: 2000);

    [Fact]
    public void The_trace_shows_each_condition_beside_the_fact()
    {
        // Guideline 0 applies where f0 is v0 or v1.
        var policy = new SmallPolicy(
            2, 1, [SmallFact.Of(3), SmallFact.Of(2), SmallFact.Of(2)],
            [new(false, [new(0, [0, 1])],
                [new([new(1, [0])], 0), new([new(2, [1])], 1), new([new(0, [0])], 0), new([new(1, [0, 1])], 1)])]);

        Assert.Equal(
            ["0.0 NotMet f1=v1 of v0: False", "0.1 Applies f2=v1 of v1: True", "0.2 Overruled f0=v0 of v0: True",
                "0.3 Overruled f1=v1 of v0 v1: True"],
            Show([0, 1, 1]));
        Assert.Equal(
            ["0.0 NotMet f1=v1 of v0: False", "0.1 Unknown f2=? of v1: ?", "0.2 Unknown f0=v0 of v0: True",
                "0.3 Unknown f1=v1 of v0 v1: True"],
            Show([0, 1, -1]));
        Assert.Equal(
            ["0.0 Unknown f1=? of v0: ?", "0.1 NotMet f2=v0 of v1: False", "0.2 NotMet f0=v1 of v0: False",
                "0.3 Unknown f1=? of v0 v1: True"],
            Show([1, -1, 0]));
        Assert.All(Show([2, 0, 0]), line =>
            Assert.Contains("GuidelineNotApplicable f0=v2 of v0 v1: False", line, StringComparison.Ordinal));
        Assert.Equal("0.0 Unknown f0=? of v0 v1: ? f1=v0 of v0: True", Show([-1, 0, 0])[0]);

        List<string> Show(int[] facts) =>
        [
            .. Explanation.Trace(policy.Load(), SmallPolicy.ToFactSet(facts)).Select(t =>
                $"{t.Rule.Id} {t.Status} {string.Join(' ', t.Conditions.Select(c =>
                    $"{c.Fact}={c.Actual ?? "?"} of {string.Join(' ', c.Allowed)}: {c.Holds?.ToString() ?? "?"}"))}"),
        ];
    }
}
