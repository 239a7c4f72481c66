using System.Diagnostics;
using System.Globalization;
using Friending.Policy;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// A replay takes hardly longer than reading the decisions does. The setting FRIENDING_REPLAY_DECISIONS in the environment
/// says over how many (100000 for the full measurement).
/// </summary>
[Collection(nameof(Alone))]
public sealed class ReplayCostTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int UsualDecisions = 10_000;

    private static readonly DateTimeOffset s_start = new(2051, 3, 6, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replay_of_many_decisions_takes_hardly_longer_than_a_bare_reading()
    {
        var count =
            int.TryParse(Environment.GetEnvironmentVariable("FRIENDING_REPLAY_DECISIONS"), CultureInfo.InvariantCulture, out var set) ? set
            : UsualDecisions;
        var policy = DefaultPolicy.Load();
        var account = await Emulated.AccountAsync(azurite);
        var watch = Stopwatch.StartNew();
        var end = await ManyDecisions.KeepAsync(account, policy, s_start, count, perDay: 10_000);
        var writing = watch.Elapsed;

        var scan = new DecisionScan(account, Emulated.Options(azurite));
        var replay = new PolicyReplay(scan, new PolicyArchive(account, policy), TimeProvider.System);
        var query = new DecisionQuery(s_start, end)
        {
            Columns = [nameof(DecisionRow.Outcome), nameof(DecisionRow.Facts), nameof(DecisionRow.Source), nameof(DecisionRow.PolicySha256),
                nameof(DecisionRow.ReviewOpened)],
        };
        var (reading, replaying) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        ReplayResult? result = null;
        var held = 0L;
        for (var i = 0; i < 5; i++)
        {
            watch.Restart();
            Assert.Equal(count, await scan.ReadAsync(query, Cancelled).CountAsync(Cancelled));
            reading = Min(reading, watch.Elapsed);
            watch.Restart();
            await foreach (var line in replay.RunAsync(policy, s_start, end, TimeZoneInfo.Utc, 100, null, Cancelled))
                (result, held) = (line.Result, Math.Max(held, GC.GetTotalMemory(forceFullCollection: false)));
            replaying = Min(replaying, watch.Elapsed);
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} decisions: written in {writing.TotalSeconds:F1} s, read in {reading.TotalSeconds:F2} s, replayed in "
                + $"{replaying.TotalSeconds:F2} s: {replaying / reading:F2} times; at most {held / 1024 / 1024} MiB held."));
        Assert.Equal(count, result!.Totals!.Decisions);
        Assert.Equal(0, result.Totals.Changed);
        // Beside other test projects the processor is not ours alone; the full measurement is run by itself.
        Assert.InRange(replaying / reading, 0, count > UsualDecisions ? 1.3 : 4);

        static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }
}

/// <summary>Tests that measure time run by themselves, after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
