using System.Diagnostics;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Outbox;

/// <summary>
/// Delivers what the outbox holds: keeps the review list, appends what people did to the audit trail, publishes the event to the
/// queue <c>friending-decisions</c>, sends it to the request's callback, and only then deletes the row. Each step may be
/// repeated: two relays at once, or one that died in between, make an event appear again with the same id, and nothing else.
/// </summary>
public sealed class OutboxRelay(
    StorageAccount account, ReviewList reviews, DecisionFeed feed, StaffRequests requests, AuditTrail audit, ErasureLog erasures,
    IEnumerable<IEventListener> listeners, EventDelivery delivery, TimeProvider time, ILogger<OutboxRelay> logger)
{
    private const int ShardsAtOnce = 8;
    private const int DeliveriesInTransaction = 20;
    // A decision that has just been made is already being delivered by the host that made it.
    private static readonly TimeSpan s_headStart = TimeSpan.FromSeconds(10);

    // By which clocks of two hosts may differ.
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = account.Table(TableNames.Decisions);
    private readonly QueueClient _queue = account.Queue(QueueNames.Decisions);

    /// <summary>Delivers all there is of one decision, in the order it happened.</summary>
    public async Task RelayAsync(DecisionId id, CancellationToken cancellation) =>
        await RelayAsync(RowPrefix.Filter(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowsOf(id)), TimeSpan.Zero, cancellation);

    /// <summary>Delivers what is left of yesterday and today: what a process left that ended in between.</summary>
    /// <returns>How many rows are still left, such as those of callbacks that wait for their next try.</returns>
    public Task<int> SweepRecentAsync(CancellationToken cancellation) => SweepAsync(Today.AddDays(-1), cancellation);

    /// <summary>Delivers what is left of all days: an event belongs to the day of its decision, and a
    /// review may come long after that.</summary>
    /// <returns>How many rows are still left.</returns>
    public Task<int> SweepAllAsync(CancellationToken cancellation) => SweepAsync(DateOnly.MinValue, cancellation);

    private DateOnly Today => DecisionKeys.DayOf(time.GetUtcNow());

    private async Task<int> SweepAsync(DateOnly from, CancellationToken cancellation)
    {
        var left = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, DecisionKeys.Shards),
            new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellation },
            // One day more: another host's clock may be ahead.
            async (shard, token) => Interlocked.Add(ref left,
                await RelayAsync(DecisionKeys.Filter(shard, from, Today.AddDays(1), RowPrefix.Outbox), s_headStart, token)));
        FriendingTelemetry.Backlog(left);
        return left;
    }

    private async Task<int> RelayAsync(string filter, TimeSpan headStart, CancellationToken cancellation)
    {
        var left = 0;
        // The decision whose later events wait for an earlier one.
        DecisionId? waiting = null;
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            try
            {
                var row = OutboxRow.Of(entity);
                var isPublished = row.Target is not null;
                var isEarly = row.NextTry > time.GetUtcNow()
                    || !isPublished && row.What == DecisionEvents.Made && row.Id.Time > time.GetUtcNow() - headStart;
                if (isEarly || !isPublished && row.Id == waiting)
                    left++;
                else if (isPublished)
                    left += await DeliverAsync([row], cancellation);
                else if (await PublishAsync(row, cancellation) is { } deliveries)
                {
                    left += await DeliverAsync(deliveries, cancellation);
                    continue;
                }
                else
                    left++;
                if (!isPublished)
                    waiting = row.Id;
            }
            catch (Exception e) when (!StorageUnavailable.Is(e) && e is not OperationCanceledException)
            {
                // One decision that cannot be published must not keep the others; it counts in the backlog until somebody corrects it.
                left++;
                if (DecisionKeys.TryParseOutboxRow(entity.RowKey, out var id, out _, out _))
                    waiting = id;
                logger.RelayFailed(e, entity.PartitionKey, entity.RowKey);
            }
        }
        return left;
    }

    // The deliveries of the event, now that it is published; null if the decision's change before it is not.
    private async Task<IReadOnlyList<OutboxRow>?> PublishAsync(OutboxRow row, CancellationToken cancellation)
    {
        using var activity = FriendingTelemetry.StartDelivery(row.Trace.Parent, row.Trace.State);
        var (decision, at) = Read(row);
        if (row.What != DecisionEvents.Made)
            await audit.AppendAsync(AuditEntry.Of(row.What, decision, row.Revision, row.Actor), cancellation);
        if (row.What != DecisionEvents.Made || decision.Status == DecisionStatus.PendingReview)
            await reviews.KeepAsync(decision.Id, cancellation);
        if (row.What == DecisionEvents.Reviewed && decision.Review is { } review)
            await reviews.PutResolvedAsync(decision, review, cancellation);
        if (decision.Staff.Id != StaffIds.Erased)
            await requests.PutAsync(AskerOf(decision), decision.Id, cancellation);
        if (!await feed.AppendAsync(row.Id, row.Revision, row.What, at, cancellation))
            return null;
        foreach (var listener in listeners)
            await listener.HearAsync(row.What, decision, row.Revision, cancellation);
        await _queue.SendMessageAsync(BinaryData.FromBytes(Encode(row, at, activity)), visibilityTimeout: null, QueueNames.NeverExpires,
            cancellation);

        // In place of the row come those of the deliveries, a few in a transaction, since each holds the decision.
        var deliveries = await delivery.RowsForAsync(row, cancellation);
        var last = new TableTransactionAction(TableTransactionActionType.Delete, row.Entity, row.Entity.ETag);
        try
        {
            foreach (var chunk in deliveries.SkipLast(DeliveriesInTransaction).Chunk(DeliveriesInTransaction))
                await _table.SubmitTransactionAsync(
                    chunk.Select(d => new TableTransactionAction(TableTransactionActionType.UpsertReplace, d)), cancellation);
            await _table.SubmitTransactionAsync(
                [.. deliveries.TakeLast(DeliveriesInTransaction)
                    .Select(d => new TableTransactionAction(TableTransactionActionType.UpsertReplace, d)), last], cancellation);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            await TakeBackAsync(row, decision, cancellation);
            // Another relay has published it, and delivers; or it was changed, and waits for the next relay.
            return e.Status == 404 ? [] : null;
        }
        if (deliveries.Count == 0)
            return [];
        return await _table.QueryAsync<TableEntity>(RowPrefix.Filter(row.Entity.PartitionKey, $"{row.Entity.RowKey}|"),
            cancellationToken: cancellation)
            .Select(OutboxRow.Of).ToListAsync(cancellation);
    }

    // Somebody may have been erased since the row was read: what was written of them meanwhile goes too.
    private async Task TakeBackAsync(OutboxRow published, Decision decision, CancellationToken cancellation)
    {
        var isErased = await erasures.ReadAsync(published.WrittenAt - s_clockSkew, cancellation);
        if (new[] { decision.Staff.Id, decision.AskedBy }.OfType<string>().Any(isErased))
            await requests.RemoveAsync(AskerOf(decision), decision.Id, cancellation);
        if (published.Actor is { } actor && isErased(actor))
            await audit.ForgetAsync(id => StaffIds.AreSame(id, actor), cancellation);
    }

    private static string AskerOf(Decision decision) => decision.AskedBy ?? decision.Staff.Id!;

    // How many are left to be tried again.
    private async Task<int> DeliverAsync(IEnumerable<OutboxRow> rows, CancellationToken cancellation)
    {
        var left = 0;
        foreach (var row in rows)
        {
            using var activity = FriendingTelemetry.StartDelivery(row.Trace.Parent, row.Trace.State);
            if (!await delivery.TryAsync(row, Encode(row, Read(row).At, activity), cancellation))
                left++;
        }
        return left;
    }

    private static (Decision Decision, DateTimeOffset At) Read(OutboxRow row)
    {
        var decision = JsonSerializer.Deserialize(row.Document, ServiceJson.Web.Decision)
            ?? throw new InvalidDataException($"The decision in outbox row {row.Entity.RowKey} is null.");
        return (decision, row.What switch
        {
            DecisionEvents.Made => decision.DecidedAt,
            DecisionEvents.Reviewed when decision.Review is { } review => review.At,
            _ => row.WrittenAt,
        });
    }

    private static byte[] Encode(OutboxRow row, DateTimeOffset at, Activity? activity) =>
        DecisionEvent.Encode(row.Id, row.Revision, row.What, at, row.Document, activity?.Id ?? row.Trace.Parent,
            activity?.TraceStateString ?? row.Trace.State);
}
