using System.ComponentModel.DataAnnotations;

namespace Friending.Service;

/// <summary>Settings, section <c>Friending</c>: whose clocks weeks are counted by.</summary>
public sealed class TimeZoneOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Friending";

    /// <summary>The organisation's time zone, an IANA name such as `America/Chicago`: its weeks are the weeks of digests, and the hours of
    /// `Digests__Hour` and `Reviews` are its.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>The time zone; UTC while the setting names none, which validation refuses and must be able to read.</summary>
    public TimeZoneInfo FindZone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) || !zone.HasIanaId)
            yield return new("Friending:TimeZone must be the IANA name of a time zone, such as America/Chicago.", [nameof(TimeZone)]);
    }
}
