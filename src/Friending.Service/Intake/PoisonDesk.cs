using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Auditing;
using Friending.Service.Storage;

namespace Friending.Service.Intake;

/// <summary>A message that could not be taken, as an administrator sees it.</summary>
/// <param name="Id">The queue's id of the entry.</param>
/// <param name="Reason">Why, see <see cref="PoisonReason"/>.</param>
/// <param name="Errors">What is wrong, by JSON Pointer into the message.</param>
/// <param name="Message">Its text, without what may identify somebody; null where all of it may.</param>
/// <param name="Received">When it was put on the queue, or refused.</param>
/// <param name="CanRetry">Whether it can be put back: it is JSON, and nothing was left out of it.</param>
public sealed record PoisonItem(
    string Id,
    string Reason,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? Received,
    bool CanRetry);

/// <summary>The messages that could not be taken.</summary>
/// <param name="Items">The first of them, at most <see cref="PoisonDesk.MostListed"/>.</param>
/// <param name="Total">How many there are, as the queue service counts: never too few.</param>
public sealed record PoisonList(IReadOnlyList<PoisonItem> Items, int Total);

/// <summary>What came of an entry that was to be put back or dropped.</summary>
public enum PoisonResult
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>There is no such entry, or somebody else works on it at the moment.</summary>
    NotFound,

    /// <summary>It cannot be put back: it is no request, or something was left out of it.</summary>
    NotWhole,
}

/// <summary>Shows an administrator what could not be taken, and puts it back or drops it, each in the audit trail.</summary>
public sealed class PoisonDesk(StorageAccount account, PoisonEntries entries, AuditTrail audit)
{
    /// <summary>How many entries the queue service shows without taking them.</summary>
    public const int MostListed = 32;

    private const string IdempotencyKey = "idempotencyKey";

    // As long as the few calls take that deal with an entry.
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(30);

    private readonly QueueClient _poison = account.Queue(QueueNames.RequestsPoison);
    private readonly QueueClient _requests = account.Queue(QueueNames.Requests);

    /// <summary>The entries that wait.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<PoisonList> ListAsync(CancellationToken cancellation)
    {
        PeekedMessage[] waiting = await _poison.PeekMessagesAsync(MostListed, cancellation);
        return new([.. waiting.Select(m => ItemOf(m.MessageId, PoisonEntry.Read(m.Body), m.InsertedOn))],
            await entries.CountAsync(cancellation));
    }

    /// <summary>
    /// Puts a message back on the queue of requests. It gets an idempotency key if it has none: after a crash in between, and another
    /// attempt, it is still decided once.
    /// </summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<PoisonResult> RetryAsync(string id, string actor, CancellationToken cancellation)
    {
        if (await TakeAsync(id, cancellation) is not { } taken)
            return PoisonResult.NotFound;
        if (await WholeAsync(taken, cancellation) is not { } message)
        {
            await LetGoAsync(taken, cancellation);
            return PoisonResult.NotWhole;
        }
        await audit.AppendAsync(new("poison.retried", id, PoisonEntry.Read(taken.Body)?.Reason ?? "", actor, null), cancellation);
        await _requests.SendMessageAsync(message.ToJsonString(), timeToLive: QueueNames.NeverExpires, cancellationToken: cancellation);
        await _poison.DeleteMessageAsync(taken.MessageId, taken.PopReceipt, cancellation);
        return PoisonResult.Done;
    }

    /// <summary>Drops a message.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<PoisonResult> DiscardAsync(string id, string actor, CancellationToken cancellation)
    {
        if (await TakeAsync(id, cancellation) is not { } taken)
            return PoisonResult.NotFound;
        await audit.AppendAsync(new("poison.discarded", id, PoisonEntry.Read(taken.Body)?.Reason ?? "", actor, null), cancellation);
        await _poison.DeleteMessageAsync(taken.MessageId, taken.PopReceipt, cancellation);
        return PoisonResult.Done;
    }

    // A message can be deleted only by who has fetched it, and what is fetched is chosen by the queue: the others are let go again.
    private async Task<QueueMessage?> TakeAsync(string id, CancellationToken cancellation)
    {
        var others = new List<QueueMessage>();
        QueueMessage? found = null;
        while (found is null
            && (await _poison.ReceiveMessagesAsync(_poison.MaxPeekableMessages, s_hold, cancellation)).Value is { Length: > 0 } some)
        {
            found = Array.Find(some, m => m.MessageId == id);
            others.AddRange(some.Where(m => m.MessageId != id));
        }
        await Parallel.ForEachAsync(others, cancellation, async (other, c) => await LetGoAsync(other, c));
        return found;
    }

    private async Task LetGoAsync(QueueMessage message, CancellationToken cancellation) =>
        await _poison.UpdateMessageAsync(message.MessageId, message.PopReceipt, (BinaryData?)null, TimeSpan.Zero, cancellation);

    private async Task<JsonObject?> WholeAsync(QueueMessage message, CancellationToken cancellation)
    {
        var entry = PoisonEntry.Read(message.Body);
        if (entry is { LeftOut.Count: > 0 })
            return null;
        var text = entry is null ? message.Body.ToString() : entry.Cut ? await entries.WholeMessageAsync(entry.Id, cancellation)
            : entry.Message;
        if (text is null || Parse(text) is not { } request)
            return null;
        if (!request.ContainsKey(IdempotencyKey))
            request[IdempotencyKey] = $"poison-{message.MessageId}";
        return request;
    }

    private static PoisonItem ItemOf(string id, PoisonEntry? entry, DateTimeOffset? inserted) =>
        // Without an entry it was put there by the host of the trigger, and nobody has looked for what may identify somebody.
        entry is null ? new(id, PoisonReason.Failed, new Dictionary<string, IReadOnlyList<string>>(), null, inserted, true)
        : new(
            id, entry.Reason, entry.Errors, entry.Message, entry.Received,
            entry.LeftOut is null or [] && (entry.Cut || entry.Message is { } text && Parse(text) is not null));

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
