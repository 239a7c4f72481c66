using System.Diagnostics;
using System.Globalization;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>Comparing two documents of a million cells costs a small multiple of loading them, however
/// many combinations they have.</summary>
[Collection(nameof(Alone))]
public sealed class DiffCostTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a rule changed")]
    [InlineData("every rule changed")]
    [InlineData("no two cells alike")]
    [InlineData("two tables that share a fact")]
    public void Two_documents_of_a_million_cells_are_compared_in_the_time_of_a_few_loads(string what)
    {
        var (before, after) = Documents(what);
        var (source, changed) = (before.ToJson(), after.ToJson());
        var load = TimeSpan.MaxValue;
        var compare = TimeSpan.MaxValue;
        PolicyDiff? diff = null;
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            var (from, to) = (PolicyDecisionPoint.Load(source), PolicyDecisionPoint.Load(changed));
            load = Min(load, watch.Elapsed);
            watch.Restart();
            diff = PolicyDiff.Of(from, to);
            compare = Min(compare, watch.Elapsed);
            Assert.InRange(from.CellCount, 1_000_000, 1_100_000);
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {diff!.Compared:N0} combinations, {diff.Changed:N0} differ, {diff.RowCount:N0} rows; compared in "
                + $"{compare.TotalMilliseconds:F0} ms, loaded in {load.TotalMilliseconds:F0} ms."));
        Assert.True(diff.Changed > 0);
        Assert.InRange(compare / load, 0, 15);

        static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }

    private static (SmallPolicy Before, SmallPolicy After) Documents(string what)
    {
        var digits = Digits(2);
        return what switch
        {
            "a rule changed" => (digits, Changed(digits, (r, rule) => r == 3 ? rule with { Outcome = 2 } : rule)),
            "every rule changed" => (digits, Changed(digits, (_, rule) => rule with { Outcome = 2 - rule.Outcome })),
            "no two cells alike" => (Random(1), Random(2)),
            _ => (Two(), Changed(Two(), (r, rule) => r == 3 ? rule with { Outcome = 2 } : rule)),
        };
    }

    private static SmallPolicy Changed(SmallPolicy policy, Func<int, SmallRule, SmallRule> change) => policy with
    {
        Guidelines = [.. policy.Guidelines.Select(g => g with { Rules = [.. g.Rules.Select((rule, r) => change(r, rule))] })],
    };

    // Facts of ten values, one cell for each combination of digits; rules that read first, middle and last digits.
    private static SmallPolicy Digits(int otherwise) => new(
        3, otherwise, Facts(6),
        [
            new(false, [new(0, [0, 1, 2, 3, 4, 5, 6, 7, 8])],
            [
                .. Enumerable.Range(0, 9).Select(d => new SmallRule([new(0, [d]), new(5, [d, d + 1])], 0)),
                .. Enumerable.Range(0, 9).Select(d => new SmallRule([new(0, [d]), new(1, [9 - d]), new(4, [0, d])], 1)),
                .. Enumerable.Range(0, 10)
                    .Select(d => new SmallRule([.. Enumerable.Range(1, 5).Select(f => new Condition(f, [d, (d + 3) % 10]))], 1)),
                new([], 2),
            ]),
        ]);

    // Two tables of half a million cells each over eleven facts, one of them in both: 50 billion combinations.
    private static SmallPolicy Two()
    {
        var rules = Digits(2).Guidelines[0].Rules;
        return new(3, 2, [new([1, 1, 1, 1, 1], null, []), .. Facts(10)], [Table([1, 2, 3, 4, 5, 0]), Table([5, 6, 7, 8, 9, 0])]);

        SmallGuideline Table(int[] facts) =>
            new(false, [], [.. rules.Select(r => r with { When = [.. r.When.Select(c => At(facts[c.Fact], c.Values))] })]);

        static Condition At(int fact, int[] values) => new(fact, fact > 0 ? values : [.. values.Where(v => v < 5).DefaultIfEmpty(0)]);
    }

    // A thousand rules that each take a random box, so that hardly any two parts of the table are alike.
    private static SmallPolicy Random(int seed)
    {
        var random = new Random(seed);
        return new(3, 2, Facts(6),
        [
            new(false, [],
            [
                .. Enumerable.Range(0, 1000)
                    .Select(_ => new SmallRule([.. Enumerable.Range(0, 6).Select(f => new Condition(f, Some(random)))], random.Next(3))),
                new([], 2),
            ]),
        ]);

        static int[] Some(Random random)
        {
            var values = Enumerable.Range(0, 10).Where(_ => random.Next(3) == 0).ToArray();
            return values.Length > 0 ? values : [random.Next(10)];
        }
    }

    private static SmallFact[] Facts(int count) => [.. Enumerable.Repeat(new SmallFact([.. Enumerable.Repeat(1.0, 10)], null, []), count)];
}

/// <summary>Tests that measure time run by themselves, after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
