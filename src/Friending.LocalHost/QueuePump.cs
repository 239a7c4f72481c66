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
internal sealed class QueuePump(StorageAccount account, RequestIntake intake, ILogger<QueuePump> logger) : BackgroundService
{
    private readonly QueueClient _queue = account.Queue(QueueNames.Requests);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var working = new List<Task>();
        var pause = QueueSettings.MinPollingInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            var fetched = await FetchAsync(stoppingToken);
            working.AddRange(fetched.Select(HandleAsync));
            if (fetched.Length > 0)
            {
                pause = QueueSettings.MinPollingInterval;
            }
            else
            {
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = Min(pause * 2, QueueSettings.MaxPollingInterval);
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
            return await _queue.ReceiveMessagesAsync(QueueSettings.BatchSize, QueueSettings.WorkingTimeout, cancellation);
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
        await using var hold = new MessageHold(_queue, message, logger);
        try
        {
            await intake.TakeAsync(message.MessageId, message.DequeueCount, message.InsertedOn, message.Body, CancellationToken.None);
            await hold.DeleteAsync();
        }
        catch (Exception e)
        {
            logger.TryFailed(e, message.MessageId, message.DequeueCount);
            await hold.LetGoAsync(QueueSettings.VisibilityTimeout);
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
