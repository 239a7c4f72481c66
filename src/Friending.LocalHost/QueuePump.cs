using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Intake;
using Friending.Service.Storage;

namespace Friending.LocalHost;

/// <summary>
/// Hands the messages of the queue <c>friending-requests</c> to the intake, as the queue trigger of the Functions host does:
/// batches, several messages at once, a message kept from others while it is worked on, another try after a failure, and
/// longer and longer pauses while the queue is empty.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="take">Deals with a message; if it throws, the message is tried again.</param>
/// <param name="pace">How long things take.</param>
/// <param name="logger">Told of failures.</param>
internal sealed class QueuePump(QueueClient queue, Func<QueueMessage, Task> take, QueuePace pace, ILogger<QueuePump> logger)
    : BackgroundService
{
    /// <summary>Pumps the queue of requests into the intake.</summary>
    internal static QueuePump ForRequests(IServiceProvider services)
    {
        var intake = services.GetRequiredService<RequestIntake>();
        return new(
            services.GetRequiredService<StorageAccount>().Queue(QueueNames.Requests),
            m => intake.TakeAsync(m.MessageId, m.DequeueCount, m.InsertedOn, m.Body, CancellationToken.None),
            new(), services.GetRequiredService<ILogger<QueuePump>>());
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var working = new List<Task>();
        var pause = pace.MinPollingInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            var fetched = await FetchAsync(stoppingToken);
            working.AddRange(fetched.Select(HandleAsync));
            if (fetched.Length > 0)
            {
                pause = pace.MinPollingInterval;
            }
            else
            {
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = Min(pause * 2, pace.MaxPollingInterval);
            }
            while (working.Count > QueueSettings.NewBatchThreshold)
                working.Remove(await Task.WhenAny(working));
            working.RemoveAll(t => t.IsCompleted);
        }
        // What is being worked on takes milliseconds; a message left half done would be tried again later, and that is all.
        await Task.WhenAll(working);
    }

    private async Task<QueueMessage[]> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            return await queue.ReceiveMessagesAsync(QueueSettings.BatchSize, pace.WorkingTimeout, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            logger.CannotFetch(e.GetType().Name);
            return [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    // Never throws: whatever happens to one message, the pump goes on, and the message comes again.
    private async Task HandleAsync(QueueMessage message)
    {
        await using var hold = new MessageHold(queue, message, pace.WorkingTimeout, logger);
        try
        {
            await take(message);
            await hold.DeleteAsync();
        }
        catch (Exception e)
        {
            logger.TryFailed(e, message.MessageId, message.DequeueCount);
            await hold.LetGoAsync(pace.VisibilityTimeout);
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>How long things take at the pump: by default as <see cref="QueueSettings"/> says.</summary>
internal sealed record QueuePace
{
    internal TimeSpan WorkingTimeout { get; init; } = QueueSettings.WorkingTimeout;

    internal TimeSpan VisibilityTimeout { get; init; } = QueueSettings.VisibilityTimeout;

    internal TimeSpan MinPollingInterval { get; init; } = QueueSettings.MinPollingInterval;

    internal TimeSpan MaxPollingInterval { get; init; } = QueueSettings.MaxPollingInterval;
}
