using Friending.Service.Decisions;

namespace Friending.Service.Feed;

/// <summary>A change of a decision in the feed.</summary>
/// <param name="Id">The decision's id.</param>
/// <param name="Decision">The decision as it is now, which may be further than this change.</param>
/// <param name="Event">What happened, as the type of an event: <c>friending.decision.made</c> and so on.</param>
/// <param name="At">When it happened.</param>
public sealed record FeedItem(DecisionId Id, Decision Decision, string Event, DateTimeOffset At);

/// <summary>A part of the feed.</summary>
/// <param name="Items">The changes, in the order in which they were committed to the feed.</param>
/// <param name="Cursor">Where to read on; also where there is nothing more yet.</param>
public sealed record FeedPage(IReadOnlyList<FeedItem> Items, string Cursor);
