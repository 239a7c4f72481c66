using System.Diagnostics;
using Azure.Data.Tables;

namespace Friending.Service.Decisions;

/// <summary>
/// An event of a decision until it has been published, and how far its delivery has come. Written in the transaction that
/// changes the decision, so no change goes unpublished; deleted by the relay.
/// </summary>
public sealed class OutboxRow
{
    private OutboxRow(TableEntity entity, DecisionId id, int revision, string? target) =>
        (Entity, Id, Revision, Target) = (entity, id, revision, target);

    /// <summary>The row.</summary>
    internal TableEntity Entity { get; }

    /// <summary>The decision.</summary>
    internal DecisionId Id { get; }

    /// <summary>The decision's revision that this made.</summary>
    internal int Revision { get; }

    /// <summary>What happened, see <see cref="DecisionEvents"/>.</summary>
    internal string What => Entity.GetString("Type");

    /// <summary>The decision as it then was, JSON.</summary>
    internal string Document => Entity.GetString(nameof(Document));

    /// <summary>Where to send the event besides, if the row says so.</summary>
    internal string? Callback => Entity.GetString(nameof(Callback));

    /// <summary>Who did it, where somebody answers for it.</summary>
    internal string? Actor => Entity.GetString(nameof(Actor));

    /// <summary>The trace it was written in.</summary>
    internal (string? Parent, string? State) Trace => (Entity.GetString("TraceParent"), Entity.GetString("TraceState"));

    /// <summary>When it was written; storage's own time stamp until the first change of the row.</summary>
    internal DateTimeOffset WrittenAt => Entity.GetDateTimeOffset(nameof(WrittenAt)) ?? Entity.Timestamp ?? Id.Time;

    /// <summary>Whom the event, which has been published, is to be delivered to; null while it is to be published.</summary>
    internal string? Target { get; }

    /// <summary>How many times the callback has been tried.</summary>
    internal int Attempts => Entity.GetInt32(nameof(Attempts)) ?? 0;

    /// <summary>When the callback was tried first.</summary>
    internal DateTimeOffset? FirstTry => Entity.GetDateTimeOffset(nameof(FirstTry));

    /// <summary>The earliest time of the next attempt.</summary>
    internal DateTimeOffset NextTry => Entity.GetDateTimeOffset(nameof(NextTry)) ?? DateTimeOffset.MinValue;

    /// <summary>The row for an event of a decision, to be written beside the decision's own row. It holds the current trace,
    /// which the delivery continues.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="document">The decision as it then was, JSON.</param>
    /// <param name="revision">The decision's revision that this made.</param>
    /// <param name="callback">Where to send the event besides, if the request asked for that.</param>
    /// <param name="actor">Who did it, for the audit trail; null where nobody answers for it but the policy.</param>
    public static TableEntity RowFor(DecisionId id, string what, string document, int revision = 1, string? callback = null,
        string? actor = null) =>
        new(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowOf(id, what, revision))
        {
            ["Type"] = what,
            [nameof(Document)] = document,
            [nameof(Callback)] = callback,
            [nameof(Actor)] = actor,
            ["TraceParent"] = Activity.Current?.Id,
            ["TraceState"] = Activity.Current?.TraceStateString,
        };

    /// <summary>A row as it was read.</summary>
    /// <exception cref="InvalidDataException">The row's key is not an outbox row's.</exception>
    internal static OutboxRow Of(TableEntity entity) =>
        DecisionKeys.TryParseOutboxRow(entity.RowKey, out var id, out var revision, out var target)
            ? new(entity, id, revision, target) : throw new InvalidDataException($"The row {entity.RowKey} is not an outbox row.");

    /// <summary>The row for a delivery of this event.</summary>
    /// <param name="target">Whom to; part of the row's key.</param>
    /// <param name="callback">The address; null: it is looked up when it is called.</param>
    internal TableEntity DeliveryTo(string target, string? callback) => new(Entity.PartitionKey, $"{Entity.RowKey}|{target}")
    {
        ["Type"] = What,
        [nameof(Document)] = Document,
        [nameof(Callback)] = callback,
        [nameof(WrittenAt)] = WrittenAt,
        ["TraceParent"] = Trace.Parent,
        ["TraceState"] = Trace.State,
    };

    /// <summary>The change that notes how far the delivery has come.</summary>
    internal TableEntity Progress(int attempts, DateTimeOffset firstTry, DateTimeOffset nextTry) => new(Entity.PartitionKey, Entity.RowKey)
    {
        [nameof(Attempts)] = attempts,
        [nameof(FirstTry)] = firstTry,
        [nameof(NextTry)] = nextTry,
    };
}
