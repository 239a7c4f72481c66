using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Sending;

/// <summary>When the digest of a week is due, by the organisation's clocks.</summary>
public sealed class DigestSchedule(IOptions<DigestOptions> options, IOptions<TimeZoneOptions> timeZone, TimeProvider time)
{
    private readonly TimeZoneInfo _zone = timeZone.Value.FindZone();

    /// <summary>The week that it is now.</summary>
    public IsoWeek ThisWeek => IsoWeek.Of(time.GetUtcNow(), _zone);

    /// <summary>The latest week whose digest is due.</summary>
    public IsoWeek LatestDue => ThisWeek.Previous is var last && DueAt(last) <= time.GetUtcNow() ? last : last.Previous;

    /// <summary>When the digest of a week is due: on the first such day after the week, at the hour. Of an hour that is skipped
    /// that day, when it is skipped.</summary>
    public DateTimeOffset DueAt(IsoWeek week)
    {
        var day = week.Next.Monday.AddDays((options.Value.Day - DayOfWeek.Monday + 7) % 7);
        return LocalClock.FirstMoment(day.ToDateTime(new TimeOnly(options.Value.Hour, 0)), _zone);
    }

    /// <summary>Whether a week is over.</summary>
    public bool IsOver(IsoWeek week) => LocalClock.StartOf(week.Next, _zone) <= time.GetUtcNow();
}
