using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Friending.Service.Requests;

namespace Friending.Service.Storage;

/// <summary>
/// The decisions that wait for a reviewer, oldest first: an index kept by the outbox relay, so that nobody has to search for
/// them. It may run behind, and, since an event may come twice and late, list a decision that waits no longer: whoever reads
/// it looks at the decision itself, and takes such a one off.
/// </summary>
public sealed class ReviewList(StorageAccount account)
{
    private const string Pending = "pending";

    private readonly TableClient _table = account.Table(TableNames.Reviews);

    /// <summary>Lists the decision; doing it again changes nothing.</summary>
    public async Task PutAsync(Decision decision, CancellationToken cancellation) =>
        await _table.UpsertEntityAsync(new TableEntity(Pending, decision.Id.ToString()), TableUpdateMode.Replace, cancellation);

    /// <summary>Takes the decision off the list; doing it again changes nothing.</summary>
    public async Task RemoveAsync(DecisionId id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(Pending, id.ToString(), cancellationToken: cancellation);

    /// <summary>The ids on the list, oldest first.</summary>
    /// <param name="after">Only later ones; null: from the oldest on.</param>
    /// <param name="pageSize">How many to ask storage for at once, at most 1000.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<DecisionId> ReadAsync(DecisionId? after, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Pending} and RowKey gt {after?.ToString() ?? ""}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, pageSize, [nameof(TableEntity.RowKey)], cancellation))
            yield return DecisionId.TryParse(row.RowKey, out var id) ? id : throw new InvalidDataException($"The row {row.RowKey} of the review list is no decision's.");
    }

    /// <summary>The decision that has waited longest; null if none waits.</summary>
    public async Task<DecisionId?> OldestAsync(CancellationToken cancellation)
    {
        var pending = _table.QueryAsync<TableEntity>(r => r.PartitionKey == Pending, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellation);
        await foreach (var row in pending)
            return DecisionId.TryParse(row.RowKey, out var id) ? id : throw new InvalidDataException($"{row.RowKey} on the review list is no decision id.");
        return null;
    }
}
