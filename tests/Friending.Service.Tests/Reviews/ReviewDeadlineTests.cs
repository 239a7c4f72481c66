using System.Globalization;
using Friending.Service.Decisions;
using Microsoft.Extensions.Configuration;
using Xunit;
using static Microsoft.Extensions.Options.Options;

namespace Friending.Service.Tests;

public sealed class ReviewDeadlineTests
{
    // Two days of 08:00 to 16:00 unless it says otherwise. 2026-11-25 is a Wednesday.
    [Theory]
    [InlineData("2026-11-25T10:00", "2026-11-27T10:00")] // In the middle of a day.
    [InlineData("2026-11-25T08:00", "2026-11-26T16:00")] // With its beginning: at the end of the next, not at the beginning of the third.
    [InlineData("2026-11-25T03:12", "2026-11-26T16:00")] // Before it.
    [InlineData("2026-11-25T16:00", "2026-11-27T16:00")] // With its end.
    [InlineData("2026-11-25T23:59", "2026-11-27T16:00")] // After it.
    [InlineData("2026-11-27T15:00", "2026-12-01T15:00")] // On a Friday, over the weekend.
    [InlineData("2026-11-28T12:00", "2026-12-01T16:00")] // On a Saturday.
    public void A_case_is_due_after_so_many_working_hours(string opened, string due) =>
        Assert.Equal(At(due, TimeSpan.Zero), Deadline("Etc/UTC").DueAt(At(opened, TimeSpan.Zero)));

    [Fact]
    public void It_is_due_at_a_full_minute_and_never_early()
    {
        var deadline = Deadline("Etc/UTC");
        var opened = At("2026-11-25T10:00", TimeSpan.Zero);

        Assert.Equal(At("2026-11-27T10:01", TimeSpan.Zero), deadline.DueAt(opened.AddTicks(1)));
        Assert.Equal(At("2026-11-27T10:01", TimeSpan.Zero), deadline.DueAt(opened.AddSeconds(59)));
    }

    [Fact]
    public void The_working_time_is_that_of_the_organisations_clocks_whatever_the_clocks_of_the_host()
    {
        // Chicago is six hours behind: 15:30 there.
        Assert.Equal(At("2026-11-27T15:30", TimeSpan.FromHours(-6)),
            Deadline("America/Chicago").DueAt(At("2026-11-25T21:30", TimeSpan.Zero)));
    }

    [Fact]
    public void The_clocks_change_over_a_weekend_and_the_hours_of_the_day_stay()
    {
        // From a Friday in summer time to the Tuesday after the night of 25 October.
        Assert.Equal(
            At("2026-10-27T10:00", TimeSpan.FromHours(1)), Deadline("Europe/Madrid").DueAt(At("2026-10-23T10:00", TimeSpan.FromHours(2))));
    }

    [Theory]
    // On 25 October 2026 in Madrid 02:00 to 03:00 comes twice: that day has 25 hours; on 29 March one is skipped, and it has 23.
    [InlineData("2026-10-25T00:00+02:00", 25, "2026-10-26T00:00+01:00")]
    [InlineData("2026-10-25T00:00+02:00", 24, "2026-10-25T23:00+01:00")]
    [InlineData("2026-03-29T00:00+01:00", 23, "2026-03-30T00:00+02:00")]
    [InlineData("2026-03-29T00:00+01:00", 24, "2026-03-30T01:00+02:00")]
    public void Where_it_is_worked_round_the_clock_every_hour_counts_as_long_as_it_lasts(string opened, int hours, string due)
    {
        var deadline =
            Deadline("Europe/Madrid", [("DueWorkingHours", $"{hours}"), ("DayStart", "00:00"), ("DayEnd", "00:00"), .. EveryDay]);

        Assert.Equal(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture),
            deadline.DueAt(DateTimeOffset.Parse(opened, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Days_hours_and_holidays_are_settings()
    {
        var deadline = Deadline(
            "Etc/UTC", ("DueWorkingHours", "12"), ("DayStart", "09:30"), ("DayEnd", "15:30"), ("WorkingDays:0", "Sunday"),
            ("WorkingDays:1", "Thursday"),
            ("Holidays:0", "2026-11-26"));

        // Thursday is a holiday, so Sunday and the Thursday after.
        Assert.Equal(At("2026-12-03T15:30", TimeSpan.Zero), deadline.DueAt(At("2026-11-25T12:00", TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("DueWorkingHours", "0", "DueWorkingHours")]
    [InlineData("DayEnd", "08:00", "Reviews:DayEnd must be later")]
    [InlineData("WorkingDays:0", "9", "Reviews:WorkingDays")]
    public void A_setting_that_cannot_be_meant_is_refused_by_name(string name, string value, string part)
    {
        var options = Options((name, value));
        var problems = new List<System.ComponentModel.DataAnnotations.ValidationResult>();

        Assert.False(System.ComponentModel.DataAnnotations.Validator
            .TryValidateObject(options, new(options), problems, validateAllProperties: true));

        Assert.Contains(part, Assert.Single(problems).ErrorMessage, StringComparison.Ordinal);
    }

    private static (string, string)[] EveryDay => [.. Enum.GetNames<DayOfWeek>().Select((day, i) => ($"WorkingDays:{i}", day))];

    private static ReviewDeadline Deadline(string zone, params (string Name, string Value)[] settings) =>
        new(Create(Options(settings)), Create(new TimeZoneOptions { TimeZone = zone }));

    private static ReviewOptions Options(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build()
            .Get<ReviewOptions>()
        ?? new();

    private static DateTimeOffset At(string local, TimeSpan offset) => new(DateTime.Parse(local, CultureInfo.InvariantCulture), offset);
}
