using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Requests;

namespace Friending.Service.Storage;

/// <summary>The decisions that wait for a reviewer, oldest first: an index kept by the outbox relay, so that nobody has to search for them.</summary>
public sealed class ReviewList(StorageAccount account)
{
    private const string Pending = "pending";

    private readonly TableClient _table = account.Table(TableNames.Reviews);

    /// <summary>Lists the decision; doing it again changes nothing.</summary>
    public async Task PutAsync(Decision decision, CancellationToken cancellation)
    {
        var row = new TableEntity(Pending, decision.Id.ToString()) { ["Document"] = JsonSerializer.Serialize(decision, ServiceJson.Web.Decision) };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Takes the decision off the list; doing it again changes nothing.</summary>
    public async Task RemoveAsync(DecisionId id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(Pending, id.ToString(), cancellationToken: cancellation);

    /// <summary>The decision that has waited longest; null if none waits.</summary>
    public async Task<DecisionId?> OldestAsync(CancellationToken cancellation)
    {
        var pending = _table.QueryAsync<TableEntity>(r => r.PartitionKey == Pending, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellation);
        await foreach (var row in pending)
            return DecisionId.TryParse(row.RowKey, out var id) ? id : throw new InvalidDataException($"{row.RowKey} on the review list is no decision id.");
        return null;
    }
}
