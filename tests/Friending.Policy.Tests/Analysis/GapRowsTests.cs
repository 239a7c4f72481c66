using System.Numerics;
using CsCheck;
using Friending.Policy.Tests.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>The rows in which the verifier shows a gap, on documents made at random, most of them with gaps.</summary>
public sealed class GapRowsTests
{
    [Fact]
    public void The_rows_unfolded_are_exactly_the_combinations_that_no_rule_answers() =>
        SmallPolicy.Any.Sample(policy =>
        {
            foreach (var gap in PolicyReport.Of(policy.ToJson()).Problems.Where(p => p.Kind == PolicyProblemKind.Gap))
            {
                var guideline = policy.Guidelines[SmallPolicy.Number(gap.Guideline!)];
                var read = guideline.Rules.SelectMany(r => r.When).Concat(guideline.AppliesWhen).Select(c => c.Fact).ToHashSet();
                var seen = new BigInteger[gap.Rows!.Count];
                foreach (var facts in NaiveReading.Completions(policy, [.. policy.Facts.Select((_, f) => read.Contains(f) ? -1 : 0)]))
                {
                    var named = facts.Index().ToDictionary(f => SmallPolicy.FactName(f.Index), f => $"v{f.Item}");
                    var rows = gap.Rows.Index().Where(r => NaiveAnswer.Holds(r.Item.When, named)).Select(r => r.Index).ToList();
                    Assert.Equal(NaiveReading.RuleOf(guideline, facts) == NaiveReading.Gap ? 1 : 0, rows.Count);
                    foreach (var row in rows)
                        seen[row]++;
                }
                Assert.Equal(seen, gap.Rows.Select(r => r.Combinations));
                Assert.Equal(gap.RowCount, gap.Rows.Count);
            }
        }, iter: 1500);

    [Fact]
    public void Of_a_gap_of_very_many_rows_only_the_first_are_written_and_all_are_counted()
    {
        // The rule answers where an even number of ten facts is 1, value by value: a gap without two neighbours.
        var facts = Enumerable.Repeat(new SmallFact([1, 1], null, []), 10).ToArray();
        var even = Enumerable.Range(0, 1024).Where(i => BitOperations.PopCount((uint)i) % 2 == 0)
            .Select(i => new SmallRule([.. Enumerable.Range(0, 10).Select(f => new Condition(f, [i >> f & 1]))], 0)).ToArray();
        var gap = Assert.Single(PolicyReport.Of(new SmallPolicy(1, 0, facts, [new(false, [], even)]).ToJson()).Problems);

        Assert.Equal(512, gap.Count);
        Assert.Equal(512, gap.RowCount);
        Assert.Equal(PolicyProblem.MostRows, gap.Rows!.Count);
    }
}
