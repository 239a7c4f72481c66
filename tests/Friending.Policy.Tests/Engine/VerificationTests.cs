using CsCheck;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>Gaps, unreachable rules and conflicts against trying every combination, on documents made at
/// random, most of them wrong.</summary>
public sealed class VerificationTests
{
    [Fact]
    public void Reports_every_gap_and_unreachable_rule_and_conflict_and_nothing_else() =>
        SmallPolicy.Any.Sample(policy =>
        {
            var expected = new List<(PolicyProblemKind Kind, string Guideline, string? Rule, string Others, long Count)>();
            for (var g = 0; g < policy.Guidelines.Length; g++)
            {
                var guideline = policy.Guidelines[g];
                var combinations = Combinations(policy, guideline).ToList();
                var gaps = combinations.Count(c => NaiveReading.RuleOf(guideline, c) == NaiveReading.Gap);
                if (gaps > 0)
                    expected.Add((PolicyProblemKind.Gap, $"{g}", null, "", gaps));
                for (var r = 0; r < guideline.Rules.Length; r++)
                {
                    if (!combinations.Exists(c => NaiveReading.RuleOf(guideline, c) == r))
                    {
                        var shadows = Matching(guideline, combinations, r).Select(c => NaiveReading.RuleOf(guideline, c))
                            .Distinct().Order();
                        expected.Add((PolicyProblemKind.Unreachable, $"{g}", SmallPolicy.RuleName(g, r), Names(g, shadows), 0));
                    }
                    var disagree = Enumerable.Range(0, r)
                        .Where(e => guideline.Unique && guideline.Rules[e].Outcome != guideline.Rules[r].Outcome
                        && Matching(guideline, combinations, r).Any(c => NaiveReading.Holds(guideline.Rules[e].When, c))).ToList();
                    if (disagree.Count > 0)
                        expected.Add((PolicyProblemKind.Conflict, $"{g}", SmallPolicy.RuleName(g, r), Names(g, disagree), 0));
                }
            }
            var report = PolicyReport.Of(policy.ToJson());
            Assert.Equal(
                expected.Order(),
                report.Problems.Select(p => (p.Kind, p.Guideline!, p.Rule, string.Join(' ', p.Others ?? []), p.Count)).Order());
            Assert.Equal(expected.Count == 0, report.IsValid);
            Assert.Equal(policy.Guidelines.Sum(g => (long)Combinations(policy, g).Count()), report.Cells);
        }, iter: 3000);

    [Fact]
    public void Every_example_shows_what_it_is_named_for() =>
        SmallPolicy.Any.Sample(policy =>
        {
            foreach (var problem in PolicyReport.Of(policy.ToJson()).Problems)
            {
                var g = SmallPolicy.Number(problem.Guideline!);
                var guideline = policy.Guidelines[g];
                if (problem.Example is not { } named)
                {
                    Assert.Equal(PolicyProblemKind.Unreachable, problem.Kind);
                    Assert.Empty(problem.Others!);
                    continue;
                }
                var example = policy.Nothing;
                foreach (var (name, value) in named)
                    example[SmallPolicy.Number(name[1..])] = SmallPolicy.Number(value[1..]);
                Assert.All(named, f => Assert.Contains($"{f.Key} {f.Value}", problem.Message, StringComparison.Ordinal));
                // However the facts that the example leaves open turn out, it shows the problem.
                foreach (var facts in NaiveReading.Completions(policy, example))
                {
                    Assert.True(NaiveReading.Applies(guideline, facts));
                    switch (problem.Kind)
                    {
                        case PolicyProblemKind.Gap:
                            Assert.Equal(NaiveReading.Gap, NaiveReading.RuleOf(guideline, facts));
                            break;
                        case PolicyProblemKind.Unreachable:
                            Assert.True(Matches(problem.Rule!, facts));
                            Assert.Contains(SmallPolicy.RuleName(g, NaiveReading.RuleOf(guideline, facts)), problem.Others!);
                            break;
                        default:
                            Assert.True(Matches(problem.Rule!, facts));
                            Assert.True(Matches(problem.Others![0], facts));
                            break;
                    }
                }

                bool Matches(string rule, int[] facts) =>
                    NaiveReading.Holds(guideline.Rules[SmallPolicy.Number(rule.Split('.')[1])].When, facts);
            }
        }, iter: 3000);

    // Every combination of the facts that the guideline reads; the others stay at their first value.
    private static IEnumerable<int[]> Combinations(SmallPolicy policy, SmallGuideline guideline)
    {
        var read = guideline.Rules.SelectMany(r => r.When).Concat(guideline.AppliesWhen).Select(c => c.Fact).ToHashSet();
        return NaiveReading.Completions(policy, [.. policy.Facts.Select((_, f) => read.Contains(f) ? -1 : 0)]);
    }

    private static IEnumerable<int[]> Matching(SmallGuideline guideline, List<int[]> combinations, int rule) =>
        combinations.Where(c => NaiveReading.Applies(guideline, c) && NaiveReading.Holds(guideline.Rules[rule].When, c));

    private static string Names(int guideline, IEnumerable<int> rules) =>
        string.Join(' ', rules.Select(r => SmallPolicy.RuleName(guideline, r)));
}
