using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>
/// What a purge of half a year takes beside the deletion of the other half by the storage client alone: the same reads by day and shard,
/// each decision's row in the person's list by itself, the decisions in transactions of a hundred. Neither can be done twice.
/// </summary>
internal static class YearPurge
{
    private const int BatchSize = 100;

    internal static async Task MeasureAsync(PerformanceTable table, EmulatedService service, string item, DateTimeOffset start, int days)
    {
        var first = DateOnly.FromDateTime(start.UtcDateTime);
        var quarter = days / 2;
        // The less the emulator holds, the faster it is: a quarter of the year by us, two by the bare client, a quarter by us.
        var (ours, bare) = (new Share(), new Share());
        await ours.AddAsync(() => PurgeAsync(first.AddDays(quarter)));
        await bare.AddAsync(() => DeleteAsync(service, first.AddDays(3 * quarter), first.AddDays(4 * quarter - 1)));
        await bare.AddAsync(() => DeleteAsync(service, first.AddDays(2 * quarter), first.AddDays(3 * quarter - 1)));
        await ours.AddAsync(() => PurgeAsync(first.AddDays(2 * quarter)));
        var what = string.Create(CultureInfo.InvariantCulture, $"purge of half a year ({ours.Decisions:N0}), a decision");
        var (text, beside) = (PerformanceTable.Text(ours.Each, "ms"), $"bare deletion {PerformanceTable.Text(bare.Each, "ms")}");
        // The hundred requests of a purge that finds nothing are much beside a short year.
        if (table.IsShort)
            table.Show(item, what, text, beside, ours.Each / bare.Each, "×");
        else
            table.AtMost(item, what, text, beside, ours.Each / bare.Each, 1.2, "×");

        async Task<int> PurgeAsync(DateOnly kept)
        {
            var age = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber - kept.DayNumber;
            var purge = ActivatorUtilities.CreateInstance<DecisionPurge>(
                service.Services, Options.Create(new RetentionOptions { Days = age }));
            return (await purge.RunAsync(CancellationToken.None)).Decisions;
        }
    }

    // What one side deleted, and how long it took.
    private sealed class Share
    {
        private double _milliseconds;

        internal int Decisions { get; private set; }

        internal double Each => _milliseconds / Decisions;

        internal async Task AddAsync(Func<Task<int>> delete)
        {
            var watch = Stopwatch.StartNew();
            Decisions += await delete();
            _milliseconds += watch.Elapsed.TotalMilliseconds;
        }
    }

    private static async Task<int> DeleteAsync(EmulatedService service, DateOnly first, DateOnly last)
    {
        var (table, listed) = (service.Storage.Table(TableNames.Decisions), service.Storage.Table(TableNames.ByStaff));
        var requests = service.Get<StaffRequests>();
        var deleted = 0;
        for (var shard = 0; shard < DecisionKeys.Shards; shard++)
        {
            var rows = table.QueryAsync<TableEntity>(
                DecisionKeys.Filter(shard, first, last, RowPrefix.Decision),
                select: ["PartitionKey", "RowKey", "Timestamp", nameof(DecisionRow.StaffId)]);
            await foreach (var page in rows.AsPages())
                foreach (var batch in page.Values.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(BatchSize)))
                {
                    await Parallel.ForEachAsync(batch, async (row, cancellation) =>
                    {
                        var entry = requests.RowFor(row.GetString(nameof(DecisionRow.StaffId)), DecisionKeys.IdOf(row.RowKey));
                        await listed.DeleteEntityAsync(entry.PartitionKey, entry.RowKey, cancellationToken: cancellation);
                    });
                    await table.SubmitTransactionAsync(
                        batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)));
                    deleted += batch.Length;
                }
        }
        return deleted;
    }
}
