using System.Globalization;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>
/// How long the slowest of a hundred and of a thousand callers wait, through the worker, at 30 % and 70 % of what it can answer: the
/// medians elsewhere say nothing of them. What is submitted meanwhile would slow Azurite's tables down.
/// </summary>
internal static class TailMeasurement
{
    private const string Item = "8";
    private const int Callers = 8;
    private const int OwnRequests = 20;

    // Five calls are slower than the 99.9th percentile of so many; of fewer it would be one of them, by chance.
    private const int Enough = 5_000;

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var storage = await EmulatedAccount.StartAsync(inOrder: true);
        await using var tenant = await PublishedTenant.StartAsync();
        await using var host = await FunctionsHost.StartAsync([.. storage.WorkerSettings, .. tenant.Settings]);
        using var client = WorkerCalls.Client(host);
        using var person = WorkerCalls.PersonClient(host, tenant.TokenFor("rn-1042"));
        for (var i = 0; i < OwnRequests; i++)
            await WorkerCalls.SubmitAsync(person);
        (string Name, Func<Task> Call)[] operations =
        [
            ("empty endpoint", () => WorkerCalls.EmptyAsync(client)),
            ("evaluate", () => WorkerCalls.EvaluateAsync(client)),
            ("submit", () => WorkerCalls.SubmitAsync(client)),
            ($"my {OwnRequests} requests", () => WorkerCalls.ListMineAsync(person)),
            ("list 200", () => WorkerCalls.ListAsync(client)),
        ];
        var second = TimeSpan.FromSeconds(1);
        var capacities = new double[operations.Length];
        for (var i = 0; i < operations.Length; i++)
        {
            // The first time warms up.
            await OpenLoad.CapacityAsync(operations[i].Call, Callers, table.IsShort ? second : 5 * second);
            capacities[i] = await OpenLoad.CapacityAsync(operations[i].Call, Callers, table.IsShort ? second : 5 * second);
        }
        // The empty endpoint has the load of the operation that is held against it.
        capacities[0] = capacities[1] = Math.Min(capacities[0], capacities[1]);
        foreach (var load in (double[])[0.3, 0.7])
        {
            var latencies = operations.Select(_ => new List<double>()).ToArray();
            // In turns, so that whatever else the machine does hits all alike, until there are enough of those that a person waits for.
            var rounds = table.IsShort ? 2 : 20;
            for (var round = 0; round < rounds || (!table.IsShort && latencies[..^1].Any(l => l.Count < Enough)); round++)
                for (var i = 0; i < operations.Length; i++)
                    if (round < rounds || (latencies[i].Count < Enough && i < operations.Length - 1))
                        latencies[i].AddRange(await OpenLoad.RunAsync(operations[i].Call, capacities[i] * load, second));
            for (var i = 1; i < operations.Length; i++)
                Show(table, operations[i].Name, capacities[i] * load, load, [.. latencies[i]]);
            Compare(table, load, [.. latencies[1]], [.. latencies[0]]);
        }
    }

    private static void Show(PerformanceTable table, string operation, double rate, double load, double[] latencies)
    {
        var (p50, p99, p999) = (
            OpenLoad.Percentile(latencies, 0.5), OpenLoad.Percentile(latencies, 0.99), OpenLoad.Percentile(latencies, 0.999));
        table.Show(
            Item, string.Create(CultureInfo.InvariantCulture, $"{operation} at {load:0 %} of capacity, {rate:N0}/s: p50, p99"),
            string.Create(CultureInfo.InvariantCulture, $"{p50:0.0} ms, {p99:0.0} ms"), "", p99 / p50, "×");
        if (latencies.Length >= Enough)
            table.Show(Item, $"{operation}: p99.9", $"{PerformanceTable.Text(p999, "ms")}", "", p999 / p50, "×");
    }

    private static void Compare(PerformanceTable table, double load, double[] evaluate, double[] empty)
    {
        var (ours, beside) = (OpenLoad.Percentile(evaluate, 0.99), OpenLoad.Percentile(empty, 0.99));
        table.AtMost(
            Item, string.Create(CultureInfo.InvariantCulture, $"evaluate at {load:0 %} of capacity: p99 beside the empty endpoint's"),
            PerformanceTable.Text(ours, "ms"), $"empty endpoint {PerformanceTable.Text(beside, "ms")}", ours / beside, 3, "×");
    }
}
