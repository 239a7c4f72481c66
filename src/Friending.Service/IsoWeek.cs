using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Service;

/// <summary>A week of the ISO 8601 calendar, Monday to Sunday, written <c>2026-W53</c>.</summary>
[JsonConverter(typeof(IsoWeekConverter))]
public readonly record struct IsoWeek : IComparable<IsoWeek>
{
    /// <summary>A week by its year and number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year has no such week.</exception>
    public IsoWeek(int year, int number)
    {
        if (!Exists(year, number))
            throw new ArgumentOutOfRangeException(nameof(number), $"There is no week {number} in {year}.");
        Year = year;
        Number = number;
    }

    /// <summary>The ISO year, which differs from the calendar's for a few days around New Year.</summary>
    public int Year { get; }

    /// <summary>1 to 53.</summary>
    public int Number { get; }

    /// <summary>Its Monday.</summary>
    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    /// <summary>The week after.</summary>
    public IsoWeek Next => Of(Monday.AddDays(7));

    /// <summary>The week before.</summary>
    public IsoWeek Previous => Of(Monday.AddDays(-7));

    /// <summary>The week that holds a day.</summary>
    public static IsoWeek Of(DateOnly day)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return new(ISOWeek.GetYear(date), ISOWeek.GetWeekOfYear(date));
    }

    /// <summary>The week that holds a moment, by the clocks of a time zone.</summary>
    public static IsoWeek Of(DateTimeOffset moment, TimeZoneInfo zone) =>
        Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime));

    /// <summary>Reads <c>2026-W53</c>; the week must exist.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IsoWeek week)
    {
        week = default;
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !Exists(year, number))
            return false;
        week = new(year, number);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>Whether one week is before another.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    /// <summary>Whether one week is after another.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    /// <summary>Whether one week is not after another.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one week is not before another.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-W{Number:D2}");

    // A week before the first Monday, or after the last Sunday, of the calendar has no whole week beside it.
    private static bool Exists(int year, int number) => year is > 1 and < 9999 && number >= 1 && number <= ISOWeek.GetWeeksInYear(year);
}

/// <summary>A week in JSON is its text.</summary>
internal sealed class IsoWeekConverter : JsonConverter<IsoWeek>
{
    public override IsoWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IsoWeek.TryParse(reader.GetString(), out var week) ? week : throw new JsonException("A week is written as 2026-W48.");

    public override void Write(Utf8JsonWriter writer, IsoWeek value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
