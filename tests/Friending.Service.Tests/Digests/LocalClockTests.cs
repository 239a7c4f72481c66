using System.Globalization;
using CsCheck;
using Xunit;

namespace Friending.Service.Tests;

public sealed class LocalClockTests
{
    [Theory]
    [InlineData("2026-W10", "America/Chicago", "2026-03-02T06:00:00Z", 167)]
    [InlineData("2026-W11", "America/Chicago", "2026-03-09T05:00:00Z", 168)]
    [InlineData("2026-W44", "America/Chicago", "2026-10-26T05:00:00Z", 169)]
    [InlineData("2026-W13", "Europe/Berlin", "2026-03-22T23:00:00Z", 167)]
    [InlineData("2026-W43", "Europe/Berlin", "2026-10-18T22:00:00Z", 169)]
    [InlineData("2026-W53", "Europe/Berlin", "2026-12-27T23:00:00Z", 168)]
    [InlineData("2027-W01", "Pacific/Kiritimati", "2027-01-03T10:00:00Z", 168)]
    public void A_week_begins_on_its_monday_by_the_clocks_of_the_place_and_has_an_hour_less_or_more_when_they_change(string week,
        string zone, string start, int hours)
    {
        var (monday, local) = (Weeks.Of(week), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), LocalClock.StartOf(monday, local));
        Assert.Equal(TimeSpan.FromHours(hours), LocalClock.StartOf(monday.Next, local) - LocalClock.StartOf(monday, local));
    }

    [Theory]
    // Skipped: the clocks go from 2 to 3.
    [InlineData("2026-03-08T02:00", "America/Chicago", "2026-03-08T08:00:00Z")]
    [InlineData("2026-03-08T02:30", "America/Chicago", "2026-03-08T08:00:00Z")]
    // Twice: the first.
    [InlineData("2026-11-01T01:00", "America/Chicago", "2026-11-01T06:00:00Z")]
    // A midnight that there is not: Beirut, 29 March 2026.
    [InlineData("2026-03-29T00:00", "Asia/Beirut", "2026-03-28T22:00:00Z")]
    // A midnight that comes twice: Havana, 1 November 2026.
    [InlineData("2026-11-01T00:00", "America/Havana", "2026-11-01T04:00:00Z")]
    public void A_time_that_is_skipped_is_when_it_is_skipped_and_of_one_that_comes_twice_it_is_the_first(string local, string zone,
        string moment) => Assert.Equal(
        DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture),
        LocalClock.FirstMoment(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Every_moment_belongs_to_the_week_between_whose_ends_it_lies()
    {
        string[] zones = ["America/Chicago", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Etc/UTC"];
        var moments = Gen.Long[new DateTimeOffset(2015, 1, 1, 0, 0, 0, default).ToUnixTimeMilliseconds(),
            new DateTimeOffset(2040, 1, 1, 0, 0, 0, default).ToUnixTimeMilliseconds()];
        Gen.Select(moments, Gen.Int[0, zones.Length - 1]).Sample((ms, z) =>
        {
            var (moment, zone) = (DateTimeOffset.FromUnixTimeMilliseconds(ms), TimeZoneInfo.FindSystemTimeZoneById(zones[z]));
            var week = IsoWeek.Of(moment, zone);

            Assert.True(LocalClock.StartOf(week, zone) <= moment);
            Assert.True(moment < LocalClock.StartOf(week.Next, zone));
            Assert.Equal(week, IsoWeek.Of(LocalClock.StartOf(week, zone), zone));
            Assert.Equal(week.Previous, IsoWeek.Of(LocalClock.StartOf(week, zone).AddMilliseconds(-1), zone));
        });
    }

}
