using System.Diagnostics;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>A hundred AuthZEN evaluations in one request beside a hundred requests, through the worker.</summary>
internal static class BatchMeasurement
{
    private const string Item = "9";
    private const int Evaluations = 100;
    private const int Callers = 4;
    private const string Evaluation =
        """
        {"subject":{"type":"staff","id":"rn-1042","properties":{"careRole":true}},"action":{"name":"friend.accept"},
         "resource":{"type":"patient","id":"c41f"},"context":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    private static readonly string s_batch = $$"""{"evaluations":[{{string.Join(',', Enumerable.Repeat(Evaluation, Evaluations))}}]}""";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var storage = await EmulatedAccount.StartAsync();
        await using var host = await FunctionsHost.StartAsync(storage.WorkerSettings);
        using var client = WorkerCalls.Client(host);
        var batches = table.IsShort ? 2 : 8;
        // The first time warms up.
        await InBatchesAsync();
        await OneByOneAsync();
        var measured = await SideBySide.MeasureAsync(table.Rounds(15), InBatchesAsync, OneByOneAsync);
        table.AtLeast(
            Item, $"decisions a second, AuthZEN batches of {Evaluations}", $"{measured.Medians[0]:N0}/s",
            $"one by one {measured.Medians[1]:N0}/s", measured.Ratios[0], 8, "×");

        Task<double> InBatchesAsync() =>
            DecisionsPerSecondAsync(batches, Evaluations, () => WorkerCalls.PostAsync(client, "/access/v1/evaluations", s_batch));

        Task<double> OneByOneAsync() => DecisionsPerSecondAsync(
            batches * Evaluations / Callers, 1, () => WorkerCalls.PostAsync(client, "/access/v1/evaluation", Evaluation));
    }

    // The same number of callers at once on both sides.
    private static async Task<double> DecisionsPerSecondAsync(int callsOfEach, int decisionsPerCall, Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var i = 0; i < callsOfEach; i++)
                await call();
        }));
        return Callers * callsOfEach * decisionsPerCall / watch.Elapsed.TotalSeconds;
    }
}
