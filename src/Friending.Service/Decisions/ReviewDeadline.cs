using Microsoft.Extensions.Options;

namespace Friending.Service.Decisions;

/// <summary>When a case is due: so many hours of the organisation's working time after it was opened.</summary>
public sealed class ReviewDeadline(IOptions<ReviewOptions> options, IOptions<TimeZoneOptions> timeZone)
{
    // A day of an hour, and a fifth of a millennium of holidays: settings that no organisation has.
    private const int MostDays = 100_000;

    private readonly TimeZoneInfo _zone = timeZone.Value.FindZone();

    /// <summary>A case that is opened at a time.</summary>
    public ReviewCase Open(DateTimeOffset at) => new() { OpenedAt = at, DueAt = DueAt(at) };

    /// <summary>The case of a decision that waits; of one kept before cases were, as it would have been opened.</summary>
    public ReviewCase CaseOf(Decision decision) => decision.Case ?? Open(decision.DecidedAt);

    /// <summary>
    /// When a case opened at <paramref name="opened"/> is due, to the next full minute. What counts is time that passes between the
    /// beginning and the end of working days, so also an hour that clocks show twice or skip counts as long as it lasts.
    /// </summary>
    public DateTimeOffset DueAt(DateTimeOffset opened)
    {
        var settings = options.Value;
        var left = TimeSpan.FromHours(settings.DueWorkingHours);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(opened, _zone).DateTime);
        for (var days = 0; days < MostDays; days++, day = day.AddDays(1))
        {
            if (!settings.IsWorked(day))
                continue;
            var start = Later(opened, LocalClock.FirstMoment(day.ToDateTime(settings.DayStart), _zone));
            var end = LocalClock.FirstMoment(
                settings.DayEnd == TimeOnly.MinValue ? day.AddDays(1).ToDateTime(TimeOnly.MinValue) : day.ToDateTime(settings.DayEnd),
                _zone);
            if (start >= end)
                continue;
            if (end - start >= left)
                return NextMinute(start + left);
            left -= end - start;
        }
        throw new InvalidOperationException("Reviews has no working time within a lifetime.");
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset NextMinute(DateTimeOffset time) =>
        new((time.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
