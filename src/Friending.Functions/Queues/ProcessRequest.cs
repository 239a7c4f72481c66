using Azure.Storage.Queues.Models;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Takes requests from the queue.</summary>
public sealed class ProcessRequest(RequestIntake intake)
{
    /// <summary>Takes one message; when this throws, the host delivers it again.</summary>
    [Function(nameof(ProcessRequest))]
    public Task RunAsync([QueueTrigger(QueueNames.Requests)] QueueMessage message, CancellationToken cancellation) =>
        intake.TakeAsync(message.MessageId, message.DequeueCount, message.InsertedOn, message.Body, cancellation);
}
