using System.Globalization;

namespace Friending.Policy.Documents;

/// <summary>A date to the year, month or day, as ISO 8601 writes it: <c>1985</c>, <c>2010-03</c>, <c>2010-03-14</c>.</summary>
/// <param name="Earliest">The earliest day it can mean.</param>
/// <param name="Latest">The latest day it can mean.</param>
public readonly record struct PartialDate(DateOnly Earliest, DateOnly Latest)
{
    /// <summary>Reads an ISO 8601 date of reduced precision; years 0001 to 9999.</summary>
    public static bool TryParse(string? text, out PartialDate date)
    {
        date = default;
        switch (text?.Length)
        {
            case 4 when Exact(text, "yyyy", out var year):
                date = new(year, new DateOnly(year.Year, 12, 31));
                return true;
            case 7 when Exact(text, "yyyy-MM", out var month):
                date = new(month, new DateOnly(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month)));
                return true;
            case 10 when Exact(text, "yyyy-MM-dd", out var day):
                date = new(day, day);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Whether this date is before <paramref name="other"/>: certainly (true), certainly not (false), or not to be told
    /// from dates of this precision (null).
    /// </summary>
    public bool? IsBefore(PartialDate other) =>
        Latest < other.Earliest ? true : Earliest >= other.Latest ? false : null;

    private static bool Exact(string text, string format, out DateOnly date) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
