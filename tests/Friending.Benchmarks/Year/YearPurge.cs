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
        var middle = DateOnly.FromDateTime(start.UtcDateTime).AddDays(days);
        var age = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber - middle.DayNumber;
        var purge = ActivatorUtilities.CreateInstance<DecisionPurge>(
            service.Services, Options.Create(new RetentionOptions { Days = age }));
        var watch = Stopwatch.StartNew();
        var purged = (await purge.RunAsync(CancellationToken.None)).Decisions;
        var ours = watch.Elapsed.TotalMilliseconds / purged;
        watch.Restart();
        var deleted = await DeleteAsync(service, middle, middle.AddDays(days - 1));
        var bare = watch.Elapsed.TotalMilliseconds / deleted;
        var what = string.Create(CultureInfo.InvariantCulture, $"purge of half a year ({purged:N0}), a decision");
        var (text, beside) = (PerformanceTable.Text(ours, "ms"), $"bare deletion {PerformanceTable.Text(bare, "ms")}");
        // Of a few thousand decisions a day and shard has one: what a purge asks once for each of those is then all of its time.
        if (table.IsShort)
            table.Show(item, what, text, beside, ours / bare, "×");
        else
            table.AtMost(item, what, text, beside, ours / bare, 1.2, "×");
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
