using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Storage;

namespace Friending.Service.Intake;

/// <summary>
/// Takes up the messages that the Functions host put on the poison queue itself, as they came: after the last of its tries, each of which
/// failed because the tables were out of reach. Each becomes an entry with its reason, without what may identify somebody.
/// </summary>
/// <remarks>
/// The host's part: "Poison messages" in
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger.
/// </remarks>
public sealed class PoisonedByHost(StorageAccount account, RequestIntake intake)
{
    // As long as a batch takes; whatever is not dealt with by then is seen again.
    private static readonly TimeSpan s_hold = TimeSpan.FromMinutes(2);

    private readonly QueueClient _queue = account.Queue(QueueNames.RequestsPoison);

    /// <summary>Takes up all of them. May be stopped at any point and run on two hosts at once: the same message makes one entry.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async Task TakeUpAsync(CancellationToken cancellation)
    {
        // Peeking hides nothing from an administrator who works on the queue at the same time.
        PeekedMessage[] first = await _queue.PeekMessagesAsync(_queue.MaxPeekableMessages, cancellation);
        if (first.Length < _queue.MaxPeekableMessages && first.All(m => PoisonEntry.Read(m.Body) is not null))
            return;
        var entries = new List<QueueMessage>();
        while ((await _queue.ReceiveMessagesAsync(_queue.MaxPeekableMessages, s_hold, cancellation)).Value is { Length: > 0 } some)
        {
            foreach (var message in some)
            {
                if (PoisonEntry.Read(message.Body) is not null)
                {
                    entries.Add(message);
                    continue;
                }
                await intake.TakeAsync(message.MessageId, QueueSettings.MaxDequeueCount + 1, message.InsertedOn, message.Body,
                    cancellation);
                await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
            }
        }
        foreach (var entry in entries)
            await ShowAsync(entry, cancellation);
    }

    private async Task ShowAsync(QueueMessage entry, CancellationToken cancellation)
    {
        try
        {
            await _queue.UpdateMessageAsync(entry.MessageId, entry.PopReceipt, (BinaryData?)null, TimeSpan.Zero, cancellation);
        }
        // Shown by the end of the hold, and fetched or deleted by somebody else since.
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.PopReceiptMismatch
            || e.ErrorCode == QueueErrorCode.MessageNotFound)
        {
        }
    }
}
