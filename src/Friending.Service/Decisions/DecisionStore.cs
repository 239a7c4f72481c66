using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Friending.Service.Storage;

namespace Friending.Service.Decisions;

/// <summary>A decision with what guards its changes.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Revision">1 when made, one more with each change: what an HTTP ETag shows.</param>
/// <param name="ETag">The row's ETag in storage: what an update is conditional on.</param>
public sealed record StoredDecision(Decision Decision, int Revision, ETag ETag);

/// <summary>Keeps decisions. A decision and its outbox row are written in one transaction, so neither exists without the other.</summary>
public sealed class DecisionStore(StorageAccount account, RelaySignal relay)
{
    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>
    /// Writes a new decision with the event that tells of it, in one round trip. Null, and nothing is written, if the id is
    /// there already or the row beside it is.
    /// </summary>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="callback">Where to send its events besides. Kept beside the document and never shown: such
    /// an address may hold a secret.</param>
    /// <param name="beside">A row to be added in the same transaction, such as the claim of a key; it must be
    /// in the decision's partition.</param>
    public async Task<StoredDecision?> TryAddAsync(Decision decision, CancellationToken cancellation, string? callback = null,
        TableEntity? beside = null)
    {
        var row = DecisionRow.For(decision, revision: 1);
        row["Callback"] = callback;
        var outbox = OutboxRow.RowFor(decision.Id, DecisionEvents.Made, row.GetString("Document"), callback: callback);
        TableEntity[] rows = beside is null ? [row, outbox] : [row, outbox, beside];
        try
        {
            var written = await _table.SubmitTransactionAsync(
                rows.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)), cancellation);
            relay.Tell(decision.Id);
            return new(decision, 1, written.Value[0].Headers.ETag ?? default);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes a changed decision with the event that tells of the change, in one round trip. Null, and nothing is written, if
    /// the decision is no longer as it was read.
    /// </summary>
    /// <param name="stored">The decision as it was read.</param>
    /// <param name="changed">The decision as it is to be written.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="actor">Who did it, for the audit trail.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<StoredDecision?> TryUpdateAsync(StoredDecision stored, Decision changed, string what, string actor,
        CancellationToken cancellation)
    {
        var row = DecisionRow.For(changed, stored.Revision + 1);
        var outbox = OutboxRow.RowFor(changed.Id, what, row.GetString(nameof(DecisionRow.Document)), stored.Revision + 1, actor: actor);
        try
        {
            // Merged, so that what the row alone knows of the past, such as that there was a review, stays.
            var written = await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.UpdateMerge, row, stored.ETag), new(TableTransactionActionType.Add, outbox)], cancellation);
            relay.Tell(changed.Id);
            return new(changed, stored.Revision + 1, written.Value[0].Headers.ETag ?? default);
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }

    /// <summary>Reads a decision: one point read. Null if there is none.</summary>
    public async Task<StoredDecision?> FindAsync(DecisionId id, CancellationToken cancellation) =>
        await _table.FindAsync(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), cancellation) is { } row ? Read(row) : null;

    /// <summary>Where the decision's events are sent besides the queue; null if nowhere.</summary>
    public async Task<string?> CallbackOfAsync(DecisionId id, CancellationToken cancellation) =>
        (await _table.FindAsync(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), cancellation, ["Callback"]))?.GetString("Callback");

    /// <summary>Whether storage answers: one point read of a row that does not exist.</summary>
    public async Task PingAsync(CancellationToken cancellation) =>
        await _table.FindAsync("ping", "ping", cancellation, ["PartitionKey"]);

    private static StoredDecision Read(TableEntity row) => new(
        JsonSerializer.Deserialize(row.GetString("Document"), ServiceJson.Web.Decision)
            ?? throw new InvalidDataException($"The decision in row {row.RowKey} is null."),
        row.GetInt32("Revision") ?? 1,
        row.ETag);
}
