using System.Diagnostics;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Outbox;

/// <summary>Delivers the events that <see cref="RelaySignal"/> announces, in the background, so that
/// no caller waits for a delivery.</summary>
internal sealed class RelayWorker(RelaySignal signal, Lazy<OutboxRelay> relay, ILogger<RelayWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;

    // A delivery takes the same processors and the same storage as the answer that is on its way to whoever asked.
    private static readonly TimeSpan s_answerFirst = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        signal.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
        RelayAsync);

    private async ValueTask RelayAsync(RelaySignal.Signal told, CancellationToken cancellation)
    {
        // Where signals wait for their turn already, nothing is added to that.
        if (s_answerFirst - Stopwatch.GetElapsedTime(told.At) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellation);
        var id = told.Id;
        try
        {
            await relay.Value.RelayAsync(id, cancellation);
        }
        catch (Exception e) when (StorageUnavailable.Is(e) && !cancellation.IsCancellationRequested)
        {
            logger.RelayLater(e.GetType().Name, id.ToString());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The sweep finds the row again; the host goes on for the others.
            logger.RelayFailed(e, DecisionKeys.PartitionOf(id), id.ToString());
        }
    }
}
