using System.Runtime.CompilerServices;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Policies;

/// <summary>
/// Evaluates stored decisions again, from their stored facts, under another policy. Reads them as a stream and holds no
/// more than a page of changes, whatever the range holds; deciding again costs little compared with reading.
/// </summary>
public sealed class PolicyReplay(DecisionScan scan, PolicyArchive archive, TimeProvider time)
{
    // Decisions between two lines of progress within a day.
    private const int ProgressEvery = 10_000;

    // Different combinations of facts to remember the answer for; everyday policies have far fewer.
    private const int MostRemembered = 1 << 16;

    /// <summary>The columns of a decision that a replay reads.</summary>
    internal static readonly IReadOnlyList<string> Columns =
    [
        nameof(DecisionRow.Outcome), nameof(DecisionRow.Facts), nameof(DecisionRow.Source), nameof(DecisionRow.PolicySha256),
        nameof(DecisionRow.ReviewOpened),
    ];

    /// <summary>Replays the decisions of a time range.</summary>
    /// <param name="policy">The policy to replay them under.</param>
    /// <param name="from">The earliest time of decision, inclusive.</param>
    /// <param name="to">The latest time of decision, exclusive.</param>
    /// <param name="zone">The time zone whose weeks reviews are counted by.</param>
    /// <param name="limit">How many changes to list at most.</param>
    /// <param name="after">Only list further changes, after this decision; then nothing is added up, and reading ends with the
    /// page.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Lines of progress, and the result as the last. Its cursor is the id of the last change, if there are more.</returns>
    public async IAsyncEnumerable<ReplayLine> RunAsync(
        PolicyDecisionPoint policy, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int limit, DecisionId? after,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var counts = new ReplayCounts(policy, zone);
        var changes = new FirstChanges(limit);
        var remembered = new Dictionary<string, Rehearsal>();
        var review = policy.Document.Outcomes.FirstOrDefault(o => o.Kind == OutcomeKind.Review)?.Value;
        var days = new DayCount(from, to, time.GetUtcNow());
        var read = 0L;
        var query = new DecisionQuery(from, to) { Columns = Columns, After = after };
        // In no order storage gives twice as many; only a further page, which ends early, needs the order.
        var rows = after is null ? scan.ReadAsync(query, cancellation) : scan.ReadInOrderAsync(query, cancellation);
        await foreach (var row in rows)
        {
            if (days.Reach(row.Id) || read > 0 && read % ProgressEvery == 0)
                yield return new(new(days.Reached, days.All, read), null);
            read++;
            var facts = row.Facts ?? throw new InvalidDataException($"Decision {row.Id} has no facts.");
            if (!remembered.TryGetValue(facts, out var rehearsal))
            {
                if (remembered.Count >= MostRemembered)
                    remembered.Clear();
                remembered.Add(facts, rehearsal = Rehearsal.Of(policy, row.ReadFacts()));
            }
            var outcome = rehearsal.Outcome;
            if (rehearsal.IsOpen && await WasLeftOpenAsync(row, cancellation))
                outcome = review;
            if (outcome is null)
            {
                counts.LeftOut(row.Id, rehearsal.WhyNot!, rehearsal.Dropped);
                continue;
            }
            counts.Replayed(row.Id, row.Outcome!, outcome, row.ReviewOpened == true, rehearsal.Dropped);
            if (outcome == row.Outcome)
                continue;
            changes.Add(new(row.Id, row.Outcome!, outcome));
            if (changes.AreMore && after is not null)
                break;
        }
        if (after is null)
            yield return new(new(days.All, days.All, read), null);
        yield return new(null, new(policy.Reference, from, to, after is null ? counts.Totals() : null, changes.ToPage()));
    }

    // Where nobody can be asked, an open outcome goes to review: for every message of the queue, and for a request that its own
    // policy left open too. Any other caller would have been asked.
    private async ValueTask<bool> WasLeftOpenAsync(DecisionRow row, CancellationToken cancellation)
    {
        if (row.Source == DecisionSource.Queue)
            return true;
        return row.PolicySha256 is { } sha256 && await archive.FindAsync(sha256, cancellation) is { } decided
            && Rehearsal.Of(decided, row.ReadFacts()).IsOpen;
    }

    /// <summary>The earliest of all changes that are added, up to a limit.</summary>
    private sealed class FirstChanges(int limit)
    {
        // The latest of those kept comes out first.
        private readonly PriorityQueue<ReplayChange, DecisionId> _kept =
            new(Comparer<DecisionId>.Create((left, right) => right.CompareTo(left)));

        internal bool AreMore { get; private set; }

        internal void Add(ReplayChange change)
        {
            if (_kept.Count < limit)
            {
                _kept.Enqueue(change, change.Id);
                return;
            }
            AreMore = true;
            _kept.EnqueueDequeue(change, change.Id);
        }

        internal ReplayChanges ToPage()
        {
            List<ReplayChange> items = [.. _kept.UnorderedItems.Select(i => i.Element).OrderBy(c => c.Id)];
            return new(items, AreMore ? items[^1].Id.ToString() : null);
        }
    }

    /// <summary>
    /// Counts the days of a range, in UTC, as reading reaches them: the mean over the shards, which are read side by side.
    /// </summary>
    private sealed class DayCount
    {
        private readonly int[] _reached = new int[DecisionKeys.Shards];
        private readonly DateOnly _first;

        internal DayCount(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
        {
            _first = DateOnly.FromDateTime(from.UtcDateTime);
            // A range that ends in the future, or never, ends today.
            var end = (from < now && now < to ? now : to).UtcDateTime;
            All = Math.Max(1, DateOnly.FromDateTime(end).DayNumber - _first.DayNumber + (end.TimeOfDay > TimeSpan.Zero ? 1 : 0));
        }

        internal int All { get; private set; }

        internal int Reached { get; private set; }

        // True on a decision that takes the mean to another day.
        internal bool Reach(DecisionId id)
        {
            var day = DecisionKeys.DayOf(id.Time).DayNumber - _first.DayNumber;
            All = Math.Max(All, day + 1);
            ref var reached = ref _reached[DecisionKeys.ShardOf(id)];
            reached = Math.Max(reached, day);
            var mean = _reached.Sum() / DecisionKeys.Shards;
            if (mean <= Reached)
                return false;
            Reached = mean;
            return true;
        }
    }
}
