using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Intake;

/// <summary>A request whose caller did not wait for the decision.</summary>
/// <param name="Submitter">Who submitted it, as an idempotency key belongs to them.</param>
/// <param name="StaffId">Whom it is about: they may ask how it stands.</param>
/// <param name="Language">The language to answer in unless the request names one.</param>
/// <param name="BodyHash">SHA-256 of the request, lower-case hex: only this request may take the id.</param>
/// <param name="AskedBy">As <see cref="Decision.AskedBy"/>.</param>
public sealed record AcceptedRequest(string Submitter, string StaffId, string Language, string BodyHash, string? AskedBy = null);

/// <summary>
/// Requests that were promised a decision under an id, until it is made. In the partition that the decision will be in, so
/// that the id alone finds either.
/// </summary>
public sealed class AcceptedRequests(StorageAccount account)
{
    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>Promises the id; doing it again changes nothing.</summary>
    public async Task PutAsync(DecisionId id, AcceptedRequest request, CancellationToken cancellation)
    {
        var row = new TableEntity(DecisionKeys.PartitionOf(id), DecisionKeys.AcceptedRowOf(id))
        {
            ["Submitter"] = request.Submitter,
            ["StaffId"] = request.StaffId,
            ["Language"] = request.Language,
            ["BodyHash"] = request.BodyHash,
            ["AskedBy"] = request.AskedBy,
        };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>The request that was promised this id; null if there is none, or it has been decided.</summary>
    public async Task<AcceptedRequest?> FindAsync(DecisionId id, CancellationToken cancellation)
    {
        return await _table.FindAsync(DecisionKeys.PartitionOf(id), DecisionKeys.AcceptedRowOf(id), cancellation) is { } row
            ? new(row.GetString("Submitter"), row.GetString("StaffId"), row.GetString("Language"), row.GetString("BodyHash"),
                row.GetString("AskedBy"))
            : null;
    }

    /// <summary>Forgets the promise, once it is kept.</summary>
    public async Task RemoveAsync(DecisionId id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(DecisionKeys.PartitionOf(id), DecisionKeys.AcceptedRowOf(id), cancellationToken: cancellation);
}
