using System.ComponentModel.DataAnnotations;

namespace Friending.Service.Retention;

/// <summary>Settings, section <c>Retention</c>: how long decisions are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Retention";

    /// <summary>The age in days from which decisions and idempotency keys are purged, by whole UTC days.</summary>
    [Range(1, 100_000)]
    public int Days { get; set; } = 400;
}
