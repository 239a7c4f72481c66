using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Policies;

/// <summary>How far a replay is, or what came of it: the last of a stream holds the result, all others progress.</summary>
/// <param name="Progress">How far it is.</param>
/// <param name="Result">What came of it.</param>
public sealed record ReplayLine(
    ReplayProgress? Progress,
    ReplayResult? Result);

/// <summary>How far a replay is.</summary>
/// <param name="Days">Days of the range, UTC, that have been read: the mean over the shards, which are read side by side.</param>
/// <param name="Of">Days of the range.</param>
/// <param name="Decisions">Decisions read so far.</param>
public sealed record ReplayProgress(int Days, int Of, long Decisions);

/// <summary>How the decisions of a time range would have come out under another policy.</summary>
/// <param name="Policy">That policy.</param>
/// <param name="From">The earliest time of decision, inclusive.</param>
/// <param name="To">The latest time of decision, exclusive.</param>
/// <param name="Totals">What they add up to; null where only further changes were asked for.</param>
/// <param name="Changes">Decisions with another outcome, oldest first.</param>
public sealed record ReplayResult(
    PolicyReference Policy,
    DateTimeOffset From,
    DateTimeOffset To,
    ReplayTotals? Totals,
    ReplayChanges Changes);

/// <summary>What replayed decisions add up to.</summary>
/// <param name="Decisions">How many decisions were read.</param>
/// <param name="Changed">How many of them come out otherwise.</param>
/// <param name="Transitions">How many went from which outcome to which, unchanged ones too, in the order of the policy's outcomes.</param>
/// <param name="ReviewLoad">How many decisions of each ISO week went to review, and how many would have.</param>
/// <param name="NotReplayed">Decisions that the policy cannot answer; they count nowhere else.</param>
/// <param name="FactsDropped">Facts that the policy does not have, each with how many decisions had them; they were replayed
/// without.</param>
public sealed record ReplayTotals(
    long Decisions,
    long Changed,
    IReadOnlyList<ReplayTransition> Transitions,
    IReadOnlyList<WeeklyReviews> ReviewLoad,
    ReplayLeftOut NotReplayed,
    IReadOnlyDictionary<string, long> FactsDropped);

/// <summary>Decisions that went from one outcome to another, or stayed.</summary>
/// <param name="From">The outcome they have.</param>
/// <param name="To">The outcome they would have.</param>
/// <param name="Count">How many they are.</param>
public sealed record ReplayTransition(string From, string To, long Count);

/// <summary>The reviews of a week.</summary>
/// <param name="Week">The ISO 8601 week, such as <c>2026-W47</c>.</param>
/// <param name="Before">Decisions that went to review.</param>
/// <param name="After">Decisions that would have gone to review.</param>
public sealed record WeeklyReviews(string Week, long Before, long After);

/// <summary>Decisions that a policy cannot answer.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Reasons">Why, the most frequent first; at most <see cref="MostReasons"/>.</param>
public sealed record ReplayLeftOut(long Count, IReadOnlyList<ReplayReason> Reasons)
{
    /// <summary>How many reasons are told apart; what comes later is counted under one reason.</summary>
    public const int MostReasons = 100;
}

/// <summary>Why decisions cannot be replayed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many decisions it holds for.</param>
/// <param name="Example">One of them.</param>
public sealed record ReplayReason(string Reason, long Count, DecisionId Example);

/// <summary>A page of decisions with another outcome.</summary>
/// <param name="Items">The decisions.</param>
/// <param name="Cursor">Where to read on; null where these are the last.</param>
public sealed record ReplayChanges(
    IReadOnlyList<ReplayChange> Items,
    string? Cursor = null);

/// <summary>A decision with another outcome.</summary>
/// <param name="Id">The decision.</param>
/// <param name="From">The outcome it has.</param>
/// <param name="To">The outcome it would have.</param>
public sealed record ReplayChange(DecisionId Id, string From, string To);
