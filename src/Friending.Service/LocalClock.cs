namespace Friending.Service;

/// <summary>Turns what the clocks of a time zone show into moments, also on the days on which they are changed.</summary>
public static class LocalClock
{
    /// <summary>The first moment of a week.</summary>
    public static DateTimeOffset StartOf(IsoWeek week, TimeZoneInfo zone) => FirstMoment(week.Monday.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>
    /// The first moment at which the clocks show this time or a later one: of a time that is skipped, when it is skipped, and of
    /// one that comes twice, the first.
    /// </summary>
    public static DateTimeOffset FirstMoment(DateTime local, TimeZoneInfo zone)
    {
        var moment = new DateTimeOffset(local.Ticks, TimeSpan.Zero) - zone.GetUtcOffset(local);
        // Clocks are changed by whole minutes, and by hours at most: where the time is skipped or comes twice, it is a few steps.
        while (Local(moment.AddMinutes(-1)) >= local)
            moment = moment.AddMinutes(-1);
        return moment;

        DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;
    }
}
