using System.Diagnostics;

namespace Friending.Benchmarks;

/// <summary>
/// Sends at a constant rate, whether or not earlier calls have been answered, as callers do who know nothing of each other. A latency
/// counts from when its call was due. A generator that waits for an answer before it sends again leaves out the calls that would
/// have waited: coordinated omission, as https://github.com/giltene/wrk2 describes it.
/// </summary>
internal static class OpenLoad
{
    // Timers count in milliseconds.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The latencies in milliseconds, of every call that was due within the time.</summary>
    internal static async Task<double[]> RunAsync(Func<Task> call, double callsPerSecond, TimeSpan duration)
    {
        var latencies = new double[(int)(callsPerSecond * duration.TotalSeconds)];
        var calls = new Task[latencies.Length];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls.Length; i++)
        {
            var due = TimeSpan.FromSeconds(i / callsPerSecond);
            // Whatever fell due while this slept is sent at once, and counts from when it was due.
            if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early)
                await Task.Delay(early < s_tick ? s_tick : early);
            calls[i] = SendAsync(i, due);
        }
        await Task.WhenAll(calls);
        return latencies;

        async Task SendAsync(int i, TimeSpan due)
        {
            await call();
            latencies[i] = (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds;
        }
    }

    /// <summary>How many calls a second are answered when some callers send each its next call as soon as the last is answered.</summary>
    internal static async Task<double> CapacityAsync(Func<Task> call, int callers, TimeSpan duration)
    {
        var answered = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (watch.Elapsed < duration)
            {
                await call();
                Interlocked.Increment(ref answered);
            }
        }));
        return answered / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The latency that so large a part of the calls stays within.</summary>
    /// <param name="latencies">The latencies.</param>
    /// <param name="part">Above 0, at most 1.</param>
    internal static double Percentile(double[] latencies, double part)
    {
        double[] sorted = [.. latencies.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * part) - 1)];
    }
}
