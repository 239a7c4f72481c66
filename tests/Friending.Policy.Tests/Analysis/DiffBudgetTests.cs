using System.Diagnostics;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>
/// A comparison that would take too much is refused early: two documents of some kilobytes must not fill a host's memory.
/// </summary>
public sealed class DiffBudgetTests(ITestOutputHelper output)
{
    // Bytes in all, not at once: what is held at any time is a part of it.
    private const long MostAllocated = 300_000_000;

    private const int Values = 6;

    [Theory]
    [InlineData(3, false)]
    [InlineData(12, true)]
    [InlineData(16, true)]
    public void Guidelines_that_each_read_an_early_and_a_late_fact_are_compared_while_they_are_few(int guidelines, bool isRefused)
    {
        var (from, to) = (Loaded(guidelines, 1), Loaded(guidelines, 2));
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Record.Exception(() => PolicyDiff.Of(from, to));

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var result = refused is null ? "compared" : "refused";
        output.WriteLine(FormattableString.Invariant(
            $"{guidelines} guidelines: {result} after {watch.ElapsedMilliseconds} ms and {allocated >> 20} MiB allocated."));
        Assert.Equal(isRefused, refused is not null);
        if (isRefused)
        {
            var problem = Assert.Single(Assert.IsType<PolicyException>(refused).Problems);
            Assert.Equal(PolicyProblemKind.Size, problem.Kind);
            Assert.Contains("too many ways to compare", problem.Message, StringComparison.Ordinal);
        }

        Assert.InRange(allocated, 0, MostAllocated);
    }

    // What the first half of the facts is must be remembered until the second half is known.
    private static PolicyDecisionPoint Loaded(int guidelines, int outcome) => PolicyDecisionPoint.Load(new SmallPolicy(
        3, 2, [.. Enumerable.Repeat(new SmallFact([.. Enumerable.Repeat(1.0, Values)], null, []), 2 * guidelines)],
        [
            .. Enumerable.Range(0, guidelines).Select(g => new SmallGuideline(false, [],
            [
                .. Enumerable.Range(0, Values).Select(v =>
                    new SmallRule([new(g, [v]), new(guidelines + g, [v])], v % 2 == 0 ? 0 : outcome)),
                new([], 2),
            ])),
        ]).ToJson());
}
