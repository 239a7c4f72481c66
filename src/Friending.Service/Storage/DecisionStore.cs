using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Friending.Service.Requests;

namespace Friending.Service.Storage;

/// <summary>A decision with what guards its changes.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Revision">1 when made, one more with each change: what an HTTP ETag shows.</param>
/// <param name="ETag">The row's ETag in storage: what an update is conditional on.</param>
public sealed record StoredDecision(Decision Decision, int Revision, ETag ETag);

/// <summary>Keeps decisions. A decision and its outbox row are written in one transaction, so neither exists without the other.</summary>
public sealed class DecisionStore(StorageAccount account)
{
    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>Writes a new decision with the event that tells of it, in one round trip. Null if the id is there already.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="callback">Where to send its events besides. Kept beside the document and never shown: such an address may hold a secret.</param>
    public async Task<StoredDecision?> TryAddAsync(Decision decision, CancellationToken cancellation, string? callback = null)
    {
        var row = RowFor(decision, revision: 1);
        row["Callback"] = callback;
        var outbox = Outbox.RowFor(decision.Id, DecisionEvents.Made, row.GetString("Document"), callback);
        try
        {
            var written = await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, row), new(TableTransactionActionType.Add, outbox)], cancellation);
            return new(decision, 1, written.Value[0].Headers.ETag ?? default);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    /// <summary>Reads a decision: one point read. Null if there is none.</summary>
    public async Task<StoredDecision?> FindAsync(DecisionId id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), cancellationToken: cancellation);
        return found is { HasValue: true, Value: { } row } ? Read(row) : null;
    }

    /// <summary>Where the decision's events are sent besides the queue; null if nowhere.</summary>
    public async Task<string?> CallbackOfAsync(DecisionId id, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), select: ["Callback"], cancellationToken: cancellation);
        return found is { HasValue: true, Value: { } row } ? row.GetString("Callback") : null;
    }

    /// <summary>Whether storage answers: one point read of a row that does not exist.</summary>
    public async Task PingAsync(CancellationToken cancellation) =>
        await _table.GetEntityIfExistsAsync<TableEntity>("ping", "ping", select: ["PartitionKey"], cancellationToken: cancellation);

    // The document is the record; the columns beside it repeat what lists filter by and digests count, so that neither reads documents.
    private static TableEntity RowFor(Decision decision, int revision) => new(DecisionKeys.PartitionOf(decision.Id), DecisionKeys.RowOf(decision.Id))
    {
        ["Revision"] = revision,
        ["Status"] = JsonText(decision.Status),
        ["Outcome"] = decision.Outcome,
        ["Rules"] = string.Join('+', decision.Findings.Select(f => f.Rule)),
        ["Source"] = JsonText(decision.Source),
        ["StaffId"] = decision.Staff.Id,
        ["StaffRole"] = decision.Staff.Role,
        ["Department"] = decision.Staff.Department,
        ["Platform"] = decision.Platform,
        ["Facts"] = string.Join(';', decision.Facts.Select(f => $"{f.Key}={f.Value}")),
        ["PolicyVersion"] = decision.Policy.Version,
        ["PolicySha256"] = decision.Policy.Sha256,
        ["Document"] = JsonSerializer.Serialize(decision, ServiceJson.Web.Decision),
    };

    private static StoredDecision Read(TableEntity row) => new(
        JsonSerializer.Deserialize(row.GetString("Document"), ServiceJson.Web.Decision)
            ?? throw new InvalidDataException($"The decision in row {row.RowKey} is null."),
        row.GetInt32("Revision") ?? 1,
        row.ETag);

    private static string JsonText<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, typeof(T), ServiceJson.Web).GetString()!;
}
