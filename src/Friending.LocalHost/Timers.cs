using Friending.Service;
using NCrontab;

namespace Friending.LocalHost;

/// <summary>Runs the service's scheduled tasks, as the timer triggers of the Functions host do.</summary>
internal sealed class Timers(IServiceProvider services, TimeProvider time, ILogger<Timers> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ScheduledTasks.All.Select(task => RunAsync(task, stoppingToken)));

    private async Task RunAsync(ScheduledTask task, CancellationToken cancellation)
    {
        var schedule = CrontabSchedule.Parse(task.Schedule, new() { IncludingSeconds = true });
        if (!task.AtStart)
            await UntilDueAsync();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await task.RunAsync(services, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                logger.TaskFailed(e, task.Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await UntilDueAsync();
        }

        async Task UntilDueAsync()
        {
            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
