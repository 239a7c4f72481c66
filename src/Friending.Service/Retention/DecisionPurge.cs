using Azure;
using Azure.Data.Tables;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Notices;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Service.Retention;

/// <summary>What a purge did.</summary>
/// <param name="Decisions">Decisions deleted.</param>
/// <param name="RequestKeys">Idempotency keys deleted, those of messages included.</param>
/// <param name="Pending">Decisions of expired days that were kept because they wait for a reviewer.</param>
/// <param name="Unpublished">Decisions of expired days that were kept because an event of theirs has not been published yet.</param>
/// <param name="Changed">Decisions that changed while they were being deleted and are left to the next run.</param>
public sealed record PurgeReport(int Decisions, int RequestKeys, int Pending, int Unpublished, int Changed);

/// <summary>
/// Deletes decisions past the configured age: whole UTC days, shard by shard, in transactions of 100. It keeps what
/// waits for a reviewer and what an event has not been published of, however old. It may be stopped at any time: what is
/// left goes with the next run.
/// </summary>
public sealed class DecisionPurge(StorageAccount account, DecisionFeed feed, StaffRequests requests, AuditTrail audit,
    IOptions<RetentionOptions> options, TimeProvider time)
{
    /// <summary>When it runs: every day at 03:30 UTC (NCRONTAB with seconds).</summary>
    public const string Schedule = "0 30 3 * * *";

    // What Azure Tables takes in one transaction.
    private const int BatchSize = 100;

    private readonly TableClient _decisions = account.Table(TableNames.Decisions);
    private readonly TableClient _keys = account.Table(TableNames.RequestKeys);
    private readonly TableClient _reviews = account.Table(TableNames.Reviews);
    private readonly TableClient _notices = account.Table(TableNames.Notices);

    /// <summary>Purges once.</summary>
    public async Task<PurgeReport> RunAsync(CancellationToken cancellation)
    {
        // The first day that is kept: every earlier one ended at least so many days ago.
        var kept = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-options.Value.Days);
        var report = new PurgeReport(0, 0, 0, 0, 0);
        for (var shard = 0; shard < DecisionKeys.Shards; shard++)
            report = await PurgeShardAsync(shard, kept.AddDays(-1), report, cancellation);
        await feed.PurgeAsync(kept, cancellation);
        var first = ReviewList.ResolvedOn(DateTimeOffset.MinValue);
        var end = ReviewList.ResolvedOn(new(kept, TimeOnly.MinValue, TimeSpan.Zero));
        var resolved = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        await PurgeAsync(_reviews, resolved, cancellation);
        await PurgeAsync(_notices, NoticeStore.FilterBefore(kept), cancellation);
        return report with { RequestKeys = report.RequestKeys + await PurgeKeysAsync(kept.AddDays(-1), cancellation) };
    }

    private async Task<PurgeReport> PurgeShardAsync(int shard, DateOnly last, PurgeReport report, CancellationToken cancellation)
    {
        var decisions = _decisions.QueryAsync<TableEntity>(
            DecisionKeys.Filter(shard, DateOnly.MinValue, last, RowPrefix.Decision),
            select: ["PartitionKey", "RowKey", "Timestamp", nameof(DecisionRow.Status), nameof(DecisionRow.StaffId),
                nameof(DecisionRow.AskedBy)],
            cancellationToken: cancellation);
        await foreach (var page in decisions.AsPages().WithCancellation(cancellation))
        {
            if (page.Values.Count == 0)
                continue;
            // Read after the decisions: a change before they were read has its outbox row by now, and one after it has another ETag.
            var unpublished = await UnpublishedAsync(page.Values[0].PartitionKey, page.Values[^1].PartitionKey, cancellation);
            foreach (var partition in page.Values.GroupBy(row => row.PartitionKey))
                report = await PurgePartitionAsync(partition, unpublished, last, report, cancellation);
        }
        var messages = await PurgeAsync(_decisions, DecisionKeys.Filter(shard, DateOnly.MinValue, last, RowPrefix.Message), cancellation);
        await PurgeAsync(_decisions, DecisionKeys.Filter(shard, DateOnly.MinValue, last, RowPrefix.Accepted), cancellation);
        return report with { RequestKeys = report.RequestKeys + messages };
    }

    private async Task<PurgeReport> PurgePartitionAsync(IEnumerable<TableEntity> rows, HashSet<DecisionId> unpublished, DateOnly last,
        PurgeReport report, CancellationToken cancellation)
    {
        var expired = new List<TableEntity>();
        foreach (var row in rows)
        {
            if (row.GetString(nameof(DecisionRow.Status)) == DecisionRow.TextOf(DecisionStatus.PendingReview))
                report = report with { Pending = report.Pending + 1 };
            else if (unpublished.Contains(DecisionKeys.IdOf(row.RowKey)))
                report = report with { Unpublished = report.Unpublished + 1 };
            else
                expired.Add(row);
        }
        // First, and once a run: what is gone and was not purged was removed.
        if (expired.Count > 0 && report is { Decisions: 0, Changed: 0 })
            await audit.AppendAsync(AuditEntry.OfPurge(last.AddDays(1)), cancellation);
        foreach (var batch in expired.Chunk(BatchSize))
        {
            // First: a decision that stays, since it changed meanwhile, is listed again with the event of that change.
            await Parallel.ForEachAsync(batch, cancellation, async (row, token) =>
                await requests.RemoveAsync(
                    row.GetString(nameof(DecisionRow.AskedBy)) ?? row.GetString(nameof(DecisionRow.StaffId)),
                    DecisionKeys.IdOf(row.RowKey), token));
            report = await TryDeleteAsync(_decisions, batch, cancellation)
                ? report with { Decisions = report.Decisions + batch.Length }
                : report with { Changed = report.Changed + batch.Length };
        }
        return report;
    }

    // The decisions of these partitions that have an outbox row.
    private async Task<HashSet<DecisionId>> UnpublishedAsync(string first, string last, CancellationToken cancellation)
    {
        var found = new HashSet<DecisionId>();
        var outbox = RowPrefix.Filter(first, last, RowPrefix.Outbox);
        await foreach (var row in _decisions.QueryAsync<TableEntity>(outbox, select: ["RowKey"], cancellationToken: cancellation))
            if (DecisionKeys.TryParseOutboxRow(row.RowKey, out var id, out _, out _))
                found.Add(id);
        return found;
    }

    // By the days of the keys, as the keys themselves have none: see RequestKeyStore.
    private async Task<int> PurgeKeysAsync(DateOnly last, CancellationToken cancellation)
    {
        var deleted = 0;
        for (var shard = 0; shard < DecisionKeys.Shards; shard++)
        {
            var days = _keys.QueryAsync<TableEntity>(RequestKeyStore.DaysFilter(shard, last), select: ["PartitionKey", "RowKey"],
                cancellationToken: cancellation);
            await foreach (var page in days.AsPages().WithCancellation(cancellation))
            {
                foreach (var batch in page.Values.Select(RequestKeyStore.KeyOf).Chunk(BatchSize))
                    deleted += await DeleteAllAsync(_keys, batch, cancellation);
                // Last, so that a purge that was stopped finds the keys again.
                foreach (var batch in page.Values.GroupBy(d => d.PartitionKey).SelectMany(d => d.Chunk(BatchSize)))
                    await DeleteAllAsync(_keys, batch, cancellation);
            }
        }
        return deleted;
    }

    // Deletes rows that nobody changes; those that are gone already do no harm. How many were there.
    private static async Task<int> DeleteAllAsync(TableClient table, IReadOnlyCollection<TableEntity> batch, CancellationToken cancellation)
    {
        if (await TryDeleteAsync(table, batch, cancellation))
            return batch.Count;
        var deleted = 0;
        foreach (var row in batch)
            if (await TryDeleteAsync(table, [row], cancellation))
                deleted++;
        return deleted;
    }

    private static async Task<int> PurgeAsync(TableClient table, string filter, CancellationToken cancellation)
    {
        var deleted = 0;
        var expired = table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation);
        // Rows come by partition, and a transaction stays within one.
        var batch = new List<TableEntity>(BatchSize);
        await foreach (var row in expired)
        {
            if (batch.Count == BatchSize || batch.Count > 0 && batch[0].PartitionKey != row.PartitionKey)
                await FlushAsync();
            batch.Add(row);
        }
        await FlushAsync();
        return deleted;

        async Task FlushAsync()
        {
            if (batch.Count > 0 && await TryDeleteAsync(table, batch, cancellation))
                deleted += batch.Count;
            batch.Clear();
        }
    }

    // False, and nothing of the batch is deleted, if a row of it has changed since it was read, or another run was faster.
    private static async Task<bool> TryDeleteAsync(TableClient table, IEnumerable<TableEntity> batch, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(
                batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row,
                    row.ETag == default ? ETag.All : row.ETag)), cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }
    }
}
