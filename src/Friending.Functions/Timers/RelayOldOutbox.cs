using Friending.Service;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Delivers every event that is still in the outbox, however old.</summary>
public sealed class RelayOldOutbox(IServiceProvider services)
{
    /// <summary>Runs the scheduled task of this name.</summary>
    [Function(nameof(RelayOldOutbox))]
    public Task RunAsync([TimerTrigger(Schedules.RelayOldOutbox)] TimerInfo timer, CancellationToken cancellation) =>
        ScheduledTasks.Named(nameof(RelayOldOutbox)).RunAsync(services, cancellation);
}
