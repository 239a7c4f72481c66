using CsCheck;
using Friending.Policy.Documents;
using Xunit;

namespace Friending.Policy.Tests.Documents;

/// <summary>Dates known to the year, the month or the day: what they can mean, and when one is before another.</summary>
public sealed class PartialDateTests
{
    [Theory]
    [InlineData("1985", "1985-01-01", "1985-12-31")]
    [InlineData("0001", "0001-01-01", "0001-12-31")]
    [InlineData("9999", "9999-01-01", "9999-12-31")]
    [InlineData("2010-03", "2010-03-01", "2010-03-31")]
    [InlineData("2010-04", "2010-04-01", "2010-04-30")]
    [InlineData("2010-02", "2010-02-01", "2010-02-28")]
    [InlineData("2012-02", "2012-02-01", "2012-02-29")]
    [InlineData("1900-02", "1900-02-01", "1900-02-28")]
    [InlineData("2000-02", "2000-02-01", "2000-02-29")]
    [InlineData("9999-12", "9999-12-01", "9999-12-31")]
    [InlineData("2010-03-14", "2010-03-14", "2010-03-14")]
    [InlineData("2012-02-29", "2012-02-29", "2012-02-29")]
    public void A_date_means_every_day_from_its_first_to_its_last(string text, string earliest, string latest)
    {
        Assert.True(PartialDate.TryParse(text, out var date));
        Assert.Equal(new(Day(earliest), Day(latest)), date);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("85")]
    [InlineData("198")]
    [InlineData("19855")]
    [InlineData("-985")]
    [InlineData("+985")]
    [InlineData(" 985")]
    [InlineData("985 ")]
    [InlineData("١٩٨٥")]
    [InlineData("2010-00")]
    [InlineData("2010-13")]
    [InlineData("2010-3-")]
    [InlineData("2010/03")]
    [InlineData("03-2010")]
    [InlineData("2010-02-29")]
    [InlineData("2010-04-31")]
    [InlineData("2010-03-00")]
    [InlineData("14-03-2010")]
    [InlineData("2010-3-14")]
    [InlineData("2010-03-14T00:00:00Z")]
    [InlineData("20100314")]
    [InlineData("2010-W11")]
    [InlineData("May 2010")]
    public void Anything_else_is_no_date(string? text) => Assert.False(PartialDate.TryParse(text, out _));

    [Theory]
    // Year and year.
    [InlineData("1985", "2010", true)]
    [InlineData("2009", "2010", true)]
    [InlineData("2010", "2010", null)]
    [InlineData("2011", "2010", false)]
    // Year and month.
    [InlineData("1985", "2010-03", true)]
    [InlineData("2009", "2010-01", true)]
    [InlineData("2010", "2010-01", null)]
    [InlineData("2010", "2010-03", null)]
    [InlineData("2010", "2010-12", null)]
    [InlineData("2010", "2009-12", false)]
    [InlineData("2010-01", "2010", null)]
    [InlineData("2010-12", "2010", null)]
    [InlineData("2009-12", "2010", true)]
    [InlineData("2011-01", "2010", false)]
    // Month and month.
    [InlineData("2010-02", "2010-03", true)]
    [InlineData("2010-03", "2010-03", null)]
    [InlineData("2010-04", "2010-03", false)]
    // Year or month and day.
    [InlineData("2010", "2011-01-01", true)]
    [InlineData("2010", "2010-12-31", null)]
    [InlineData("2010", "2010-01-02", null)]
    [InlineData("2010", "2010-01-01", false)]
    [InlineData("2010-03", "2010-04-01", true)]
    [InlineData("2010-03", "2010-03-31", null)]
    [InlineData("2010-03", "2010-03-02", null)]
    [InlineData("2010-03", "2010-03-01", false)]
    [InlineData("2009-12-31", "2010", true)]
    [InlineData("2010-01-01", "2010", null)]
    [InlineData("2010-12-30", "2010", null)]
    [InlineData("2010-12-31", "2010", false)]
    [InlineData("2010-02-28", "2010-03", true)]
    [InlineData("2010-03-01", "2010-03", null)]
    [InlineData("2010-03-30", "2010-03", null)]
    [InlineData("2010-03-31", "2010-03", false)]
    // Day and day.
    [InlineData("2010-03-13", "2010-03-14", true)]
    [InlineData("2010-03-14", "2010-03-14", false)]
    [InlineData("2010-03-15", "2010-03-14", false)]
    public void One_date_is_before_another_only_where_no_day_it_can_mean_says_otherwise(string first, string second, bool? before)
    {
        Assert.True(PartialDate.TryParse(first, out var one));
        Assert.True(PartialDate.TryParse(second, out var other));
        Assert.Equal(before, one.IsBefore(other));
    }

    [Fact]
    public void Before_agrees_with_comparing_day_by_day() =>
        Gen.Select(AnyDate, AnyDate).Sample((first, second) =>
        {
            Assert.True(PartialDate.TryParse(first, out var one));
            Assert.True(PartialDate.TryParse(second, out var other));
            var pairs = from a in Days(one) from b in Days(other) select a < b;
            var answers = pairs.Distinct().ToList();
            Assert.Equal(answers is [var only] ? only : null, one.IsBefore(other));
        }, iter: 300);

    // Within fourteen months, so that overlaps and touching ends are common.
    private static readonly Gen<string> AnyDate = Gen.Select(Gen.Int[0, 425], Gen.Int[0, 2], (day, precision) =>
        new DateOnly(2010, 11, 1).AddDays(day).ToString(
            precision switch { 0 => "yyyy", 1 => "yyyy-MM", _ => "yyyy-MM-dd" }, System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<DateOnly> Days(PartialDate date)
    {
        for (var day = date.Earliest; day <= date.Latest; day = day.AddDays(1))
            yield return day;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
