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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Made, Reviewed, Withdrawn];

    /// <summary>The event's type.</summary>
    public static string TypeOf(string what) => $"friending.decision.{what}";

    /// <summary>The event's id. It follows from the decision and what happened, so an event that is delivered again has the same one.</summary>
    public static string IdOf(DecisionId id, string what) => $"{id}/{what}";
}
