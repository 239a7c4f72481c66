using System.ComponentModel.DataAnnotations;

namespace Friending.Service.Digests.Channels;

/// <summary>
/// Settings, section <c>Teams</c>: the Power Automate workflows that put digests into channels ("Post to a channel when a
/// webhook request is received"). Their addresses are secrets: whoever knows one can post.
/// </summary>
public sealed class TeamsOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Teams";

    /// <summary>The address of the workflow that takes the whole organisation's digest; https. Absent: none does.</summary>
    public string? Webhook { get; set; }

    /// <summary>The departments whose digests go to workflows of their own: each with `Name`, as in
    /// `Digests__Departments`, and `Webhook`.</summary>
    public IList<TeamsDepartmentOptions> Departments { get; } = [];

    /// <summary>The address for an audience; null for none.</summary>
    public string? WebhookOf(DigestAudience audience) => audience.Department is null
        ? NullIfEmpty(Webhook)
        : NullIfEmpty(Departments.FirstOrDefault(d => d.Name == audience.Department)?.Webhook);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Not repeated: it is a secret.
        if (Departments.Select(d => d.Webhook).Append(Webhook)
            .Any(w => !string.IsNullOrEmpty(w) && !Uri.TryCreate(w, UriKind.Absolute, out _)))
            yield return new("A Webhook of Teams is not an absolute https address.", [nameof(Webhook)]);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A department whose digest goes to a workflow.</summary>
public sealed class TeamsDepartmentOptions
{
    /// <summary>Its name, exactly as requests state it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address of its workflow.</summary>
    public string? Webhook { get; set; }
}
