using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Outbox;

/// <summary>
/// Delivers what the outbox holds: keeps the review list, appends what people did to the audit trail, publishes the event to the queue <c>friending-decisions</c>, sends
/// it to the request's callback, and only then deletes the row. Each step may be repeated: two relays at once, or one that
/// died in between, make an event appear again with the same id, and nothing else.
/// </summary>
public sealed class OutboxRelay(
    StorageAccount account, DecisionStore decisions, ReviewList reviews, DecisionFeed feed, AuditTrail audit, CallbackClient callbacks, TimeProvider time, ILogger<OutboxRelay> logger)
{
    private const int ShardsAtOnce = 8;
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_giveUpAfter = TimeSpan.FromHours(24);
    // A decision that has just been made is being delivered already.
    private static readonly TimeSpan s_headStart = TimeSpan.FromSeconds(10);

    private readonly TableClient _table = account.Table(TableNames.Decisions);
    private readonly QueueClient _queue = account.Queue(QueueNames.Decisions);

    /// <summary>Delivers all there is of one decision, in the order it happened.</summary>
    public async Task RelayAsync(DecisionId id, CancellationToken cancellation) =>
        await RelayAsync(RowPrefix.Filter(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowsOf(id)), TimeSpan.Zero, cancellation);

    /// <summary>Delivers what is left of yesterday and today: what a process left that ended in between.</summary>
    /// <returns>How many rows are still left, such as those of callbacks that wait for their next try.</returns>
    public Task<int> SweepRecentAsync(CancellationToken cancellation) => SweepAsync(Today.AddDays(-1), cancellation);

    /// <summary>Delivers what is left of all days: an event belongs to the day of its decision, and a review may come long after that.</summary>
    /// <returns>How many rows are still left.</returns>
    public Task<int> SweepAllAsync(CancellationToken cancellation) => SweepAsync(DateOnly.MinValue, cancellation);

    private DateOnly Today => DecisionKeys.DayOf(time.GetUtcNow());

    private async Task<int> SweepAsync(DateOnly from, CancellationToken cancellation)
    {
        var left = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, DecisionKeys.Shards), new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellation },
            // One day more: another host's clock may be ahead.
            async (shard, token) => Interlocked.Add(ref left, await RelayAsync(DecisionKeys.Filter(shard, from, Today.AddDays(1), RowPrefix.Outbox), s_headStart, token)));
        FriendingTelemetry.Backlog(left);
        return left;
    }

    private async Task<int> RelayAsync(string filter, TimeSpan headStart, CancellationToken cancellation)
    {
        var left = 0;
        // The decision of which nothing more is published before what came first.
        DecisionId? waiting = null;
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            try
            {
                var row = OutboxRow.Of(entity);
                var isEarly = row.NextTry > time.GetUtcNow() || row.What == DecisionEvents.Made && row.Id.Time > time.GetUtcNow() - headStart;
                if (row.Id != waiting && !isEarly && await DeliverAsync(row, cancellation))
                    continue;
                left++;
                if (!row.IsPublished)
                    waiting = row.Id;
            }
            catch (Exception e) when (!StorageUnavailable.Is(e) && e is not OperationCanceledException)
            {
                // One decision that cannot be published must not keep the others; it shows in the backlog until somebody mends it.
                left++;
                if (DecisionKeys.TryParseOutboxRow(entity.RowKey, out var id, out _))
                    waiting = id;
                logger.RelayFailed(e, entity.PartitionKey, entity.RowKey);
            }
        }
        return left;
    }

    // True if the row is done with.
    private async Task<bool> DeliverAsync(OutboxRow row, CancellationToken cancellation)
    {
        using var activity = FriendingTelemetry.StartDelivery(row.Trace.Parent, row.Trace.State);
        var decision = JsonSerializer.Deserialize(row.Document, ServiceJson.Web.Decision)
            ?? throw new InvalidDataException($"The decision in outbox row {row.Entity.RowKey} is null.");
        var at = row.What switch
        {
            DecisionEvents.Made => decision.DecidedAt,
            DecisionEvents.Reviewed when decision.Review is { } review => review.At,
            _ => row.WrittenAt,
        };
        var body = DecisionEvent.Encode(row.Id, row.What, at, row.Document, activity?.Id ?? row.Trace.Parent, activity?.TraceStateString ?? row.Trace.State);
        var callback = row.Callback;
        if (!row.IsPublished)
        {
            if (row.What != DecisionEvents.Made)
                await audit.AppendAsync(AuditEntry.Of(row.What, decision, row.Actor), cancellation);
            await KeepReviewListAsync(row.What, decision, cancellation);
            if (!await feed.AppendAsync(row.Id, row.Revision, row.What, at, cancellation))
                return false;
            await _queue.SendMessageAsync(BinaryData.FromBytes(body), visibilityTimeout: null, QueueNames.NeverExpires, cancellation);
        }
        // The decision keeps the address for what happens later.
        if (row.What != DecisionEvents.Made)
            callback = await decisions.CallbackOfAsync(row.Id, cancellation);
        if (callback is not null && !await CallBackAsync(row, callback, body, cancellation))
            return false;
        await _table.DeleteEntityAsync(row.Entity.PartitionKey, row.Entity.RowKey, ETag.All, cancellation);
        return true;
    }

    // First listed, then looked up: whatever is decided in between, by then the list is right or the one who decided takes it off.
    private async Task KeepReviewListAsync(string what, Decision decision, CancellationToken cancellation)
    {
        if (what != DecisionEvents.Made)
        {
            await reviews.RemoveAsync(decision.Id, cancellation);
            if (what == DecisionEvents.Reviewed && decision.Review is { } review)
                await reviews.PutResolvedAsync(decision, review, cancellation);
        }
        else if (decision.Status == DecisionStatus.PendingReview)
        {
            await reviews.PutAsync(decision, cancellation);
            if (await decisions.FindAsync(decision.Id, cancellation) is not { Decision.Status: DecisionStatus.PendingReview })
                await reviews.RemoveAsync(decision.Id, cancellation);
        }
    }

    // True if there is nothing left to try.
    private async Task<bool> CallBackAsync(OutboxRow row, string callback, byte[] body, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var attempts = row.Attempts + 1;
        var firstTry = row.FirstTry ?? now;
        var backoff = s_firstRetry * Math.Pow(2, Math.Min(attempts - 1, 10));
        var nextTry = now + (backoff < s_longestRetry ? backoff : s_longestRetry);
        // Noted before the call: if this process ends meanwhile, the event is not published again only to call again.
        try
        {
            await _table.UpdateEntityAsync(row.Progress(attempts, firstTry, nextTry), row.Entity.ETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Another relay has it.
            return false;
        }
        var (result, why) = await callbacks.SendAsync(callback, body, cancellation);
        FriendingTelemetry.CalledBack(result.ToString().ToLowerInvariant());
        var eventId = DecisionEvents.IdOf(row.Id, row.What);
        if (result == CallbackResult.Failed && now - firstTry < s_giveUpAfter)
        {
            logger.CallbackFailed(eventId, why, attempts, nextTry);
            return false;
        }
        if (result != CallbackResult.Delivered)
        {
            FriendingTelemetry.CallbackGivenUp();
            logger.CallbackGivenUp(eventId, attempts, why);
        }
        return true;
    }
}
