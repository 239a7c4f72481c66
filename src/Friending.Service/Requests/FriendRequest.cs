using System.Text.Json.Serialization;

namespace Friending.Service.Requests;

/// <summary>The question: may this staff member send, or accept, this friend request? Members may be missing when it is only evaluated.</summary>
public record FriendRequest
{
    /// <summary>Who asks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Staff? Staff { get; init; }

    /// <summary>The social network, such as <c>Facebook</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Platform { get; init; }

    /// <summary><c>initiate</c> or <c>accept</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Direction { get; init; }

    /// <summary>Who the other party is to the staff member; never who they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OtherParty? OtherParty { get; init; }

    /// <summary>What may make the case unusual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Circumstances? Circumstances { get; init; }

    /// <summary>A remark on the circumstances, up to 500 characters, that identifies nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The language to answer in; the policy's first language if absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }
}

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

/// <summary>The other party, told only by how they relate to the organisation and the staff member.</summary>
public sealed record OtherParty
{
    /// <summary>The policy's fact <c>patient</c>: <c>current</c>, <c>former</c>, <c>family</c> or <c>no</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Patient { get; init; }

    /// <summary>The policy's fact <c>colleague</c>: <c>reports-to-me</c>, <c>manages-me</c>, <c>peer</c> or <c>no</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Colleague { get; init; }

    /// <summary>An opaque reference of the caller's own, 1 to 64 of <c>A-Za-z0-9_-</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }
}

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

    /// <summary>Whether a manager who received the request believes that accepting would hurt the work relationship.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HarmsWorkRelationship { get; init; }
}
