using System.Diagnostics;
using System.Globalization;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>Deciding allocates nothing, and a large document costs in proportion.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    [Fact]
    public void Evaluating_complete_facts_allocates_nothing()
    {
        var policy = DefaultPolicy.Load();
        var combinations = Content.DefaultPolicyTests.Combinations(policy).Select(c => c.Facts).ToArray();
        Assert.NotEqual(0u, EvaluateMany());
        var before = GC.GetAllocatedBytesForCurrentThread();
        EvaluateMany();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        uint EvaluateMany()
        {
            var outcomes = 0u;
            for (var i = 0; i < 10_000; i++)
                outcomes |= policy.Evaluate(combinations[i % combinations.Length]).PossibleOutcomes;
            return outcomes;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Finding_the_outcomes_that_unknown_facts_leave_allocates_nothing_once_seen(bool remember)
    {
        var facts = Enumerable.Repeat(new SmallFact([1, 1, 1], null, []), 5).ToArray();
        var policy = new SmallPolicy(
            3, 2, facts,
            [
                new(false, [], [new([new(0, [0]), new(1, [1])], 0), new([new(2, [0])], 1), new([], 2)]),
                new(false, [new(3, [1, 2])], [new([new(1, [0, 2]), new(4, [1])], 1), new([], 2)]),
            ]).Load(remember);
        var open = SmallPolicy.ToFactSet([0, -1, 1, 1, -1]);
        Assert.False(policy.Evaluate(open).IsSettled);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _ = policy.Evaluate(open);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_document_of_a_million_cells_loads_at_no_more_a_cell_than_one_of_ten_thousand()
    {
        // Facts of ten values, one cell for each combination of digits; rules that read first, middle and last digits.
        var (small, smallCells) = Time(facts: 4);
        var (large, largeCells) = Time(facts: 6);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{smallCells:N0} cells: {small.TotalMilliseconds:F1} ms; {largeCells:N0} cells: {large.TotalMilliseconds:F1} ms."));
        Assert.Equal((10_000, 1_000_000), (smallCells, largeCells));
        Assert.InRange(large / largeCells / (small / smallCells), 0, 4);

        static (TimeSpan Best, int Cells) Time(int facts)
        {
            var document = Digits(facts).ToJson();
            var best = TimeSpan.MaxValue;
            PolicyDecisionPoint? policy = null;
            for (var i = 0; i < 5; i++)
            {
                var watch = Stopwatch.StartNew();
                policy = PolicyDecisionPoint.Load(document);
                best = watch.Elapsed < best ? watch.Elapsed : best;
            }
            return (best, policy!.CellCount);
        }
    }

    [Fact]
    public void A_document_of_a_million_cells_gives_what_reading_its_rules_gives()
    {
        var document = Digits(6);
        var policy = document.Load();
        for (var i = 0; i < 1_000_000; i += 997)
        {
            int[] facts = [i / 100_000, i / 10_000 % 10, i / 1_000 % 10, i / 100 % 10, i / 10 % 10, i % 10];
            Assert.Equal(NaiveReading.RuleOf(document.Guidelines[0], facts), policy.Evaluate(SmallPolicy.ToFactSet(facts)).RuleOf(0));
        }
    }

    private static SmallPolicy Digits(int facts) => new(
        3, 2, [.. Enumerable.Repeat(new SmallFact([.. Enumerable.Repeat(1.0, 10)], null, []), facts)],
        [
            new(false, [new(0, [0, 1, 2, 3, 4, 5, 6, 7, 8])],
            [
                .. Enumerable.Range(0, 9).Select(d => new SmallRule([new(0, [d]), new(facts - 1, [d, d + 1])], 0)),
                .. Enumerable.Range(0, 9).Select(d => new SmallRule([new(0, [d]), new(1, [9 - d]), new(facts - 2, [0, d])], 1)),
                .. Enumerable.Range(0, 10)
                    .Select(d => new SmallRule([.. Enumerable.Range(1, facts - 1).Select(f => new Condition(f, [d, (d + 3) % 10]))], 1)),
                new([], 2),
            ]),
        ]);
}
