namespace Friending.Service.Intake;

/// <summary>
/// How the queue of requests is read, the same under every host: the Functions host has these numbers in <c>host.json</c>
/// (a test compares them), the local host's pump reads them here.
/// </summary>
public static class QueueSettings
{
    /// <summary>How many messages are fetched at once.</summary>
    public const int BatchSize = 16;

    /// <summary>The next batch is fetched when no more than this many messages are still being worked on.</summary>
    public const int NewBatchThreshold = 8;

    /// <summary>How often a message is tried before it goes to the poison queue.</summary>
    public const int MaxDequeueCount = 5;

    /// <summary>
    /// When the Functions host itself would move a message to the poison queue (<c>maxDequeueCount</c>): later than the intake
    /// does, since the host keeps the message as it came, note and all.
    /// </summary>
    public const int HostMaxDequeueCount = MaxDequeueCount + 5;

    /// <summary>How long a message that failed waits for its next try (<c>visibilityTimeout</c>).</summary>
    public static TimeSpan VisibilityTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long nobody else gets a message that the local host works on; renewed at half time, so only a host that died lets it lapse.
    /// The Functions host holds messages for ten minutes, renewed too, and no setting changes that: a message in work when that host
    /// dies comes again ten minutes later. Source: https://github.com/Azure/azure-sdk-for-net/issues/32635.
    /// </summary>
    public static TimeSpan WorkingTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How soon an empty queue is asked again at first; each further time twice as long.</summary>
    public static TimeSpan MinPollingInterval { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an idle queue is left alone at most.</summary>
    public static TimeSpan MaxPollingInterval { get; } = TimeSpan.FromSeconds(10);
}
