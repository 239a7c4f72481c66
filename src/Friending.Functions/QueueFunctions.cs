using Azure.Storage.Queues.Models;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>What comes from queues.</summary>
public sealed class QueueFunctions(RequestIntake intake)
{
    /// <summary>Takes one request; when this throws, the host delivers the message again.</summary>
    [Function(nameof(ProcessRequest))]
    public Task ProcessRequest([QueueTrigger(QueueNames.Requests)] QueueMessage message, CancellationToken cancellation) =>
        intake.TakeAsync(message.MessageId, message.DequeueCount, message.InsertedOn, message.Body, cancellation);
}
