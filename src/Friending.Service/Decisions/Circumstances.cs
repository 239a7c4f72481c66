namespace Friending.Service.Decisions;

/// <summary>What may make the case unusual.</summary>
public sealed record Circumstances
{
    /// <summary>Since when they are friends in person, ISO 8601 to the year, month or day.</summary>
    public string? FriendsSince { get; init; }

    /// <summary>Since when the other party is in the organisation's care, ISO 8601 to the year, month or day.</summary>
    public string? CareSince { get; init; }

    /// <summary>Whether the friendship in person is older than the care.</summary>
    public bool? FriendshipPredatesCare { get; init; }

    /// <summary>The Breaking Bread Rule: whether the staff member would have this person over to dinner socially.</summary>
    public bool? WouldBreakBread { get; init; }

    /// <summary>Whether other unusual circumstances are claimed.</summary>
    public bool? OtherUnusual { get; init; }

    /// <summary>Whether a manager who received the request, or has the connection, believes that it would
    /// hurt the work relationship.</summary>
    public bool? HarmsWorkRelationship { get; init; }
}
