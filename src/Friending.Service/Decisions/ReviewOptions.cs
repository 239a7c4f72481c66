using System.ComponentModel.DataAnnotations;

namespace Friending.Service.Decisions;

/// <summary>
/// Settings, section <c>Reviews</c>: how soon a person decides, by the organisation's clocks (<c>Friending:TimeZone</c>).
/// </summary>
public sealed class ReviewOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Reviews";

    /// <summary>How many working hours after it arrives a case is due; 16 are two days.</summary>
    [Range(1, 1000)]
    public int DueWorkingHours { get; set; } = 16;

    /// <summary>The days that are worked, such as `Monday`; absent: Monday to Friday.</summary>
    public IList<DayOfWeek> WorkingDays { get; } = [];

    /// <summary>When work begins on a working day, such as `08:00`.</summary>
    public TimeOnly DayStart { get; set; } = new(8, 0);

    /// <summary>When work ends on a working day; `00:00` is the end of the day.</summary>
    public TimeOnly DayEnd { get; set; } = new(16, 0);

    /// <summary>Days on which nobody works, such as `2026-12-25`.</summary>
    public IList<DateOnly> Holidays { get; } = [];

    /// <summary>Whether a day is worked.</summary>
    internal bool IsWorked(DateOnly day) =>
        (WorkingDays.Count > 0 ? WorkingDays.Contains(day.DayOfWeek) : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        && !Holidays.Contains(day);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DayEnd <= DayStart && DayEnd != TimeOnly.MinValue)
            yield return new("Reviews:DayEnd must be later than Reviews:DayStart, or 00:00.", [nameof(DayEnd)]);
        if (!WorkingDays.All(Enum.IsDefined))
            yield return new("Each of Reviews:WorkingDays must be a day of the week.", [nameof(WorkingDays)]);
    }
}
