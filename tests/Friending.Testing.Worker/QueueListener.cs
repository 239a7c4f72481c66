using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Intake;
using Friending.Testing.Worker.Rpc;

namespace Friending.Testing.Worker;

/// <summary>
/// The queue trigger's part of the host, with the numbers of host.json: delivers messages, deletes those that the function took, lets
/// others come again, and moves those that came too often to the poison queue as they are (QueueProcessor of the WebJobs extension,
/// https://github.com/Azure/azure-sdk-for-net/tree/main/sdk/storage/Microsoft.Azure.WebJobs.Extensions.Storage.Queues).
/// </summary>
internal sealed class QueueListener(FunctionsHost host, QueueClient queue, QueueClient poison, string function)
{
    /// <summary>How long a message that failed waits.</summary>
    public TimeSpan RetryDelay { get; init; } = QueueSettings.VisibilityTimeout;

    /// <summary>Takes messages until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!await TakeOneAsync())
                await Task.Delay(50, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes the next message, if there is one.</summary>
    public async Task<bool> TakeOneAsync(string? traceParent = null)
    {
        // Renewed by the host while it works: longer than any test.
        if ((await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(10))).Value is not { } message)
            return false;
        var response = await host.DeliverAsync(function, ContentOf(message), traceParent);
        if (response.Result.Status == StatusResult.Types.Status.Success)
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        else if (message.DequeueCount >= QueueSettings.HostMaxDequeueCount)
        {
            await poison.SendMessageAsync(message.Body);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
        else
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, RetryDelay);
        return true;
    }

    // What the extension hands to a worker that binds QueueMessage.
    private static object ContentOf(QueueMessage message) => new
    {
        message.MessageId,
        message.PopReceipt,
        MessageText = message.Body.ToString(),
        message.DequeueCount,
        message.NextVisibleOn,
        message.InsertedOn,
        message.ExpiresOn,
    };
}
