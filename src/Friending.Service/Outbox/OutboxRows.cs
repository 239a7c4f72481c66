using System.Diagnostics;
using Azure.Data.Tables;
using Friending.Service.Decisions;

namespace Friending.Service.Outbox;

/// <summary>
/// The rows that tell of what happened to a decision until it has been published. Written in the transaction that changes
/// the decision, so nothing happens untold; deleted by the relay.
/// </summary>
public static class OutboxRows
{
    /// <summary>The row for an event of a decision, to be written beside the decision's own row.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="document">The decision as it then was, JSON.</param>
    /// <param name="callback">Where to send the event besides, if the request asked for that.</param>
    /// <param name="actor">Who did it, for the audit trail; null where nobody answers for it but the policy.</param>
    /// <remarks>The row holds the trace it was written in, which the delivery continues.</remarks>
    public static TableEntity RowFor(DecisionId id, string what, string document, string? callback = null, string? actor = null) =>
        new(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowOf(id, what))
        {
            ["Type"] = what,
            ["Document"] = document,
            ["Callback"] = callback,
            ["Actor"] = actor,
            ["TraceParent"] = Activity.Current?.Id,
            ["TraceState"] = Activity.Current?.TraceStateString,
        };
}
