using System.Diagnostics;
using System.Globalization;
using Friending.Policy;
using Friending.Service.Policies;
using Friending.Service.Storage;

namespace Friending.Benchmarks;

/// <summary>What operations cost as the data grows a hundredfold: <c>-- table growth</c>, with a plot in <c>docs/growth.png</c>.</summary>
internal static class GrowthMeasurement
{
    private const string Item = "7";
    private const int UsualSmallest = 1_000;
    private const int Days = 5;
    private const int Page = 50;
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

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
        var range = new DecisionQuery(s_start, s_start.AddDays(Days));
        (string Name, Func<int, Task> Run, bool MayGrow)[] operations =
        [
            ("submit", _ => rows.SubmitAsync(), false),
            ("read by id", _ => service.Get<DecisionStore>().FindAsync(rows.Some, CancellationToken.None), false),
            ($"list {Page}", _ => service.Get<DecisionScan>().ReadInOrderAsync(range with { Columns = [nameof(DecisionRow.Document)], PageSize = Page + 1 }, CancellationToken.None)
                .Take(Page + 1).CountAsync().AsTask(), false),
            ("replay", size => ReplayAsync(service.Get<PolicyReplay>(), policy, size), true),
        ];
        var points = operations.Select(_ => new List<GrowthPoint>()).ToList();
        foreach (var size in sizes)
        {
            await rows.FillAsync(size);
            for (var i = 0; i < operations.Length; i++)
                points[i].Add(await PointAsync(size, () => operations[i].Run(size), operations[i].MayGrow ? 5 : 25));
        }
        for (var i = 0; i < operations.Length; i++)
        {
            var (name, _, mayGrow) = operations[i];
            series.Add(new(name, points[i]));
            var (first, last) = (points[i][0], points[i][^1]);
            var ours = $"{first.Milliseconds:0.0} → {last.Milliseconds:0.0} ms";
            // Every size costs the emulator something; what is asked of storage is ours, and exact.
            if (mayGrow)
                table.AtMost(Item, $"{name}, 100 times the data: time over data", ours, "", last.Milliseconds / first.Milliseconds / 100, 1, "×");
            else
                table.CountAtMost(Item, $"{name}, 100 times the data: round trips more", $"{first.RoundTrips} → {last.RoundTrips}", last.RoundTrips - first.RoundTrips, 0, "");
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
            points.Add(new(policy.CellCount, watch.Elapsed.TotalMilliseconds / Times, held / 1048576.0, 0));
        }
        return new("evaluate (cells)", points);
    }

    private static async Task ReplayAsync(PolicyReplay replay, PolicyDecisionPoint policy, int expected)
    {
        var decisions = 0L;
        await foreach (var line in replay.RunAsync(policy, s_start, s_start.AddDays(Days), TimeZoneInfo.Utc, 100, null, CancellationToken.None))
            decisions = line.Result?.Totals?.Decisions ?? decisions;
        if (decisions != expected)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{decisions} decisions were replayed, not {expected}."));
    }

    // The median time, the most memory held beyond what was held before, and the requests to storage.
    private static async Task<GrowthPoint> PointAsync(int size, Func<Task> run, int times)
    {
        await run();
        var milliseconds = new double[times];
        var held = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var trips = new RoundTrips();
        await using (new Timer(_ => held = Math.Max(held, GC.GetTotalMemory(false) - before), null, 0, 2))
        {
            for (var i = 0; i < times; i++)
            {
                var watch = Stopwatch.StartNew();
                await run();
                milliseconds[i] = watch.Elapsed.TotalMilliseconds;
            }
        }
        return new(size, SideBySide.Median(milliseconds), held / 1048576.0, trips.Count / times);
    }
}

/// <summary>What an operation costs at one size.</summary>
/// <param name="Size">How many decisions there are, or cells.</param>
/// <param name="Milliseconds">The median time.</param>
/// <param name="MebibytesHeld">The most memory held while it ran.</param>
/// <param name="RoundTrips">How often storage was asked.</param>
internal sealed record GrowthPoint(int Size, double Milliseconds, double MebibytesHeld, int RoundTrips);

/// <summary>What an operation costs at growing sizes.</summary>
internal sealed record GrowthSeries(string Name, IReadOnlyList<GrowthPoint> Points)
{
    internal void Print(TextWriter console)
    {
        foreach (var p in Points)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Name} | {p.Size:N0} | {p.Milliseconds:0.######} ms | {p.MebibytesHeld:0.0} MiB | {p.RoundTrips} |"));
    }
}
