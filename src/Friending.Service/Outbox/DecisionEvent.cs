using Friending.Service.Decisions;

namespace Friending.Service.Outbox;

/// <summary>
/// An event of a decision as CloudEvents 1.0 writes it: type <c>friending.decision.made</c> and so on, subject the
/// decision's id, data the decision. Its id follows from the decision and what happened, so an event that is delivered
/// again is known to be the same one.
/// </summary>
public static class DecisionEvent
{
    /// <summary>The media type of an event in a body.</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>The event as JSON, of a size that a queue message takes.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="revision">The decision's revision that this made.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="time">When.</param>
    /// <param name="document">The decision as it then was, JSON.</param>
    /// <param name="traceParent">The trace that the receiver may continue.</param>
    /// <param name="traceState">What belongs to it.</param>
    public static byte[] Encode(
        DecisionId id, int revision, string what, DateTimeOffset time, string document, string? traceParent, string? traceState) =>
        EventMessage.Encode(
            DecisionEvents.IdOf(id, revision, what), DecisionEvents.TypeOf(what), id.ToString(), time, document, $"/api/decisions/{id}",
            traceParent, traceState);
}
