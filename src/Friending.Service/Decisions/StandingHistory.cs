using System.Globalization;
using System.Text;

namespace Friending.Service.Decisions;

/// <summary>
/// What held for a decision, and from when on, as the column <see cref="DecisionRow.Standings"/> keeps it: the outcome that held first,
/// empty while a person was to decide, and then <c>;TIME=OUTCOME</c> for each change. So a digest tells what held at the end of its week,
/// the same whenever it is made. A withdrawal has no time and is not a change.
/// </summary>
internal static class StandingHistory
{
    /// <summary>The history of a decision.</summary>
    internal static string Of(Decision decision)
    {
        var (review, appeal) = (decision.Review, decision.Case?.Appeal);
        var waitedFirst = appeal is null
            ? decision.Case is not null || review is not null || decision.Status == DecisionStatus.PendingReview
            : appeal.Against is not null;
        var history = new StringBuilder(waitedFirst ? "" : decision.Outcome);
        Add(appeal?.Against?.At, appeal?.Against?.Resolution);
        Add(appeal?.At, "");
        Add(review?.At, review?.Resolution);
        return history.ToString();

        void Add(DateTimeOffset? at, string? outcome)
        {
            if (at is { } time)
                history.Append(CultureInfo.InvariantCulture, $";{time.UtcDateTime:O}={outcome}");
        }
    }

    /// <summary>What held at the last moment before a time, and whether a person had been asked to decide by then.</summary>
    internal static (string Outcome, bool WasOpened) Before(string history, DateTimeOffset end)
    {
        var changes = history.Split(';');
        var (outcome, wasOpened) = (changes[0], changes[0].Length == 0);
        foreach (var change in changes.Skip(1).Select(c => c.Split('=', 2)))
        {
            if (DateTimeOffset.Parse(change[0], CultureInfo.InvariantCulture) >= end)
                break;
            outcome = change[1];
            wasOpened |= outcome.Length == 0;
        }
        return (outcome, wasOpened);
    }
}
