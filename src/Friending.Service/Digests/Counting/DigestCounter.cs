using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Counting;

/// <summary>Counts a week's requests and those of the weeks before: one pass over the partitions, of which it holds a page each.</summary>
public sealed class DigestCounter(
    DecisionScan scan, DecisionStore decisions, ReviewList reviews, PoisonEntries poison, IOptions<StorageOptions> storage,
    PolicyDecisionPoint policy, TimeProvider time)
{
    // Of the two weeks that are told in full.
    internal static readonly IReadOnlyList<string> AllColumns =
    [
        nameof(DecisionRow.Outcome), nameof(DecisionRow.DecidingRules), nameof(DecisionRow.DecidingGuidelines), nameof(DecisionRow.Source),
        nameof(DecisionRow.StaffRole), nameof(DecisionRow.Department), nameof(DecisionRow.Platform), nameof(DecisionRow.Facts),
        nameof(DecisionRow.PolicyVersion), nameof(DecisionRow.PolicySha256), nameof(DecisionRow.ReviewOpened),
        nameof(DecisionRow.Standings), nameof(DecisionRow.StaffId),
    ];

    internal static readonly IReadOnlyList<string> TrendColumns = [nameof(DecisionRow.Department), nameof(DecisionRow.StaffId)];

    /// <summary>Counts.</summary>
    /// <param name="week">The week.</param>
    /// <param name="zone">Whose week it is.</param>
    /// <param name="departments">The departments to count by themselves too.</param>
    /// <param name="enough">How many different people are enough for a number to be told.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<DigestCounts> CountAsync(IsoWeek week, TimeZoneInfo zone, IEnumerable<string> departments, int enough,
        CancellationToken cancellation)
    {
        var (now, end) = (time.GetUtcNow(), LocalClock.StartOf(week.Next, zone));
        // Of a week that lasts, the hour: the same requests give the same digest, not one that differs by the second.
        var counts = new DigestCounts(week, zone, departments, enough, CountedPolicy.Of(policy.Document))
        {
            TakenAt = now < end ? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)) : end,
        };
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
            counts.Organisation[WeekOf(row.Id)].AddToTrend(row);
        await foreach (var row in scan.ReadAsync(new(starts[InFull], starts[^1]) { Columns = AllColumns }, cancellation))
        {
            var week = WeekOf(row.Id);
            counts.Organisation[week].Add(row);
            (row.Department is { } department && counts.OfDepartment.TryGetValue(department, out var own) ? own
                : counts.Elsewhere)[week - InFull].Add(row);
        }

        int WeekOf(DecisionId id)
        {
            var week = DigestCounts.Weeks - 1;
            while (id.Time < starts[week])
                week--;
            return week;
        }
    }

    // Those that wait are told as they were at the end of the week: the same each time the digest is made.
    private async Task CountReviewsAsync(DigestCounts counts, CancellationToken cancellation)
    {
        var (from, to) = (counts.StartOf(DigestCounts.Weeks - 1), counts.StartOf(DigestCounts.Weeks));
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = storage.Value.ScanParallelism, CancellationToken = cancellation };
        await Parallel.ForEachAsync(reviews.ResolvedAsync(from, DateTimeOffset.MaxValue, cancellation), parallel, async (resolved, token) =>
        {
            if (resolved.ResolvedAt >= to && resolved.OpenedAt >= to)
                return;
            var person = await PersonAsync(resolved.Id, token);
            lock (gate)
            {
                if (resolved.ResolvedAt is { } at && at < to)
                    counts.Reviews.AddResolved(at - resolved.OpenedAt, person);
                else
                    counts.Reviews.AddPending(resolved.OpenedAt, resolved.DueAt <= counts.TakenAt, person);
            }
        });
        await Parallel.ForEachAsync(reviews.PendingAsync(cancellation), parallel, async (waiting, token) =>
        {
            // The list runs behind; the decision itself is right.
            if (waiting.OpenedAt >= to
                || await decisions.FindAsync(waiting.Id, token) is not { Decision: { Status: DecisionStatus.PendingReview } pending })
                return;
            lock (gate)
                counts.Reviews.AddPending(waiting.OpenedAt, waiting.DueAt <= counts.TakenAt, StaffIds.Key(pending.Staff.Id));
        });
    }

    // Of a decision that is gone nobody knows who asked: all of those count as one person.
    private async Task<string> PersonAsync(DecisionId id, CancellationToken cancellation) =>
        await decisions.FindAsync(id, cancellation) is { Decision: { } decision } ? StaffIds.Key(decision.Staff.Id) : "";
}
