using Friending.Service;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Delivers recent events that are still in the outbox.</summary>
public sealed class RelayOutbox(IServiceProvider services)
{
    /// <summary>Runs the scheduled task of this name.</summary>
    [Function(nameof(RelayOutbox))]
    public Task RunAsync([TimerTrigger(Schedules.RelayOutbox)] TimerInfo timer, CancellationToken cancellation) =>
        ScheduledTasks.Named(nameof(RelayOutbox)).RunAsync(services, cancellation);
}
