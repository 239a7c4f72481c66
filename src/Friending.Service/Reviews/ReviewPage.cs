using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Friending.Service.Decisions;

namespace Friending.Service.Reviews;

/// <summary>A case on the list of reviews: the decision with what the list is sorted by.</summary>
public sealed record ReviewItem : Decision
{
    [SetsRequiredMembers]
    internal ReviewItem(Decision decision, ReviewCase itsCase, DateTimeOffset now)
        : base(decision)
    {
        DueAt = itsCase.DueAt;
        Owner = decision.Review?.By ?? itsCase.Owner;
        Overdue = (decision.Review?.At ?? now) > itsCase.DueAt;
    }

    /// <summary>When it should be decided.</summary>
    [JsonPropertyOrder(-38)]
    public DateTimeOffset DueAt { get; }

    /// <summary>The reviewer who has taken it, of a resolved one who resolved it; null if nobody has.</summary>
    [JsonPropertyOrder(-37)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Owner { get; }

    /// <summary>Whether that time has passed; of a resolved one, whether it had when it was resolved.</summary>
    [JsonPropertyOrder(-36)]
    public bool Overdue { get; }
}

/// <summary>A part of the list of reviews.</summary>
/// <param name="Items">
/// The cases: those that wait most urgent first, by due time, then those without an owner, then age; resolved ones latest first.
/// </param>
/// <param name="Total">How many there are on all parts.</param>
/// <param name="Cursor">Where to read on; absent where there is nothing more.</param>
public sealed record ReviewPage(
    IReadOnlyList<ReviewItem> Items, int Total, string? Cursor);

/// <summary>A place on the list of reviews; places sort as the list does.</summary>
/// <param name="Rank">Of one that waits the minute since 1970 in which it is due; of a resolved one that in which it was, negative.</param>
/// <param name="IsOwned">Whether it has an owner; false for resolved ones.</param>
/// <param name="Id">The decision.</param>
public readonly record struct ReviewPlace(long Rank, bool IsOwned, DecisionId Id) : IComparable<ReviewPlace>
{
    /// <summary>The place of a case.</summary>
    internal static ReviewPlace Of(ListedReview review) => review.ResolvedAt is { } at
        ? new(-Minute(at), false, review.Id)
        : new(Minute(review.DueAt), review.Owner is not null, review.Id);

    /// <inheritdoc/>
    public int CompareTo(ReviewPlace other) => (Rank, IsOwned, Id).CompareTo((other.Rank, other.IsOwned, other.Id));

    /// <summary>Before.</summary>
    public static bool operator <(ReviewPlace left, ReviewPlace right) => left.CompareTo(right) < 0;

    /// <summary>After.</summary>
    public static bool operator >(ReviewPlace left, ReviewPlace right) => left.CompareTo(right) > 0;

    /// <summary>Not after.</summary>
    public static bool operator <=(ReviewPlace left, ReviewPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Not before.</summary>
    public static bool operator >=(ReviewPlace left, ReviewPlace right) => left.CompareTo(right) >= 0;

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;
}
