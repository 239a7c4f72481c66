using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Reviews;

/// <summary>
/// The decisions that wait for a reviewer, and by day those that were resolved: an index, so that nobody has to search for them. It is
/// kept by whoever changes a decision and by the outbox relay again. It may run behind, and list a decision that waits no longer:
/// whoever reads it looks at the decision itself, and takes such a one off.
/// </summary>
public sealed class ReviewList(StorageAccount account, DecisionStore decisions, ReviewDeadline deadline)
{
    private const string Pending = "pending";
    private const string Resolved = "resolved-";

    private readonly TableClient _table = account.Table(TableNames.Reviews);

    /// <summary>Lists the decision as it is now, or takes it off; doing it again changes nothing.</summary>
    public async Task KeepAsync(DecisionId id, CancellationToken cancellation)
    {
        var stored = await decisions.FindAsync(id, cancellation);
        while (true)
        {
            if (stored is { Decision: { Status: DecisionStatus.PendingReview } decision })
                await PutAsync(decision, cancellation);
            else
                await RemoveAsync(id, cancellation);
            // Whoever changes it in between may have kept the list before this did: the last to look is right.
            var again = await decisions.FindAsync(id, cancellation);
            if (again?.Revision == stored?.Revision)
                return;
            stored = again;
        }
    }

    /// <summary>Lists the decision; doing it again changes nothing.</summary>
    public async Task PutAsync(Decision decision, CancellationToken cancellation)
    {
        var waiting = deadline.CaseOf(decision);
        await _table.UpsertEntityAsync(
            new TableEntity(Pending, decision.Id.ToString())
            {
                [nameof(ListedReview.OpenedAt)] = waiting.OpenedAt,
                [nameof(ListedReview.DueAt)] = waiting.DueAt,
                [nameof(ListedReview.Owner)] = waiting.Owner,
                [nameof(ListedReview.Department)] = decision.Staff.Department,
            },
            TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Takes the decision off the list; doing it again changes nothing.</summary>
    public async Task RemoveAsync(DecisionId id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(Pending, id.ToString(), cancellationToken: cancellation);

    /// <summary>What waits, oldest decision first.</summary>
    public IAsyncEnumerable<ListedReview> PendingAsync(CancellationToken cancellation) =>
        ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Pending}"), cancellation);

    /// <summary>Notes that the review was resolved; doing it again changes nothing.</summary>
    public async Task PutResolvedAsync(Decision decision, DecisionReview review, CancellationToken cancellation)
    {
        var closed = deadline.CaseOf(decision);
        await _table.UpsertEntityAsync(
            new TableEntity(ResolvedOn(review.At), ResolvedRow(decision.Id, review))
            {
                [nameof(ListedReview.OpenedAt)] = closed.OpenedAt,
                [nameof(ListedReview.DueAt)] = closed.DueAt,
                [nameof(ListedReview.Owner)] = review.By,
                [nameof(ListedReview.Department)] = decision.Staff.Department,
                [nameof(ListedReview.ResolvedAt)] = review.At,
            },
            TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Names somebody else as who resolved the review.</summary>
    internal async Task SetResolverAsync(DecisionId id, DecisionReview review, CancellationToken cancellation) =>
        await _table.UpsertEntityAsync(new TableEntity(ResolvedOn(review.At), ResolvedRow(id, review))
        {
            [nameof(ListedReview.Owner)] = review.By,
            [nameof(ListedReview.ResolvedAt)] = review.At,
        },
        TableUpdateMode.Merge, cancellation);

    /// <summary>The reviews that were resolved in a time range, end exclusive.</summary>
    public IAsyncEnumerable<ListedReview> ResolvedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        ReadAsync(
        TableClient.CreateQueryFilter(
            $"PartitionKey ge {ResolvedOn(from)} and PartitionKey le {ResolvedOn(to)} and ResolvedAt ge {from} and ResolvedAt lt {to}"),
        cancellation);

    /// <summary>The partition of the reviews that were resolved on the UTC day of a time.</summary>
    internal static string ResolvedOn(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Resolved}{time.UtcDateTime:yyyyMMdd}");

    // A decision may be resolved again, after an appeal.
    private static string ResolvedRow(DecisionId id, DecisionReview review) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}|{review.At.UtcTicks:D19}");

    private async IAsyncEnumerable<ListedReview> ReadAsync(string filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return DecisionId.TryParse(row.RowKey.Split('|')[0], out var id)
                ? new(
                    id, Time(row, nameof(ListedReview.OpenedAt)) ?? id.Time,
                    Time(row, nameof(ListedReview.DueAt)) ?? deadline.DueAt(id.Time),
                    row.GetString(nameof(ListedReview.Owner)), row.GetString(nameof(ListedReview.Department)),
                    Time(row, nameof(ListedReview.ResolvedAt)))
                : throw new InvalidDataException($"The row {row.RowKey} of the review list belongs to no decision.");
    }

    private static DateTimeOffset? Time(TableEntity row, string column) => row.GetDateTimeOffset(column);
}

/// <summary>A case as the list knows it.</summary>
/// <param name="Id">The decision.</param>
/// <param name="OpenedAt">Since when it waits, or waited.</param>
/// <param name="DueAt">When it should be, or should have been, decided.</param>
/// <param name="Owner">Who has taken it, or resolved it; null if nobody has.</param>
/// <param name="Department">The department of who had asked.</param>
/// <param name="ResolvedAt">When it was resolved; null while it waits.</param>
public sealed record ListedReview(
    DecisionId Id, DateTimeOffset OpenedAt, DateTimeOffset DueAt, string? Owner, string? Department, DateTimeOffset? ResolvedAt);
