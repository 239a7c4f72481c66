using Friending.Service;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Reports what the alerts watch.</summary>
public sealed class Measure(IServiceProvider services)
{
    /// <summary>Runs the scheduled task of this name.</summary>
    [Function(nameof(Measure))]
    public Task RunAsync([TimerTrigger(Schedules.Measure)] TimerInfo timer, CancellationToken cancellation) =>
        ScheduledTasks.Named(nameof(Measure)).RunAsync(services, cancellation);
}
