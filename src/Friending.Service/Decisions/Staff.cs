namespace Friending.Service.Decisions;

/// <summary>The staff member who asks.</summary>
public sealed record Staff
{
    /// <summary>The organisation's id for them.</summary>
    public string? Id { get; init; }

    /// <summary>Whether they work in a patient care role.</summary>
    public bool? CareRole { get; init; }

    /// <summary>Their job.</summary>
    public string? Role { get; init; }

    /// <summary>Their department.</summary>
    public string? Department { get; init; }
}
