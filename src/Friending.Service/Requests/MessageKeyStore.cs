using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Requests;

/// <summary>
/// Keeps which decision a queue message has. The row is written with the decision, in one transaction, if both are of one day;
/// if not, before it, as an idempotency key is. Whichever delivery writes it, the others cannot, so there is one decision.
/// </summary>
public sealed class MessageKeyStore(StorageAccount account)
{
    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>The row that claims the key for <paramref name="id"/>.</summary>
    internal static TableEntity RowFor(MessageKey key, DecisionId id) => new(key.Partition, key.Row) { ["DecisionId"] = id.ToString() };

    /// <summary>Claims the key for <paramref name="id"/>; the id for which it is claimed now, be it by this call or before.</summary>
    public async Task<DecisionId> ClaimAsync(MessageKey key, DecisionId id, CancellationToken cancellation) =>
        await _table.TryAddAsync(RowFor(key, id), cancellation) is not null ? id
            : await FindAsync(key, cancellation)
                ?? throw new InvalidDataException($"The message key in row {key.Row} was claimed, but does not exist any more.");

    /// <summary>The id for which the key is claimed; null if it is free.</summary>
    public async Task<DecisionId?> FindAsync(MessageKey key, CancellationToken cancellation)
    {
        if (await _table.FindAsync(key.Partition, key.Row, cancellation) is not { } row)
            return null;
        return DecisionId.TryParse(row.GetString("DecisionId"), out var id)
            ? id : throw new InvalidDataException($"The message key in row {key.Row} holds no decision id.");
    }
}
