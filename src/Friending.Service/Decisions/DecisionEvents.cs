namespace Friending.Service.Decisions;

/// <summary>What happens to a decision, as the last part of its event's type (<c>friending.decision.made</c>)
/// and of its outbox row's key.</summary>
public static class DecisionEvents
{
    /// <summary>It was made.</summary>
    public const string Made = "made";

    /// <summary>A reviewer resolved it.</summary>
    public const string Reviewed = "reviewed";

    /// <summary>It was withdrawn.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>A reviewer took it.</summary>
    public const string Claimed = "claimed";

    /// <summary>A reviewer gave it back.</summary>
    public const string Released = "released";

    /// <summary>A reviewer asked for more about the circumstances.</summary>
    public const string Asked = "asked";

    /// <summary>Whoever asked for it said more about the circumstances.</summary>
    public const string Answered = "answered";

    /// <summary>Whoever asked for it wants a person to look again.</summary>
    public const string Appealed = "appealed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Made, Claimed, Released, Asked, Answered, Reviewed, Appealed, Withdrawn];

    /// <summary>The event's type.</summary>
    public static string TypeOf(string what) => $"friending.decision.{what}";

    /// <summary>
    /// The event's id. It follows from the decision, its revision and what happened, so an event that is delivered again has the same
    /// one, and the next of its kind another.
    /// </summary>
    public static string IdOf(DecisionId id, int revision, string what) => FormattableString.Invariant($"{id}/{revision}/{what}");
}
