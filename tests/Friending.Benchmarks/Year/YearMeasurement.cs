using System.Diagnostics;
using System.Globalization;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Policies;

namespace Friending.Benchmarks;

/// <summary>
/// What an auditor waits for over a year of decisions, beside a bare scan of the same rows: <c>-- table year</c>, with the number of
/// decisions after it where a million are too many for a machine.
/// </summary>
internal static class YearMeasurement
{
    private const string Item = "10";
    private const int Days = 365;
    private const int LargePage = 1000;
    private const int SmallPage = 100;
    private const double Limit = 1.2;
    private static readonly DateTimeOffset s_start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Measures with so many decisions.</summary>
    internal static async Task MeasureAsync(PerformanceTable table, int decisions)
    {
        await using var service = await EmulatedService.StartAsync();
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
        string[] replayed =
        [
            nameof(DecisionRow.Outcome), nameof(DecisionRow.Facts), nameof(DecisionRow.Source), nameof(DecisionRow.PolicySha256),
            nameof(DecisionRow.ReviewOpened),
        ];
        var export = Year(nameof(DecisionRow.Document));
        await BesideAsync(table, "rule and department over the year", () => ReadAsync(byRule), () => bare.ReadAsync(list, SmallPage));
        await BesideAsync(table, "export of the year, in order", () => ReadAsync(export), () => bare.ReadAsync(export, SmallPage));
        await BesideAsync(table, "replay of the year", ReplayAsync, () => bare.ReadAsync(Year(replayed), LargePage));
        await FirstRowAsync(table, export);

        async Task<int> ReadAsync(DecisionQuery query) => await scan.ReadInOrderAsync(query, CancellationToken.None).CountAsync();

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

    private static async Task BesideAsync(PerformanceTable table, string what, Func<Task<int>> ours, Func<Task<int>> bare)
    {
        var (read, least) = (await ours(), await bare());
        if (read == 0 || read != least)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{what}: {read} rows were read, {least} by the bare scan."));
        var measured = await SideBySide.MeasureAsync(3, () => TimeAsync(ours), () => TimeAsync(bare));
        table.AtMost(
            Item, Named(what, read), PerformanceTable.Text(measured.Medians[0], "ms"),
            $"bare scan {PerformanceTable.Text(measured.Medians[1], "ms")}", measured.Ratios[0], Limit, "×");
    }

    private static async Task<double> TimeAsync(Func<Task<int>> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Named(string what, int rows) => string.Create(CultureInfo.InvariantCulture, $"{what} ({rows:N0})");
}
