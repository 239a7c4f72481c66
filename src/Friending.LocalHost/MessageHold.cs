using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Friending.LocalHost;

/// <summary>Keeps a message from others while it is worked on, by renewing its visibility time-out at half time.</summary>
internal sealed class MessageHold : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _hold;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewal;
    private string _receipt;

    /// <summary>Starts holding a message that has just been fetched with the visibility time-out <paramref name="hold"/>.</summary>
    public MessageHold(QueueClient queue, QueueMessage message, TimeSpan hold, ILogger logger)
    {
        (_queue, _message, _hold, _logger, _receipt) = (queue, message, hold, logger, message.PopReceipt);
        _renewal = RenewAsync();
    }

    /// <summary>Deletes the message, which is dealt with. If that fails it comes again, and is found to be dealt with.</summary>
    public async Task DeleteAsync()
    {
        await EndRenewalAsync();
        await _queue.DeleteMessageAsync(_message.MessageId, _receipt, CancellationToken.None);
    }

    /// <summary>
    /// Gives the message back, to be delivered again after a while. If that fails it is delivered once the hold has lapsed.
    /// </summary>
    public async Task LetGoAsync(TimeSpan delay)
    {
        await EndRenewalAsync();
        await TryUpdateAsync(delay);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndRenewalAsync();
        _end.Dispose();
    }

    private async Task EndRenewalAsync()
    {
        await _end.CancelAsync();
        await _renewal;
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(_hold / 2, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
                return;
            await TryUpdateAsync(_hold);
        }
    }

    private async Task TryUpdateAsync(TimeSpan visibility)
    {
        try
        {
            UpdateReceipt updated =
                await _queue.UpdateMessageAsync(_message.MessageId, _receipt, (BinaryData?)null, visibility, CancellationToken.None);
            _receipt = updated.PopReceipt;
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            _logger.CannotHold(_message.MessageId, e.GetType().Name);
        }
    }
}
