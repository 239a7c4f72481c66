using Friending.Service;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Deletes what is past its age.</summary>
public sealed class PurgeExpired(IServiceProvider services)
{
    /// <summary>Runs the scheduled task of this name.</summary>
    [Function(nameof(PurgeExpired))]
    public Task RunAsync([TimerTrigger(Schedules.PurgeExpired)] TimerInfo timer, CancellationToken cancellation) =>
        ScheduledTasks.Named(nameof(PurgeExpired)).RunAsync(services, cancellation);
}
