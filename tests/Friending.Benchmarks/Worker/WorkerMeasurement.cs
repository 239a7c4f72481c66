using System.Diagnostics;
using System.Text.Json;
using Friending.Service;
using Friending.Service.Storage;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>What our code adds to an empty function of the worker as it is deployed.</summary>
internal static class WorkerMeasurement
{
    private const string Item = "6";

    private const int Callers = 4;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(70);

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var storage = await EmulatedAccount.StartAsync();
        await using var host = await FunctionsHost.StartAsync(storage.WorkerSettings);
        using var client = WorkerCalls.Client(host);
        var transaction = await BareTransactionAsync(client, storage.Account);
        Func<Task>[] sides =
        [
            () => WorkerCalls.EvaluateAsync(client),
            () => WorkerCalls.SubmitAsync(client),
            async () =>
            {
                await WorkerCalls.EmptyAsync(client);
                await transaction.RunAsync();
            },
            () => WorkerCalls.EmptyAsync(client),
        ];
        await LatenciesAsync(sides, 100);
        var latencies = await LatenciesAsync(sides, table.IsShort ? 100 : 600);
        var (evaluate, submit, submitLeast, empty) = (latencies[0], latencies[1], latencies[2], latencies[3]);
        table.AtMost(
            Item, "EvaluateRequest through the worker", $"{evaluate:0.00} ms", $"empty function {empty:0.00} ms",
            evaluate / empty, 1.15, "×");
        table.AtMost(
            Item, "SubmitRequest through the worker", $"{submit:0.00} ms", $"empty function and bare transaction {submitLeast:0.00} ms",
            submit / submitLeast, 1.15, "×");
        await MeasureManyAsync(table, sides[0], sides[^1]);
    }

    // Each caller sends the next call once the last is answered: what a call takes of processors that have nothing else to do.
    private static async Task MeasureManyAsync(PerformanceTable table, Func<Task> evaluate, Func<Task> empty)
    {
        var turn = TimeSpan.FromSeconds(table.IsShort ? 0.3 : 1);
        await MillisecondsOfAsync(evaluate);
        await MillisecondsOfAsync(empty);
        var measured = await SideBySide.MeasureAsync(
            table.Rounds(15), () => MillisecondsOfAsync(evaluate), () => MillisecondsOfAsync(empty));
        table.Show(
            Item, $"EvaluateRequest through the worker, {Callers} callers at once", $"{measured.Medians[0]:0.00} ms",
            $"empty function {measured.Medians[1]:0.00} ms", measured.Ratios[0], "×");

        async Task<double> MillisecondsOfAsync(Func<Task> call) => Callers * 1000 / await OpenLoad.CapacityAsync(call, Callers, turn);
    }

    private static async Task<BareTransaction> BareTransactionAsync(HttpClient client, StorageAccount storage)
    {
        using var content = WorkerCalls.Json(SampleRequest.Body);
        using var made = await client.PostAsync(new Uri("/api/requests", UriKind.Relative), content);
        var decision = JsonSerializer.Deserialize(
            await made.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), ServiceJson.Web.Decision)!;
        return BareTransaction.Of(storage, decision);
    }

    // The median time of a call of each side, one call at a time and in turns, whose order changes: what was used a moment ago, such as
    // the tables, answers sooner. What the worker does after it has answered, such as the relay of a submission, is done before the next
    // call: nobody waits for it, and other callers' load is measured by "tail".
    private static async Task<double[]> LatenciesAsync(Func<Task>[] sides, int turns)
    {
        var latencies = sides.Select(_ => new List<double>()).ToArray();
        var order = Enumerable.Range(0, sides.Length).ToArray();
        var random = new Random(turns);
        for (var turn = 0; turn < turns; turn++)
        {
            random.Shuffle(order);
            foreach (var side in order)
            {
                await Task.Delay(s_pause);
                var start = Stopwatch.GetTimestamp();
                await sides[side]();
                latencies[side].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        return [.. latencies.Select(SideBySide.Median)];
    }
}
