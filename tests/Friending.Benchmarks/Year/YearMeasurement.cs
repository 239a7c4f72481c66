using System.Diagnostics;
using System.Globalization;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Backup;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>
/// What an auditor waits for over a year of decisions, and what a week's digest, a backup and a purge of it take, each beside the same
/// requests made by the storage client alone: <c>-- table year</c>, with the number of decisions after it where a million are too many
/// for a machine.
/// </summary>
internal static class YearMeasurement
{
    private const string Item = "10";
    private const int Days = 365;
    private const int SmallPage = 100;
    private const double Limit = 1.2;

    // To read so many once takes minutes, in which it warms up, and what else the machine does evens out; a backup of them is kept in
    // memory.
    private const int Many = 200_000;

    // In the middle of the year.
    private static readonly IsoWeek s_week = new(2025, 27);
    private static readonly DateTimeOffset s_start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Measures with so many decisions.</summary>
    internal static async Task MeasureAsync(PerformanceTable table, int decisions)
    {
        await using var service = await EmulatedService.StartAsync(inOrder: true);
        var rows = new StoredRows(service, s_start, Days);
        await rows.FillAsync(1);
        var filling = Stopwatch.StartNew();
        await rows.FillAsync(decisions);
        table.Show(Item, Named("decisions of a year written", decisions), PerformanceTable.Text(filling.Elapsed.TotalSeconds, "s"), "",
            decisions / filling.Elapsed.TotalSeconds, "a second");

        var (scan, replay, policy, bare) = (
            service.Get<DecisionScan>(), service.Get<PolicyReplay>(), service.Get<PolicyDecisionPoint>(), new BareScan(service));
        DecisionQuery Year(params string[] columns) => new(s_start, s_start.AddDays(Days)) { Columns = columns };
        var list = Year(nameof(DecisionRow.Document)) with { Department = StoredRows.Department };
        var byRule = list with { Rules = ["7.7"] };
        var export = Year(nameof(DecisionRow.Document));
        await BesideAsync(table, "export of the year, in order", () => ReadAsync(export), () => bare.ReadAsync(export, SmallPage));
        await BesideAsync(table, "rule and department over the year", () => ReadAsync(byRule), () => bare.ReadAsync(list, SmallPage));
        await BesideAsync(table, "replay of the year", ReplayAsync, () => bare.ReadReplayedAsync(s_start, s_start.AddDays(Days)));
        await FirstRowAsync(table, export);
        await HeldAsync(table, ReadAsync, export);
        var digested = await bare.ReadDigestedAsync(s_week);
        await BesideAsync(table, "digest of a week, with the trend", ComposeAsync, () => bare.ReadDigestedAsync(s_week));
        var backup = new TableBackup(service.Storage, new SteppingClock(s_start.AddDays(Days)));
        await BesideAsync(table, "backup of all tables", BackUpAsync, bare.ReadAllAsync);
        await YearPurge.MeasureAsync(table, service, Item, s_start, Days / 2);

        async Task<int> ReadAsync(DecisionQuery query) => await scan.ReadInOrderAsync(query, CancellationToken.None).CountAsync();

        async Task<int> ComposeAsync()
        {
            var audiences = service.Get<IOptions<DigestOptions>>().Value.Audiences();
            var digest = (await service.Get<DigestComposer>().ComposeAsync(s_week, audiences, CancellationToken.None))[0];
            return digest.Requests.Value > 0 ? digested : throw new InvalidOperationException("The digest counts nothing.");
        }

        async Task<int> BackUpAsync() => (int)(await backup.RunAsync(CancellationToken.None)).Tables.Sum(t => t.Rows);

        async Task<int> ReplayAsync()
        {
            var read = 0L;
            await foreach (var line in replay.RunAsync(
                policy, s_start, s_start.AddDays(Days), TimeZoneInfo.Utc, 100, null, CancellationToken.None))
                read = line.Result?.Totals?.Decisions ?? read;
            return (int)read;
        }

        async Task FirstRowAsync(PerformanceTable figures, DecisionQuery query)
        {
            var watch = Stopwatch.StartNew();
            var first = TimeSpan.Zero;
            await foreach (var _ in scan.ReadInOrderAsync(query, CancellationToken.None))
                first = first == TimeSpan.Zero ? watch.Elapsed : first;
            figures.TimeAtMost(Item, Named("first row of the export", decisions), first.TotalMilliseconds, 1000, "ms");
            figures.Show(
                Item, Named("first row beside the last", decisions), PerformanceTable.Text(first.TotalMilliseconds, "ms"),
                PerformanceTable.Text(watch.Elapsed.TotalMilliseconds, "ms"), first / watch.Elapsed * 100, "%");
        }
    }

    // A month is many pages of each shard already; what a year holds beyond that would grow with it.
    private static async Task HeldAsync(PerformanceTable table, Func<DecisionQuery, Task<int>> read, DecisionQuery year)
    {
        var month = await GrowthMeasurement.HeldAsync(() => read(year with { To = year.From.AddDays(Days / 12.0) })) / 1048576.0;
        var whole = await GrowthMeasurement.HeldAsync(() => read(year)) / 1048576.0;
        const string What = "memory that an export of the year holds";
        var (ours, beside) = (PerformanceTable.Text(whole, "MiB"), $"of a month {PerformanceTable.Text(month, "MiB")}");
        if (table.IsShort)
            table.Show(Item, What, ours, beside, whole / month, "×");
        else
            table.AtMost(Item, What, ours, beside, whole / month, 1.5, "×");
    }

    private static async Task BesideAsync(PerformanceTable table, string what, Func<Task<int>> ours, Func<Task<int>> bare)
    {
        var (read, least) = (0, 0);
        var measured = await SideBySide.MeasureAsync(
            1, () => TimeAsync(async () => read = await ours()), () => TimeAsync(async () => least = await bare()));
        if (read == 0 || read != least)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{what}: {read} rows were read, {least} by the bare scan."));
        // The first time warms up.
        if (read < Many)
            measured = await SideBySide.MeasureAsync(table.Rounds(7), () => TimeAsync(ours), () => TimeAsync(bare));
        table.AtMost(
            Item, Named(what, read), PerformanceTable.Text(measured.Medians[0], "ms"),
            $"bare scan {PerformanceTable.Text(measured.Medians[1], "ms")}", measured.Ratios[0], Limit, "×");
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Named(string what, int rows) => string.Create(CultureInfo.InvariantCulture, $"{what} ({rows:N0})");

    // A backup is named after the second in which it begins.
    private sealed class SteppingClock(DateTimeOffset start) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow() => start.AddSeconds(Interlocked.Increment(ref _asked));
    }
}
