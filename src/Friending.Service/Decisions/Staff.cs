using System.Text.Json.Serialization;

namespace Friending.Service.Decisions;

/// <summary>The staff member who asks.</summary>
public sealed record Staff
{
    /// <summary>The organisation's id for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Whether they work in a patient care role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? CareRole { get; init; }

    /// <summary>Their job.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>Their department.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Department { get; init; }
}
