using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Friending.Policy;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Storage;
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
    public async Task A_replay_of_many_decisions_takes_at_most_1_3_times_a_bare_reading()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("FRIENDING_REPLAY_DECISIONS"), CultureInfo.InvariantCulture, out var set) ? set : UsualDecisions;
        var policy = DefaultPolicy.Load();
        var account = await Emulated.AccountAsync(azurite);
        var watch = Stopwatch.StartNew();
        var end = await KeepAsync(account, policy, count);
        var writing = watch.Elapsed;

        var scan = new DecisionScan(account, Emulated.Options(azurite));
        var replay = new PolicyReplay(scan, new PolicyArchive(account, policy), TimeProvider.System);
        var query = new DecisionQuery(s_start, end)
        {
            Columns = [nameof(DecisionRow.Outcome), nameof(DecisionRow.Facts), nameof(DecisionRow.Source), nameof(DecisionRow.PolicySha256), nameof(DecisionRow.ReviewOpened)],
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
            $"{count:N0} decisions: written in {writing.TotalSeconds:F1} s, read in {reading.TotalSeconds:F2} s, replayed in {replaying.TotalSeconds:F2} s: {replaying / reading:F2} times; at most {held / 1024 / 1024} MiB held."));
        Assert.Equal(count, result!.Totals!.Decisions);
        Assert.Equal(0, result.Totals.Changed);
        Assert.InRange(replaying / reading, 0, 1.3);

        static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }

    // Writes decisions of every combination of facts, spread over days, in transactions of a hundred.
    private static async Task<DateTimeOffset> KeepAsync(StorageAccount account, PolicyDecisionPoint policy, int count)
    {
        var table = account.Table(TableNames.Decisions);
        var patterns = await PatternsAsync(account, table, policy);
        var perDay = 10_000;
        var rows = Enumerable.Range(0, count).Select(i =>
        {
            var id = DecisionId.NewAt(s_start.AddDays(1 + i / perDay).AddSeconds(i % perDay * 8));
            return new TableEntity(patterns[i % patterns.Count]) { PartitionKey = DecisionKeys.PartitionOf(id), RowKey = DecisionKeys.RowOf(id) };
        });
        var transactions = rows.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(100));
        await Parallel.ForEachAsync(transactions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled }, async (chunk, cancellation) =>
            await table.SubmitTransactionAsync(chunk.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)), cancellation));
        return s_start.AddDays(2 + (count - 1) / perDay);
    }

    // Rows as the store itself writes them, less the document, which a replay does not read.
    private static async Task<List<TableEntity>> PatternsAsync(StorageAccount account, TableClient table, PolicyDecisionPoint policy)
    {
        var store = new DecisionStore(account);
        var patterns = new List<TableEntity>();
        foreach (var (patient, direction, unusual) in
            from p in policy.Facts[policy.Facts.IndexOf("patient")].Values
            from d in policy.Facts[policy.Facts.IndexOf("direction")].Values
            from u in policy.Facts[policy.Facts.IndexOf("unusual")].Values
            select (p.Value, d.Value, u.Value))
        {
            var stated = new Dictionary<string, string>
            {
                ["patient"] = patient,
                ["direction"] = direction,
                ["unusual"] = unusual,
                ["careRole"] = "yes",
                ["predatesCare"] = "no",
                ["breaksBread"] = "no",
                ["colleague"] = "no",
            };
            var answer = Answers.For(policy, FactBinding.Of(policy.Facts, stated, [], fillDefaults: true).Facts, "en");
            var decision = StoredDecisions.At(
                s_start.AddYears(1), answer.Outcome!, answer.Outcome == "review" ? DecisionStatus.PendingReview : DecisionStatus.Final) with
            {
                Facts = answer.Facts,
                Policy = answer.Policy,
            };
            await store.TryAddAsync(decision, Cancelled);
            TableEntity row = await table.GetEntityAsync<TableEntity>(DecisionKeys.PartitionOf(decision.Id), DecisionKeys.RowOf(decision.Id), cancellationToken: Cancelled);
            row.Remove("Document");
            row.Remove("odata.etag");
            row.Remove("Timestamp");
            patterns.Add(row);
        }
        return patterns;
    }
}

/// <summary>Tests that measure time run by themselves, after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
