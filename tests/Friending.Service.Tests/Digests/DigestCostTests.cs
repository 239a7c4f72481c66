using System.Diagnostics;
using System.Globalization;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Counting;
using Friending.Service.Policies;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// A digest takes hardly longer than reading its weeks does, and holds some pages of them, however many decisions there are. The
/// setting FRIENDING_DIGEST_DECISIONS in the environment says for how many (100000 for the full measurement).
/// </summary>
[Collection(nameof(Alone))]
public sealed class DigestCostTests(ServiceFixture service, ITestOutputHelper output) : IClassFixture<ServiceFixture>
{
    private const int UsualDecisions = 20_000;
    private const long MiB = 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_of_many_decisions_takes_hardly_longer_than_a_bare_reading_and_holds_no_more_than_some_pages()
    {
        var many = int.TryParse(Environment.GetEnvironmentVariable("FRIENDING_DIGEST_DECISIONS"), CultureInfo.InvariantCulture,
            out var set) ? set : UsualDecisions;
        var (few, policy) = (many / 10, service.Get<PolicyDecisionPoint>());
        await service.Get<PolicyArchive>().KeepActiveAsync(Cancelled);
        var (small, large) = (Weeks.Of("2061-W10"), Weeks.Of("2063-W10"));
        await KeepAsync(small, few, policy);
        await KeepAsync(large, many, policy);
        var options = new DigestOptions { Departments = { new() { Name = "Cardiology" } } };
        var composer = service.Composer(options, "Etc/UTC");

        // The first round is for what is compiled and opened once.
        var (reading, counting) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 6; i++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(many, await ReadBareAsync(large));
            reading = i > 0 && watch.Elapsed < reading ? watch.Elapsed : reading;
            watch.Restart();
            Assert.Equal(many, (await composer.ComposeAsync(large, options.Audiences(), Cancelled))[0].Requests.Value);
            counting = i > 0 && watch.Elapsed < counting ? watch.Elapsed : counting;
        }
        var (heldForFew, heldForMany) = (await HeldAsync(small), await HeldAsync(large));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{many:N0} decisions: read in {reading.TotalSeconds:F2} s, digests in {counting.TotalSeconds:F2} s: "
                + $"{counting / reading:F2} times; {(double)heldForMany / MiB:F1} MiB more held, for {few:N0} "
                + $"{(double)heldForFew / MiB:F1} MiB."));
        // Beside other test projects the processor is not ours alone; the full measurement is run by itself.
        Assert.InRange(counting / reading, 0, many > UsualDecisions ? 1.3 : 4);
        Assert.InRange(heldForMany, 0, 16 * MiB);

        // The most memory that is in use, beyond what was before, while the digests are made. With all shards at once these many
        // would be on their way in a page or two of each, and whether they are held would make no difference.
        async Task<long> HeldAsync(IsoWeek week)
        {
            var unhurried = service.UnhurriedComposer(options, "Etc/UTC");
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var most = before;
            var making = unhurried.ComposeAsync(week, options.Audiences(), Cancelled);
            while (!making.IsCompleted)
            {
                // One collection, which takes a second after all other tests of this process; a thorough one makes up to twenty.
                GC.Collect();
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
                await Task.WhenAny(making, Task.Delay(30, Cancelled));
            }
            await making;
            return most - before;
        }
    }

    // The same rows and columns by the same scan, and nothing done with them.
    private async Task<int> ReadBareAsync(IsoWeek week)
    {
        var scan = service.Get<DecisionScan>();
        var counts = new DigestCounts(week, TimeZoneInfo.Utc, [], enough: 5, CountedPolicy.Of(DefaultPolicy.Load().Document));
        var trend = await scan.ReadAsync(new(counts.StartOf(0), counts.StartOf(6)) { Columns = DigestCounter.TrendColumns }, Cancelled)
            .CountAsync(Cancelled);
        return trend + await scan.ReadAsync(new(counts.StartOf(6), counts.StartOf(8)) { Columns = DigestCounter.AllColumns }, Cancelled)
            .CountAsync(Cancelled);
    }

    private async Task KeepAsync(IsoWeek week, int count, PolicyDecisionPoint policy)
    {
        var sunday = LocalClock.StartOf(week, TimeZoneInfo.Utc).AddDays(-1);
        Assert.True(await ManyDecisions.KeepAsync(service.Storage, policy, sunday, count, (count + 6) / 7) <= LocalClock.StartOf(week.Next,
            TimeZoneInfo.Utc));
    }
}
