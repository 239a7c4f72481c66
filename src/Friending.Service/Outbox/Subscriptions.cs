using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Outbox;

/// <summary>
/// Who is called for each event: flows that subscribed. Read for each event that is published, so a subscription counts from
/// the moment it is answered, whichever host publishes.
/// </summary>
public sealed class Subscriptions(StorageAccount account, CallbackRules rules, TimeProvider time)
{
    /// <summary>How many subscriptions a caller may have.</summary>
    public const int MostOfCaller = 20;

    private const string Partition = "subscription";
    private const string Owner = "Owner";
    private const string Callback = "Callback";
    private const string Events = "Events";

    private readonly TableClient _table = account.Table(TableNames.Subscriptions);

    /// <summary>Adds a subscription.</summary>
    /// <param name="request">Where to call, and for what.</param>
    /// <param name="owner">The caller, who alone may end it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Subscribing> AddAsync(SubscriptionRequest request, string owner, CancellationToken cancellation)
    {
        if (request.Check(rules).ToList() is { Count: > 0 } problems)
            return new Subscribing.Invalid(problems);
        if (await OfAsync(owner, cancellation).CountAsync(cancellation) >= MostOfCaller)
            return new Subscribing.TooMany();
        var subscription = new Subscription(Guid.NewGuid().ToString("D"),
            request.Events is { Count: > 0 } events ? [.. events.Distinct()] : Subscription.EventTypes);
        var row = new TableEntity(Partition, subscription.Id)
        {
            [Owner] = owner,
            [Callback] = request.Callback,
            [Events] = string.Join(' ', subscription.Events),
            ["CreatedAt"] = time.GetUtcNow(),
        };
        await _table.AddEntityAsync(row, cancellation);
        // Of several that were added at once, the latest by storage's clock are too many.
        var first = OfAsync(owner, cancellation).OrderBy(r => r.Timestamp).ThenBy(r => r.RowKey, StringComparer.Ordinal).Take(MostOfCaller);
        if (await first.AnyAsync(r => r.RowKey == subscription.Id, cancellation))
            return new Subscribing.Subscribed(subscription);
        await EndAsync(subscription.Id, cancellation);
        return new Subscribing.TooMany();
    }

    /// <summary>Ends a subscription of this owner; false if there is none.</summary>
    public async Task<bool> RemoveAsync(string id, string owner, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } row || row.GetString(Owner) != owner)
            return false;
        await EndAsync(id, cancellation);
        return true;
    }

    /// <summary>Ends a subscription, since its address is gone.</summary>
    internal async Task EndAsync(string id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(Partition, id, cancellationToken: cancellation);

    /// <summary>The ids of the subscriptions to an event.</summary>
    internal IAsyncEnumerable<string> ToAsync(string what, CancellationToken cancellation) =>
        RowsAsync(cancellation).Where(r => r.GetString(Events).Split(' ').Contains(DecisionEvents.TypeOf(what))).Select(r => r.RowKey);

    /// <summary>The address of a subscription; null if it has ended.</summary>
    internal async Task<string?> CallbackOfAsync(string id, CancellationToken cancellation) =>
        (await FindAsync(id, cancellation))?.GetString(Callback);

    private IAsyncEnumerable<TableEntity> OfAsync(string owner, CancellationToken cancellation) =>
        RowsAsync(cancellation).Where(r => r.GetString(Owner) == owner);

    private IAsyncEnumerable<TableEntity> RowsAsync(CancellationToken cancellation) =>
        _table.QueryAsync<TableEntity>(r => r.PartitionKey == Partition, cancellationToken: cancellation);

    // An id comes from a caller: it is used as a key only if it has the form of one.
    private async Task<TableEntity?> FindAsync(string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out _) ? await _table.FindAsync(Partition, id, cancellation) : null;
}
