using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Reviews;

/// <summary>
/// The decisions that wait for a reviewer, oldest first: an index kept by the outbox relay, so that nobody has to search for
/// them. It may run behind, and, since an event may come twice and late, list a decision that waits no longer: whoever reads
/// it looks at the decision itself, and takes such a one off. Beside them, by day, the reviews that were resolved, which
/// nobody could find by the ids of decisions that may be old.
/// </summary>
public sealed class ReviewList(StorageAccount account)
{
    private const string Pending = "pending";
    private const string Resolved = "resolved-";

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
        await foreach (var id in ReadAsync(null, 1, cancellation))
            return id;
        return null;
    }

    /// <summary>Notes that the review was resolved; doing it again changes nothing.</summary>
    public async Task PutResolvedAsync(Decision decision, DecisionReview review, CancellationToken cancellation) => await _table.UpsertEntityAsync(
        new TableEntity(ResolvedOn(review.At), decision.Id.ToString())
        {
            [nameof(ResolvedReview.At)] = review.At,
            [nameof(ResolvedReview.Department)] = decision.Staff.Department,
        },
        TableUpdateMode.Replace, cancellation);

    /// <summary>The reviews that were resolved in a time range, end exclusive.</summary>
    public async IAsyncEnumerable<ResolvedReview> ResolvedAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {ResolvedOn(from)} and PartitionKey le {ResolvedOn(to)} and At ge {from} and At lt {to}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return DecisionId.TryParse(row.RowKey, out var id)
                ? new(id, row.GetDateTimeOffset(nameof(ResolvedReview.At))!.Value, row.GetString(nameof(ResolvedReview.Department)))
                : throw new InvalidDataException($"The row {row.RowKey} of the resolved reviews is no decision's.");
    }

    /// <summary>The partition of the reviews that were resolved on the UTC day of a time.</summary>
    internal static string ResolvedOn(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{Resolved}{time.UtcDateTime:yyyyMMdd}");
}

/// <summary>A review that was resolved.</summary>
/// <param name="Id">The decision.</param>
/// <param name="At">When it was resolved.</param>
/// <param name="Department">The department of who had asked.</param>
public sealed record ResolvedReview(DecisionId Id, DateTimeOffset At, string? Department);
