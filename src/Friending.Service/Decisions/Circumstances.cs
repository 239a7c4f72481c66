using System.Text.Json.Serialization;

namespace Friending.Service.Decisions;

/// <summary>What may make the case unusual.</summary>
public sealed record Circumstances
{
    /// <summary>Since when they are friends in person, ISO 8601 to the year, month or day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FriendsSince { get; init; }

    /// <summary>Since when the other party is in the organisation's care, ISO 8601 to the year, month or day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CareSince { get; init; }

    /// <summary>Whether the friendship in person is older than the care.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FriendshipPredatesCare { get; init; }

    /// <summary>The Breaking Bread Rule: whether the staff member would have this person over to dinner socially.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? WouldBreakBread { get; init; }

    /// <summary>Whether other unusual circumstances are claimed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OtherUnusual { get; init; }

    /// <summary>Whether a manager who received the request, or has the connection, believes that it would
    /// hurt the work relationship.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HarmsWorkRelationship { get; init; }
}
