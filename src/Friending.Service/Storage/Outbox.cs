using Azure.Data.Tables;
using Friending.Service.Requests;

namespace Friending.Service.Storage;

/// <summary>
/// The rows that tell of what happened to a decision until it has been published. Written in the transaction that changes
/// the decision, so nothing happens untold; deleted by the relay.
/// </summary>
public static class Outbox
{
    /// <summary>The row for an event of a decision, to be written beside the decision's own row.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="document">The decision as it then was, JSON.</param>
    public static TableEntity RowFor(DecisionId id, string what, string document) =>
        new(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowOf(id, what))
        {
            ["Type"] = what,
            ["Document"] = document,
        };
}
