using System.Diagnostics;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>
/// A comparison that would take too much is refused early: two documents of some kilobytes must not fill a host's memory.
/// </summary>
[Collection(nameof(Alone))]
public sealed class DiffBudgetTests(ITestOutputHelper output)
{
    // Bytes in all, not at once: what is held at any time is a part of it.
    private const long MostAllocated = 300_000_000;

    // About twice what one holds; side by side four hold twice that.
    private const long MostHeld = 60_000_000;

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

    // Each takes a good part of what one may; side by side they would take four times that.
    [Fact]
    public async Task Four_at_once_are_refused_one_after_the_other_and_hold_no_more_than_one()
    {
        var pairs = Enumerable.Range(0, 4).Select(n => (From: Loaded(12 + n, 1), To: Loaded(12 + n, 2))).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        using var sampling = new CancellationTokenSource();
        var samples = Task.Run(async () =>
        {
            // What is held, without what waits to be collected: how much that is depends on what else the machine does.
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!sampling.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken);

        var refused = await Task.WhenAll(pairs.Select(p => Task.Run(() => Record.Exception(() => PolicyDiff.Of(p.From, p.To)))));

        await sampling.CancelAsync();
        await samples;
        output.WriteLine(FormattableString.Invariant($"Four at once: {most >> 20} MiB at most."));
        Assert.All(refused, e =>
            Assert.Contains("too many ways to compare", Assert.IsType<PolicyException>(e).Message, StringComparison.Ordinal));
        Assert.InRange(most, 1, MostHeld);
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
