using Azure;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Outbox;

/// <summary>
/// Calls the receivers of an event: the request's own callback, and subscriptions. Each has an outbox row of its
/// own, so that one that fails is tried again without the others.
/// </summary>
public sealed class EventDelivery(
    StorageAccount account, DecisionStore decisions, Subscriptions subscriptions, CallbackClient callbacks, TimeProvider time,
    ILogger<EventDelivery> logger)
{
    private const string Requester = "callback";

    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>The rows for the deliveries of an event.</summary>
    internal async Task<List<TableEntity>> RowsForAsync(OutboxRow published, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        // The decision keeps the address for what happens later.
        var callback = published.What == DecisionEvents.Made
            ? published.Callback : await decisions.CallbackOfAsync(published.Id, cancellation);
        if (callback is not null)
            rows.Add(published.DeliveryTo(Requester, callback));
        await foreach (var id in subscriptions.ToAsync(published.What, cancellation))
            rows.Add(published.DeliveryTo(id, null));
        return rows;
    }

    /// <summary>Makes an attempt at a delivery; true if nothing is left to try, and then its row is gone.</summary>
    internal async Task<bool> TryAsync(OutboxRow row, byte[] body, CancellationToken cancellation)
    {
        var callback = row.Callback ?? await subscriptions.CallbackOfAsync(row.Target!, cancellation);
        if (callback is not null && !await CallAsync(row, callback, body, cancellation))
            return false;
        await _table.DeleteEntityAsync(row.Entity.PartitionKey, row.Entity.RowKey, ETag.All, cancellation);
        return true;
    }

    private async Task<bool> CallAsync(OutboxRow row, string callback, byte[] body, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var attempts = row.Attempts + 1;
        var firstTry = row.FirstTry ?? now;
        var nextTry = now + RetrySchedule.WaitAfter(attempts);
        // Noted before the call, on condition that nobody else has: of several relays one calls.
        if (await _table.TryUpdateAsync(row.Progress(attempts, firstTry, nextTry), row.Entity.ETag, TableUpdateMode.Merge, cancellation)
            is not { } noted)
            return false;
        var outcome = await callbacks.SendAsync(callback, body, cancellation);
        var (result, why) = outcome;
        FriendingTelemetry.CalledBack(result.ToString().ToLowerInvariant());
        var eventId = DecisionEvents.IdOf(row.Id, row.Revision, row.What);
        if (result == CallbackResult.Failed && now - firstTry < RetrySchedule.GiveUpAfter)
        {
            if (now + RetrySchedule.WaitAfter(attempts, outcome.RetryAfter) is var asked && asked > nextTry)
            {
                nextTry = asked;
                await _table.TryUpdateAsync(row.Progress(attempts, firstTry, nextTry), noted, TableUpdateMode.Merge, cancellation);
            }
            logger.CallbackFailed(eventId, why, attempts, nextTry);
            return false;
        }
        if (result == CallbackResult.Gone && row.Target != Requester)
        {
            await subscriptions.EndAsync(row.Target!, cancellation);
            logger.SubscriptionEnded(row.Target!);
        }
        else if (result != CallbackResult.Delivered)
        {
            FriendingTelemetry.CallbackGivenUp();
            logger.CallbackGivenUp(eventId, attempts, why);
        }
        return true;
    }
}
