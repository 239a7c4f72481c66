namespace Friending.Service.Decisions;

/// <summary>What happens to a decision, as the last part of its event's type (<c>friending.decision.made</c>) and of its outbox row's key.</summary>
public static class DecisionEvents
{
    /// <summary>It was made.</summary>
    public const string Made = "made";

    /// <summary>A reviewer resolved it.</summary>
    public const string Reviewed = "reviewed";

    /// <summary>It was withdrawn.</summary>
    public const string Withdrawn = "withdrawn";
}
