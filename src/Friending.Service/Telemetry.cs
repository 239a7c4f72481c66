using System.Diagnostics;
using System.Diagnostics.Metrics;
using Friending.Service.Decisions;

namespace Friending.Service;

/// <summary>
/// What the service tells OpenTelemetry about itself: one trace from the request over storage to the delivery of its
/// events, and the meter that the alerts read. Tags hold codes and ids, never what was sent.
/// </summary>
public static class FriendingTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Friending";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_decisions =
        s_meter.CreateCounter<long>("friending.decisions", "{decision}", "Decisions made, by outcome, deciding rule and source.");
    private static readonly Histogram<double> s_queueDelay =
        s_meter.CreateHistogram<double>("friending.queue.delay", "s", "Time from a message's insertion to a try at it.");
    private static readonly Counter<long> s_poisoned =
        s_meter.CreateCounter<long>("friending.poisoned", "{message}", "Messages refused, by reason.");
    private static readonly Counter<long> s_callbacks =
        s_meter.CreateCounter<long>("friending.callbacks", "{call}", "Calls of callbacks, by result.");
    private static readonly Counter<long> s_callbacksGivenUp = s_meter.CreateCounter<long>("friending.callbacks.given_up", "{event}",
        "Events whose callback is tried no more; they are on the queue friending-decisions.");
    private static readonly Gauge<long> s_backlog =
        s_meter.CreateGauge<long>("friending.outbox.backlog", "{event}", "Events that a sweep of the outbox found and left.");
    private static readonly Gauge<long> s_queueMessages = s_meter.CreateGauge<long>("friending.queue.messages", "{message}",
        "Messages on the queue of requests, those being worked on included.");
    private static readonly Gauge<long> s_poison =
        s_meter.CreateGauge<long>("friending.poison.messages", "{message}", "Entries on the poison queue.");
    private static readonly Gauge<double> s_oldestReview =
        s_meter.CreateGauge<double>("friending.reviews.oldest.hours", "h", "Age of the oldest pending review; 0 if there is none.");
    private static readonly Gauge<double> s_overdueDigests = s_meter.CreateGauge<double>("friending.digests.overdue.hours", "h",
        "Time that the oldest digest not sent has been due, by audience and channel; 0 if there is none.");
    private static readonly Counter<long> s_digests = s_meter.CreateCounter<long>("friending.digests.sent", "{digest}",
        "Digests sent, by channel; accepted only where the channel does not tell whether they arrive.");

    private static readonly Counter<long> s_notices = s_meter.CreateCounter<long>("friending.notices", "{notice}",
        "Tries to tell somebody of a case, by kind and what came of them: sent, waiting (tried again), failed or unknown.");
    private static readonly Counter<long> s_noticesLost = s_meter.CreateCounter<long>("friending.notices.lost", "{notice}",
        "Notices that are not tried again, by kind: nobody took them, or nobody knows whether they arrived.");

    internal static void NoticeTried(string kind, string state) =>
        s_notices.Add(1, new("kind", kind.ToLowerInvariant()), new("state", state.ToLowerInvariant()));

    internal static void NoticeLost(string kind) =>
        s_noticesLost.Add(1, new KeyValuePair<string, object?>("kind", kind.ToLowerInvariant()));

    internal static void Decided(Decision decision)
    {
        var rules = string.Join('+', decision.Findings.Where(f => f.Outcome == decision.Outcome).Select(f => f.Rule));
        s_decisions.Add(
            1,
            new("outcome", decision.Outcome),
            new("rule", rules.Length == 0 ? "none" : rules),
            new("source", decision.Source == DecisionSource.Queue ? "queue" : "http"));
    }

    internal static void QueueDelay(TimeSpan delay) => s_queueDelay.Record(Math.Max(0, delay.TotalSeconds));

    internal static void Poisoned(string reason) => s_poisoned.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal static void QueueMessages(int count) => s_queueMessages.Record(count);

    internal static void CalledBack(string result) => s_callbacks.Add(1, new KeyValuePair<string, object?>("result", result));

    internal static void CallbackGivenUp() => s_callbacksGivenUp.Add(1);

    internal static void DigestSent(string channel, bool isOnlyAccepted) =>
        s_digests.Add(1, new("channel", channel), new("state", isOnlyAccepted ? "accepted" : "sent"));

    internal static void DigestOverdue(string audience, string channel, TimeSpan overdue) =>
        s_overdueDigests.Record(Math.Max(0, overdue.TotalHours), new("audience", audience), new("channel", channel));

    internal static void Backlog(int rows) => s_backlog.Record(rows);

    internal static void PoisonMessages(int count) => s_poison.Record(count);

    internal static void OldestReview(TimeSpan age) => s_oldestReview.Record(Math.Max(0, age.TotalHours));

    /// <summary>
    /// The handling of a message, in the trace of its sender if that is known. A trace state goes along with every call and event, so
    /// only what looks like one does: entries without white space, 512 characters in all (W3C Trace Context, section 3.3).
    /// </summary>
    internal static Activity? StartIntake(string? traceParent, string? traceState) => Start(
        "process friending-requests", ActivityKind.Consumer, traceParent,
        traceState is { Length: <= 512 } && traceState.All(c => c is > ' ' and <= '~') ? traceState : null);

    /// <summary>The delivery of an event, in the trace of what happened.</summary>
    internal static Activity? StartDelivery(string? traceParent, string? traceState) =>
        Start("publish friending-decisions", ActivityKind.Producer, traceParent, traceState);

    private static Activity? Start(string name, ActivityKind kind, string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent)
            ? s_source.StartActivity(name, kind, parent)
            : s_source.StartActivity(name, kind);
}
