using Friending.Service.Decisions;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>What digests know of what held for a decision, and when.</summary>
public sealed class StandingHistoryTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("decline", "", "", "", 9, "decline", false)]
    [InlineData("review", "", "", "", 9, "", true)]
    [InlineData("review", "", "", "permit", 2, "", true)]
    [InlineData("review", "", "", "permit", 4, "permit", true)]
    [InlineData("decline", "", "appeal", "", 1, "decline", false)]
    [InlineData("decline", "", "appeal", "", 9, "", true)]
    [InlineData("decline", "", "appeal", "discourage", 9, "discourage", true)]
    [InlineData("review", "decline", "appeal", "permit", 1, "decline", true)]
    [InlineData("review", "decline", "appeal", "permit", 2, "", true)]
    [InlineData("review", "decline", "appeal", "permit", 9, "permit", true)]
    public void It_tells_what_held_on_a_day_however_much_came_after(
        string outcome, string first, string appeal, string last, int day, string held, bool wasOpened)
    {
        var appealed = appeal.Length == 0 ? null
            : new CaseAppeal("Please look again.", s_asked.AddDays(1), first.Length > 0 ? Review(first, hours: 12) : null);
        var decision = StoredDecisions.At(
            s_asked, outcome, status: last.Length > 0 ? DecisionStatus.Reviewed
                : outcome == "review" || appealed is not null ? DecisionStatus.PendingReview : DecisionStatus.Final) with
        {
            Review = last.Length > 0 ? Review(last, hours: 72) : null,
            Case = outcome == "review" || appealed is not null
                ? new() { OpenedAt = s_asked, DueAt = s_asked.AddDays(2), Appeal = appealed }
                : null,
        };

        Assert.Equal((held, wasOpened), StandingHistory.Before(StandingHistory.Of(decision), s_asked.AddDays(day).AddMinutes(-1)));
        // A withdrawal has no time.
        Assert.Equal(StandingHistory.Of(decision), StandingHistory.Of(decision with { Status = DecisionStatus.Withdrawn }));
    }

    private static DecisionReview Review(string resolution, int hours) =>
        new(resolution, "We talked about it.", "sm-5001", s_asked.AddHours(hours), null);
}
