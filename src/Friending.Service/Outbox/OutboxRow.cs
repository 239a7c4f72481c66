using Azure.Data.Tables;
using Friending.Service.Decisions;

namespace Friending.Service.Outbox;

/// <summary>An outbox row as the relay reads it: an event and how far its delivery has come.</summary>
internal sealed class OutboxRow
{
    private OutboxRow(TableEntity entity, DecisionId id) => (Entity, Id) = (entity, id);

    /// <summary>The row.</summary>
    internal TableEntity Entity { get; }

    /// <summary>The decision.</summary>
    internal DecisionId Id { get; }

    /// <summary>What happened, see <see cref="DecisionEvents"/>.</summary>
    internal string What => Entity.GetString("Type");

    /// <summary>The decision as it then was, JSON.</summary>
    internal string Document => Entity.GetString("Document");

    /// <summary>Where to send the event besides, if the row says so.</summary>
    internal string? Callback => Entity.GetString("Callback");

    /// <summary>Who did it, where somebody answers for it.</summary>
    internal string? Actor => Entity.GetString("Actor");

    /// <summary>The trace it was written in.</summary>
    internal (string? Parent, string? State) Trace => (Entity.GetString("TraceParent"), Entity.GetString("TraceState"));

    /// <summary>When it was written; storage's own time stamp until the first change of the row.</summary>
    internal DateTimeOffset WrittenAt => Entity.GetDateTimeOffset("WrittenAt") ?? Entity.Timestamp ?? Id.Time;

    /// <summary>Whether it is on the queue and only the callback is left.</summary>
    internal bool IsPublished => Entity.GetBoolean("Published") == true;

    /// <summary>How often the callback has been tried.</summary>
    internal int Attempts => Entity.GetInt32("Attempts") ?? 0;

    /// <summary>When the callback was tried first.</summary>
    internal DateTimeOffset? FirstTry => Entity.GetDateTimeOffset("FirstTry");

    /// <summary>Not to be tried before.</summary>
    internal DateTimeOffset NextTry => Entity.GetDateTimeOffset("NextTry") ?? DateTimeOffset.MinValue;

    /// <exception cref="InvalidDataException">The row's key is not an outbox row's.</exception>
    internal static OutboxRow Of(TableEntity entity) =>
        entity.RowKey.Split('|') is ["o", var id, _] && DecisionId.TryParse(id, out var decision)
            ? new(entity, decision)
            : throw new InvalidDataException($"{entity.RowKey} is no outbox row.");

    /// <summary>The change that notes how far the delivery has come.</summary>
    internal TableEntity Progress(int attempts, DateTimeOffset firstTry, DateTimeOffset nextTry) => new(Entity.PartitionKey, Entity.RowKey)
    {
        ["Published"] = true,
        ["WrittenAt"] = WrittenAt,
        ["Attempts"] = attempts,
        ["FirstTry"] = firstTry,
        ["NextTry"] = nextTry,
    };
}
