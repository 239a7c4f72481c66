using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Friending.LocalHost.Emulators;
using Friending.Service;
using Friending.Service.Storage;
using Friending.Testing.Worker;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>
/// The worker as it is deployed, through a host that speaks the platform's protocol: what our code adds to an empty function, to an empty
/// worker's start, memory and package.
/// </summary>
internal static class WorkerMeasurement
{
    private const string Item = "6";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(30);
    private static readonly PublishedApp s_emptyApp = new(Path.Combine("tests", "Friending.Benchmarks", "EmptyWorker"));

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var azurite = await Azurite.StartInMemoryAsync();
        var storage = new StorageAccount(Options.Create(new StorageOptions { ConnectionString = azurite.ConnectionString }));
        await storage.CreateMissingAsync(CancellationToken.None);
        var settings = PublishedApp.Settings(azurite.ConnectionString);

        await StartAsync(table, settings);
        await PackageAsync(table);
        await using var ours = await FunctionsHost.StartAsync(settings);
        await using var empty = await FunctionsHost.StartAsync(settings, s_emptyApp);
        await ShareAsync(table, ours, storage);
        await MemoryAsync(table, ours, empty);
    }

    private static async Task StartAsync(PerformanceTable table, Dictionary<string, string> settings)
    {
        // The first start reads the files from disk.
        await FirstAnswerAsync(PublishedApp.Product, settings);
        await FirstAnswerAsync(s_emptyApp, settings);
        var measured = await SideBySide.MeasureAsync(
            Math.Max(7, table.Rounds(15)), () => FirstAnswerAsync(PublishedApp.Product, settings),
            () => FirstAnswerAsync(s_emptyApp, settings));
        table.AtMost(
            Item, "worker's start to first answer", $"{measured.Medians[0]:0} ms", $"empty worker {measured.Medians[1]:0} ms",
            measured.Ratios[0], 1.3,
            "×");
    }

    private static async Task<double> FirstAnswerAsync(PublishedApp app, Dictionary<string, string> settings)
    {
        var watch = Stopwatch.StartNew();
        await using var host = await FunctionsHost.StartAsync(settings, app);
        using var client = WorkerCalls.Client(host);
        try
        {
            await WorkerCalls.EvaluateAsync(client);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{e.Message} {string.Join('\n', host.Logs)}", e);
        }
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task PackageAsync(PerformanceTable table)
    {
        var (ours, empty) = (await SizeAsync(PublishedApp.Product), await SizeAsync(s_emptyApp));
        table.Show(Item, "package", $"{ours:0.0} MiB", $"empty worker {empty:0.0} MiB", ours / empty, "×");
    }

    private static async Task<double> SizeAsync(PublishedApp app) =>
        new DirectoryInfo(await app.FolderAsync()).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1048576.0;

    private static async Task ShareAsync(PerformanceTable table, FunctionsHost ours, StorageAccount storage)
    {
        using var client = WorkerCalls.Client(ours);
        var transaction = await BareTransactionAsync(client, storage);
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
        var latencies = await LatenciesAsync(sides, table.IsShort ? 150 : 1_000);
        var (evaluate, submit, submitLeast, empty) = (latencies[0], latencies[1], latencies[2], latencies[3]);
        table.AtMost(
            Item, "EvaluateRequest through the worker", $"{evaluate:0.00} ms", $"empty function {empty:0.00} ms",
            evaluate / empty, 1.15, "×");
        table.AtMost(
            Item, "SubmitRequest through the worker", $"{submit:0.00} ms", $"empty function and bare transaction {submitLeast:0.00} ms",
            submit / submitLeast, 1.15, "×");
    }

    private static async Task<BareTransaction> BareTransactionAsync(HttpClient client, StorageAccount storage)
    {
        using var content = WorkerCalls.Json(SampleRequest.Body);
        using var made = await client.PostAsync(new Uri("/api/requests", UriKind.Relative), content);
        var decision = JsonSerializer.Deserialize(
            await made.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), ServiceJson.Web.Decision)!;
        return BareTransaction.Of(storage, decision);
    }

    private static async Task MemoryAsync(PerformanceTable table, FunctionsHost ours, FunctionsHost empty)
    {
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

    // The median time of a call of each side, one call at a time and in turns. What the worker does after it has answered, such as the
    // relay of a submission, is done before the next call: nobody waits for it, and other callers' load is measured by "tail".
    private static async Task<double[]> LatenciesAsync(Func<Task>[] sides, int turns)
    {
        var latencies = sides.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var side = 0; side < sides.Length; side++)
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
