using System.Globalization;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>What our code adds to the memory of an empty worker, and whether it grows.</summary>
internal static class MemoryMeasurement
{
    private const string Item = "6";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var storage = await EmulatedAccount.StartAsync();
        await using var ours = await FunctionsHost.StartAsync(storage.WorkerSettings);
        await using var empty = await FunctionsHost.StartAsync(storage.WorkerSettings, StartMeasurement.EmptyApp);
        var (few, many) = table.IsShort ? (1_000, 3_000) : (20_000, 100_000);
        using var client = WorkerCalls.Client(ours);
        using var emptyClient = WorkerCalls.Client(empty);
        await CallAsync(emptyClient, few);
        await CallAsync(client, few);
        var warm = ours.Worker.MemoryInMegabytes;
        await CallAsync(client, many - few);
        await CallAsync(emptyClient, many - few);
        table.Show(
            Item, string.Create(CultureInfo.InvariantCulture, $"memory after {many:N0} requests"), $"{ours.Worker.MemoryInMegabytes:0} MB",
            $"empty worker {empty.Worker.MemoryInMegabytes:0} MB", ours.Worker.MemoryInMegabytes / empty.Worker.MemoryInMegabytes, "×");
        table.AtMost(
            Item, string.Create(CultureInfo.InvariantCulture, $"memory, after {many:N0} requests beside after {few:N0}"),
            $"{ours.Worker.MemoryInMegabytes:0} MB", $"{warm:0} MB", ours.Worker.MemoryInMegabytes / warm, 1.1, "×");
    }

    private static Task CallAsync(HttpClient client, int calls) => Parallel.ForEachAsync(
        Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (_, _) => await WorkerCalls.EvaluateAsync(client));
}
