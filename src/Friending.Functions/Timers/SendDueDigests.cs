using Friending.Service;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Sends every digest that is due and has not been sent.</summary>
public sealed class SendDueDigests(IServiceProvider services)
{
    /// <summary>Runs the scheduled task of this name.</summary>
    [Function(nameof(SendDueDigests))]
    public Task RunAsync([TimerTrigger(Schedules.SendDueDigests)] TimerInfo timer, CancellationToken cancellation) =>
        ScheduledTasks.Named(nameof(SendDueDigests)).RunAsync(services, cancellation);
}
