using Microsoft.Extensions.Logging;

namespace Friending.Service;

/// <summary>What the service logs: ids, reasons and numbers; never a note, a staff id, a callback's address or
/// anything else that was sent.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(100, LogLevel.Warning, "Message {MessageId} is on the poison queue: {Reason} (new entry: {IsNew})")]
    internal static partial void MessageRefused(this ILogger logger, string messageId, string reason, bool isNew);

    [LoggerMessage(101, LogLevel.Error, "Message {MessageId} failed for the last time, try {DequeueCount}")]
    internal static partial void IntakeGaveUp(this ILogger logger, Exception error, string messageId, long dequeueCount);

    [LoggerMessage(102, LogLevel.Warning, "Could not search all of the poison queue for entry {EntryId}; it is added, perhaps again")]
    internal static partial void PoisonSearchInconclusive(this ILogger logger, string entryId);

    [LoggerMessage(130, LogLevel.Information, "Audit row {Number}: {What} {Subject}, hash {Hash}")]
    internal static partial void Audited(this ILogger logger, long number, string what, string subject, string hash);

    [LoggerMessage(133, LogLevel.Warning,
        "No checkpoint of the audit trail could be taken at shutdown; the next one covers what this one would have")]
    internal static partial void CheckpointMissed(this ILogger logger, Exception error);

    [LoggerMessage(131, LogLevel.Warning, "Storage is out of reach ({Error}); which policy is in force will be noted later")]
    internal static partial void PolicyChoiceLater(this ILogger logger, string error);

    [LoggerMessage(132, LogLevel.Error, "Which policy is in force could not be noted; it is tried again")]
    internal static partial void PolicyChoiceFailed(this ILogger logger, Exception error);

    [LoggerMessage(110, LogLevel.Error, "The outbox row {Partition} {Row} cannot be delivered; it is kept")]
    internal static partial void RelayFailed(this ILogger logger, Exception error, string partition, string row);

    [LoggerMessage(111, LogLevel.Information, "Storage is out of reach ({Error}); the timer will relay decision {DecisionId}")]
    internal static partial void RelayLater(this ILogger logger, string error, string decisionId);

    [LoggerMessage(112, LogLevel.Warning, "The callback of event {EventId} failed ({Why}), attempt {Attempts}; tried again at {NextTry}")]
    internal static partial void CallbackFailed(this ILogger logger, string eventId, string why, int attempts, DateTimeOffset nextTry);

    [LoggerMessage(113, LogLevel.Error,
        "The callback of event {EventId} is given up after {Attempts} attempts ({Why}); the event is on the queue friending-decisions")]
    internal static partial void CallbackGivenUp(this ILogger logger, string eventId, int attempts, string why);

    [LoggerMessage(114, LogLevel.Information, "Subscription {SubscriptionId} has ended: its address answered 410")]
    internal static partial void SubscriptionEnded(this ILogger logger, string subscriptionId);

    [LoggerMessage(140, LogLevel.Information, "Notice {Notice} was sent")]
    internal static partial void NoticeSent(this ILogger logger, string notice);

    [LoggerMessage(141, LogLevel.Warning, "Notice {Notice} could not be sent ({Why}), attempt {Attempts}; it is tried again")]
    internal static partial void NoticeLater(this ILogger logger, string notice, string why, int attempts);

    [LoggerMessage(142, LogLevel.Error, "Notice {Notice} is not tried again ({Why}): {State}")]
    internal static partial void NoticeLost(this ILogger logger, string notice, string why, string state);

    [LoggerMessage(143, LogLevel.Warning, "Notice {Notice} was refused by {Refused} of its recipients")]
    internal static partial void NoticeRefused(this ILogger logger, string notice, int refused);

    [LoggerMessage(144, LogLevel.Information, "Storage is out of reach ({Error}); the timer will send the notices")]
    internal static partial void NoticesLater(this ILogger logger, string error);

    [LoggerMessage(145, LogLevel.Error, "The notices could not be sent; the timer tries again")]
    internal static partial void NoticesFailed(this ILogger logger, Exception error);

    [LoggerMessage(120, LogLevel.Information, "The digest of {Week} for {Audience} was sent by {Channel}; {Refused} recipients refused it")]
    internal static partial void DigestSent(this ILogger logger, string week, string audience, string channel, int refused);

    [LoggerMessage(123, LogLevel.Information,
        "The digest of {Week} for {Audience} was accepted by {Channel}, which does not tell whether it is shown")]
    internal static partial void DigestAccepted(this ILogger logger, string week, string audience, string channel);

    [LoggerMessage(121, LogLevel.Error,
        "The digest of {Week} for {Audience} could not be sent by {Channel} ({Why}), attempt {Attempts}; it is tried again")]
    internal static partial void DigestFailed(this ILogger logger, string week, string audience, string channel, string why, int attempts);

    [LoggerMessage(122, LogLevel.Warning,
        "The digest of {Week} for {Audience} took so long to be sent by {Channel} that another host may have sent it too")]
    internal static partial void DigestTakenOver(this ILogger logger, string week, string audience, string channel);
}
