namespace Friending.LocalHost;

/// <summary>What the local host logs: ids and names, never what was sent.</summary>
internal static partial class LocalHostLog
{
    [LoggerMessage(200, LogLevel.Warning, "Cannot fetch messages ({Error}); trying again")]
    internal static partial void CannotFetch(this ILogger logger, string error);

    [LoggerMessage(201, LogLevel.Warning, "Message {MessageId} failed on try {DequeueCount}; it is tried again")]
    internal static partial void TryFailed(this ILogger logger, Exception error, string messageId, long dequeueCount);

    [LoggerMessage(202, LogLevel.Information, "Cannot extend the time for message {MessageId} ({Error}); it may be delivered again")]
    internal static partial void CannotHold(this ILogger logger, string messageId, string error);

    [LoggerMessage(203, LogLevel.Error, "The scheduled task {Task} failed; it runs again when it is due")]
    internal static partial void TaskFailed(this ILogger logger, Exception error, string task);
}
