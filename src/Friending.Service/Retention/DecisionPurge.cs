using Azure;
using Azure.Data.Tables;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
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
/// Deletes decisions past the configured age: whole UTC days, partition by partition, in transactions of 100. It keeps what
/// waits for a reviewer and what an event has not been published of, however old. It may be stopped at any time: what is
/// left goes with the next run.
/// </summary>
public sealed class DecisionPurge(StorageAccount account, AuditTrail audit, IOptions<RetentionOptions> options, TimeProvider time)
{
    /// <summary>When it runs: every day at 03:30 UTC (NCRONTAB with seconds).</summary>
    public const string Schedule = "0 30 3 * * *";

    // What Azure Tables takes in one transaction.
    private const int BatchSize = 100;

    private readonly TableClient _decisions = account.Table(TableNames.Decisions);
    private readonly TableClient _keys = account.Table(TableNames.RequestKeys);
    private readonly TableClient _reviews = account.Table(TableNames.Reviews);

    /// <summary>Purges once.</summary>
    public async Task<PurgeReport> RunAsync(CancellationToken cancellation)
    {
        // The first day that is kept: every earlier one ended at least so many days ago.
        var kept = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-options.Value.Days);
        var report = new PurgeReport(0, 0, 0, 0, 0);
        await foreach (var day in DecisionDays.WithRowsAsync(_decisions, DateOnly.MinValue, kept.AddDays(-1), cancellation))
        {
            // First, and once: what is gone and was not purged was removed.
            await audit.AppendAsync(AuditEntry.OfPurge(kept), cancellation);
            for (var shard = 0; shard < DecisionKeys.Shards; shard++)
                report = await PurgePartitionAsync(DecisionKeys.Partition(day, shard), report, cancellation);
        }
        var resolved = TableClient.CreateQueryFilter(
            $"PartitionKey ge {ReviewList.ResolvedOn(DateTimeOffset.MinValue)} and PartitionKey lt {ReviewList.ResolvedOn(new(kept, TimeOnly.MinValue, TimeSpan.Zero))}");
        await PurgeAsync(_reviews, resolved, cancellation);
        return report with { RequestKeys = report.RequestKeys + await PurgeKeysAsync(kept, cancellation) };
    }

    private async Task<PurgeReport> PurgePartitionAsync(string partition, PurgeReport report, CancellationToken cancellation)
    {
        var decisions = _decisions.QueryAsync<TableEntity>(
            RowPrefix.Filter(partition, RowPrefix.Decision),
            select: ["PartitionKey", "RowKey", "Timestamp", nameof(DecisionRow.Status)], cancellationToken: cancellation);
        await foreach (var page in decisions.AsPages().WithCancellation(cancellation))
        {
            // Read after the decisions: a change before they were read has its outbox row by now, and one after it has another ETag.
            var unpublished = await UnpublishedAsync(partition, cancellation);
            var expired = new List<TableEntity>();
            foreach (var row in page.Values)
            {
                if (row.GetString(nameof(DecisionRow.Status)) == DecisionRow.TextOf(DecisionStatus.PendingReview))
                    report = report with { Pending = report.Pending + 1 };
                else if (unpublished.Contains(DecisionKeys.IdOf(row.RowKey)))
                    report = report with { Unpublished = report.Unpublished + 1 };
                else
                    expired.Add(row);
            }
            foreach (var batch in expired.Chunk(BatchSize))
            {
                report = await TryDeleteAsync(_decisions, batch, cancellation)
                    ? report with { Decisions = report.Decisions + batch.Length }
                    : report with { Changed = report.Changed + batch.Length };
            }
        }
        var messages = RowPrefix.Filter(partition, RowPrefix.Message);
        return report with { RequestKeys = report.RequestKeys + await PurgeAsync(_decisions, messages, cancellation) };
    }

    // The decisions of the partition that have an outbox row.
    private async Task<HashSet<DecisionId>> UnpublishedAsync(string partition, CancellationToken cancellation)
    {
        var found = new HashSet<DecisionId>();
        var outbox = RowPrefix.Filter(partition, RowPrefix.Outbox);
        await foreach (var row in _decisions.QueryAsync<TableEntity>(outbox, select: ["RowKey"], cancellationToken: cancellation))
            if (DecisionKeys.TryParseOutboxRow(row.RowKey, out var id))
                found.Add(id);
        return found;
    }

    private Task<int> PurgeKeysAsync(DateOnly kept, CancellationToken cancellation)
    {
        // A key is as old as the id that was made for it, and ids sort by time.
        var first = DecisionId.FirstTextAt(new(kept, TimeOnly.MinValue, TimeSpan.Zero));
        return PurgeAsync(_keys, TableClient.CreateQueryFilter($"DecisionId lt {first}"), cancellation);
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
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }
    }
}
