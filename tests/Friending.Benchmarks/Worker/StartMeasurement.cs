using System.Diagnostics;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>What our code adds to the start and the package of an empty worker.</summary>
internal static class StartMeasurement
{
    private const string Item = "6";

    /// <summary>A worker with one empty function.</summary>
    internal static PublishedApp EmptyApp { get; } = new(Path.Combine("tests", "Friending.Benchmarks", "EmptyWorker"));

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var storage = await EmulatedAccount.StartAsync();
        var settings = storage.WorkerSettings;

        // The first start reads the files from disk.
        await FirstAnswerAsync(PublishedApp.Product, settings);
        await FirstAnswerAsync(EmptyApp, settings);
        var measured = await SideBySide.MeasureAsync(
            Math.Max(7, table.Rounds(25)), () => FirstAnswerAsync(PublishedApp.Product, settings),
            () => FirstAnswerAsync(EmptyApp, settings));
        table.AtMost(
            Item, "worker's start to first answer", $"{measured.Medians[0]:0} ms", $"empty worker {measured.Medians[1]:0} ms",
            measured.Ratios[0], 1.3, "×");
        await PackageAsync(table);
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
        var (ours, empty) = (await SizeAsync(PublishedApp.Product), await SizeAsync(EmptyApp));
        table.Show(Item, "package", $"{ours:0.0} MiB", $"empty worker {empty:0.0} MiB", ours / empty, "×");
    }

    private static async Task<double> SizeAsync(PublishedApp app) =>
        new DirectoryInfo(await app.FolderAsync()).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1048576.0;
}
