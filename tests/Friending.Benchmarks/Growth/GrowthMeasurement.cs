using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Feed;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>What operations cost as the data grows a hundredfold: <c>-- table growth</c>, with a plot in <c>docs/growth.png</c>.</summary>
internal static class GrowthMeasurement
{
    private const string Item = "7";
    private const int UsualSmallest = 1_000;
    private const int Days = 5;
    private const int Page = 50;

    // These read all the data, so that their requests grow with it.
    private static readonly string[] s_readAll = ["digest", "replay"];

    // A Monday, so that all of them are in one week.
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly IsoWeek s_week = new(2026, 10);

    internal static Task MeasureAsync(PerformanceTable table) => MeasureAsync(table, table.IsShort ? 50 : UsualSmallest);

    /// <summary>Measures at 1, 10 and 100 times as many decisions, and cells of a document.</summary>
    internal static async Task MeasureAsync(PerformanceTable table, int smallest)
    {
        var series = new List<GrowthSeries> { Evaluate() };
        int[] sizes = [smallest, smallest * 10, smallest * 100];
        await using var service = await EmulatedService.StartAsync();
        var rows = new StoredRows(service, s_start, Days);
        await rows.FillAsync(1);
        var policy = service.Get<PolicyDecisionPoint>();
        var list = new DecisionQuery(s_start, s_start.AddDays(Days)) { Columns = [nameof(DecisionRow.Document)], PageSize = Page + 1 };
        var storage = service.Storage.Table(TableNames.Decisions);
        // What may not grow is measured beside the least that the client can ask of the emulator for it, which grows by itself.
        var month = new DecisionQuery(s_start.AddDays(-12), s_start.AddDays(18))
        { Department = StoredRows.Department, Columns = list.Columns, PageSize = Page + 1 };
        var scan = new BareScan(service);
        (string Name, Func<int, Task> Run, Func<Task> Bare)[] operations =
        [
            ("submit", _ => rows.SubmitAsync(), rows.AddBareAsync),
            ("read by id", _ => service.Get<DecisionStore>().FindAsync(rows.Some, CancellationToken.None),
                () => storage.GetEntityAsync<TableEntity>(DecisionKeys.PartitionOf(rows.Some), DecisionKeys.RowOf(rows.Some))),
            ($"list {Page}", _ =>
                service.Get<DecisionScan>().ReadInOrderAsync(list, CancellationToken.None).Take(Page + 1).CountAsync().AsTask(),
                () => rows.ReadBareAsync(list)),
            (s_readAll[0], size => ComposeAsync(service, size), () => scan.ReadDigestedAsync(s_week)),
            ($"list {Page} of a department, a month",
                _ => service.Get<DecisionScan>().ReadInOrderAsync(month, CancellationToken.None).Take(Page + 1).CountAsync().AsTask(),
                () => rows.ReadBareAsync(month)),
            ("my requests", _ => service.Get<StaffRequests>().ListAsync(rows.Person, null, Page, CancellationToken.None),
                () => rows.ReadBareAsync(rows.Person, Page + 1)),
            ("feed poll", _ => service.Get<DecisionFeed>().PollAsync(FeedCursor.Start, Page, CancellationToken.None),
                () => rows.ReadBareFeedAsync(Page)),
            ("purge, nothing expired", _ => service.Get<DecisionPurge>().RunAsync(CancellationToken.None), rows.ReadBareExpiredAsync),
            (s_readAll[1], size => ReplayAsync(service.Get<PolicyReplay>(), policy, size),
                () => scan.ReadReplayedAsync(s_start, s_start.AddDays(Days))),
        ];
        var points = operations.Select(_ => new List<GrowthPoint>()).ToList();
        foreach (var size in sizes)
        {
            await rows.FillAsync(size);
            for (var i = 0; i < operations.Length; i++)
            {
                Progress(operations[i].Name, size);
                points[i].Add(await PointAsync(size, () => operations[i].Run(size), operations[i].Bare,
                    table.IsShort ? 9 : s_readAll.Contains(operations[i].Name) ? 5 : 45));
            }
        }
        for (var i = 0; i < operations.Length; i++)
        {
            var name = operations[i].Name;
            series.Add(new(name, points[i]));
            var (first, last) = (points[i][0], points[i][^1]);
            // What is asked of storage is ours alone, and exact. A list asks each shard for little, and some
            // for a second page once there is one.
            if (!s_readAll.Contains(name))
                table.CountAtMost(
                    Item, $"{name}, 100 times the data: round trips more", $"{first.RoundTrips} → {last.RoundTrips}",
                    Math.Max(0, last.RoundTrips - first.RoundTrips),
                    name.StartsWith("list", StringComparison.Ordinal) ? DecisionKeys.Shards : 0, "");
            table.AtMost(
                Item, $"{name}, 100 times the data: time beside a bare one's", $"{first.Milliseconds:0.0} → {last.Milliseconds:0.0} ms",
                $"bare {first.Bare:0.0} → {last.Bare:0.0} ms",
                last.Milliseconds / last.Bare / (first.Milliseconds / first.Bare), 1.25, "×");
        }
        foreach (var s in series)
            s.Print(Console.Out);
        if (!table.IsShort)
            GrowthPlot.Save(series, Repository.PathOf("docs", "growth.png"));
    }

