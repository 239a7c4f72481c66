using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Counting;

/// <summary>Counts a week's requests and those of the weeks before: one pass over the partitions, of which it holds a page each.</summary>
public sealed class DigestCounter(
    DecisionScan scan, DecisionStore decisions, ReviewList reviews, PoisonEntries poison, IOptions<StorageOptions> storage, TimeProvider time)
{
    // Of the two weeks that are told in full.
    internal static readonly IReadOnlyList<string> AllColumns =
    [
        nameof(DecisionRow.Outcome), nameof(DecisionRow.DecidingRules), nameof(DecisionRow.DecidingGuidelines), nameof(DecisionRow.Source),
        nameof(DecisionRow.StaffRole), nameof(DecisionRow.Department), nameof(DecisionRow.Platform), nameof(DecisionRow.Direction), nameof(DecisionRow.Patient),
        nameof(DecisionRow.PolicyVersion), nameof(DecisionRow.PolicySha256), nameof(DecisionRow.ReviewOpened), nameof(DecisionRow.Resolution),
    ];

    internal static readonly IReadOnlyList<string> TrendColumns = [nameof(DecisionRow.Department)];

    /// <summary>Counts.</summary>
    /// <param name="week">The week.</param>
    /// <param name="zone">Whose week it is.</param>
    /// <param name="departments">The departments to count by themselves too.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<DigestCounts> CountAsync(IsoWeek week, TimeZoneInfo zone, IEnumerable<string> departments, CancellationToken cancellation)
    {
        var counts = new DigestCounts(week, zone, departments) { TakenAt = time.GetUtcNow() };
        await CountRequestsAsync(counts, cancellation);
        await CountReviewsAsync(counts, cancellation);
        counts.Poisoned = await poison.CountAsync(cancellation);
        return counts;
    }

    private async Task CountRequestsAsync(DigestCounts counts, CancellationToken cancellation)
    {
        const int InFull = DigestCounts.Weeks - 2;
        var starts = Enumerable.Range(0, DigestCounts.Weeks + 1).Select(counts.StartOf).ToArray();
        await foreach (var row in scan.ReadAsync(new(starts[0], starts[InFull]) { Columns = TrendColumns }, cancellation))
            counts.Organisation[WeekOf(row.Id)].Add(row.Department);
        await foreach (var row in scan.ReadAsync(new(starts[InFull], starts[^1]) { Columns = AllColumns }, cancellation))
        {
            var week = WeekOf(row.Id);
            counts.Organisation[week].Add(row);
            if (row.Department is { } department && counts.OfDepartment.TryGetValue(department, out var own))
                own[week - InFull].Add(row);
        }

        int WeekOf(DecisionId id)
        {
            var week = DigestCounts.Weeks - 1;
            while (id.Time < starts[week])
                week--;
            return week;
        }
    }

    private async Task CountReviewsAsync(DigestCounts counts, CancellationToken cancellation)
    {
        var (from, to) = (counts.StartOf(DigestCounts.Weeks - 1), counts.StartOf(DigestCounts.Weeks));
        await foreach (var resolved in reviews.ResolvedAsync(from, to, cancellation))
        {
            counts.Reviews.AddResolved(resolved.At - resolved.Id.Time);
            if (resolved.Department is { } department && counts.ReviewsOf.TryGetValue(department, out var own))
                own.AddResolved(resolved.At - resolved.Id.Time);
        }
        var gate = new Lock();
        await Parallel.ForEachAsync(
            reviews.ReadAsync(null, 1000, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = storage.Value.ScanParallelism, CancellationToken = cancellation },
            async (id, token) =>
            {
                // The list runs behind; the decision itself is right.
                if (await decisions.FindAsync(id, token) is not { Decision: { Status: DecisionStatus.PendingReview } pending })
                    return;
                lock (gate)
                {
                    counts.Reviews.AddPending(id.Time);
                    if (pending.Staff.Department is { } department && counts.ReviewsOf.TryGetValue(department, out var own))
                        own.AddPending(id.Time);
                }
            });
    }
}
