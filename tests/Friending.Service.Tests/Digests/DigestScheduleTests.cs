using System.Globalization;
using Xunit;

namespace Friending.Service.Tests;

public sealed class DigestScheduleTests
{
    [Theory]
    [InlineData("2026-W47", "America/Chicago", "2026-11-23T13:00:00Z")]
    // The clocks have changed since the week before was due.
    [InlineData("2026-W10", "America/Chicago", "2026-03-09T12:00:00Z")]
    [InlineData("2026-W12", "Europe/Berlin", "2026-03-23T06:00:00Z")]
    [InlineData("2026-W13", "Europe/Berlin", "2026-03-30T05:00:00Z")]
    [InlineData("2026-W53", "Europe/Berlin", "2027-01-04T06:00:00Z")]
    public void A_digest_is_due_on_the_monday_after_its_week_at_seven_by_the_clocks_there(string week, string zone, string due) =>
        Assert.Equal(
        DateTimeOffset.Parse(due, CultureInfo.InvariantCulture),
            DigestsForTests.Schedule(TimeProvider.System, zone, new()).DueAt(Weeks.Of(week)));

    // Hour by hour over two years, on days on which the hour is skipped or comes twice too.
    [Theory]
    [InlineData("America/Chicago", DayOfWeek.Monday, 7)]
    [InlineData("America/Chicago", DayOfWeek.Sunday, 2)]
    [InlineData("America/Chicago", DayOfWeek.Sunday, 1)]
    [InlineData("Europe/Berlin", DayOfWeek.Sunday, 2)]
    [InlineData("Australia/Lord_Howe", DayOfWeek.Sunday, 2)]
    [InlineData("Asia/Kolkata", DayOfWeek.Wednesday, 23)]
    [InlineData("Pacific/Kiritimati", DayOfWeek.Monday, 0)]
    public void Every_week_becomes_due_once_and_in_order_within_the_hour_that_is_set(string zone, DayOfWeek day, int hour)
    {
        var time = new HandSetTime(new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero));
        var schedule = DigestsForTests.Schedule(time, zone, new() { Day = day, Hour = hour });
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var latest = schedule.LatestDue;
        var became = 0;
        for (; time.Now < new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero); time.Now = time.Now.AddHours(1))
        {
            if (schedule.LatestDue == latest)
                continue;
            Assert.Equal(latest.Next, schedule.LatestDue);
            latest = schedule.LatestDue;
            became++;
            var (due, now) = (schedule.DueAt(latest), time.Now);
            Assert.InRange(now - due, TimeSpan.Zero, TimeSpan.FromHours(1));
            Assert.Equal(day, TimeZoneInfo.ConvertTime(due, local).DayOfWeek);
            // Where the hour is skipped, it is the first moment after it.
            Assert.InRange(TimeZoneInfo.ConvertTime(due, local).TimeOfDay, TimeSpan.FromHours(hour), TimeSpan.FromHours(hour + 1));
            Assert.True(schedule.IsOver(latest));
        }
        Assert.InRange(became, 104, 105);
    }
}