    // Documents of 10,000, 100,000 and a million cells.
    private static GrowthSeries Evaluate()
    {
        var points = new List<GrowthPoint>();
        foreach (var facts in (int[])[4, 5, 6])
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var policy = PolicyDecisionPoint.Load(MillionCells.Regular(facts));
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            var known = new FactSet();
            for (var fact = 0; fact < facts; fact++)
                known.Set(fact, fact);
            const int Times = 2_000_000;
            var sum = 0;
            var watch = new Stopwatch();
            for (var round = 0; round < 2; round++)
            {
                watch.Restart();
                for (var i = 0; i < Times; i++)
                    sum += policy.Evaluate(known).Outcome;
            }
            GC.KeepAlive(sum);
            points.Add(new(policy.CellCount, watch.Elapsed.TotalMilliseconds / Times, 0, held / 1048576.0, 0));
        }
        return new("evaluate (cells)", points);
    }

    private static async Task ReplayAsync(PolicyReplay replay, PolicyDecisionPoint policy, int expected)
    {
        var decisions = 0L;
        await foreach (var line in replay.RunAsync(policy, s_start, s_start.AddDays(Days), TimeZoneInfo.Utc, 100, null,
            CancellationToken.None))
            decisions = line.Result?.Totals?.Decisions ?? decisions;
        if (decisions != expected)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{decisions} decisions were replayed, not {expected}."));
    }

    private static async Task ComposeAsync(EmulatedService service, int expected)
    {
        var audiences = service.Get<IOptions<DigestOptions>>().Value.Audiences();
        var digest = (await service.Get<DigestComposer>().ComposeAsync(s_week, audiences, CancellationToken.None))[0];
        if (digest.Requests.Value != expected)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The digest counts {digest.Requests.Value} requests, not {expected}."));
    }

    // The median times in turns, the requests to storage, and the most memory held beyond what was held before.
    private static async Task<GrowthPoint> PointAsync(int size, Func<Task> run, Func<Task> bare, int times)
    {
        await run();
        await bare();
        int roundTrips;
        using (var trips = new RoundTrips())
        {
            await run();
            roundTrips = trips.Count;
        }
        var measured = await SideBySide.MeasureAsync(times, () => TimeAsync(run), () => TimeAsync(bare));
        return new(size, measured.Medians[0], measured.Medians[1], await HeldAsync(run) / 1048576.0, roundTrips);
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>The most memory that is held while something runs, beyond what was held before, in bytes.</summary>
    internal static async Task<long> HeldAsync(Func<Task> run)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        var running = Task.Run(run);
        while (await Task.WhenAny(running, Task.Delay(5)) != running)
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        await running;
        return most - before;
    }

    private static void Progress(string operation, int size)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {operation}, {size:N0}…"));
    }
}

/// <summary>What an operation costs at one size.</summary>
/// <param name="Size">How many decisions there are, or cells.</param>
/// <param name="Milliseconds">The median time.</param>
/// <param name="Bare">The median time of the least that could be asked of storage for it, in milliseconds; 0 for what asks nothing.</param>
/// <param name="MebibytesHeld">The most memory held while it ran.</param>
/// <param name="RoundTrips">How often storage was asked.</param>
internal sealed record GrowthPoint(int Size, double Milliseconds, double Bare, double MebibytesHeld, int RoundTrips);

/// <summary>What an operation costs at growing sizes.</summary>
internal sealed record GrowthSeries(string Name, IReadOnlyList<GrowthPoint> Points)
{
    internal void Print(TextWriter console)
    {
        foreach (var p in Points)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Name} | {p.Size:N0} | {p.Milliseconds:0.######} ms | {p.MebibytesHeld:0.0} MiB | {p.RoundTrips} |"));
    }
}
