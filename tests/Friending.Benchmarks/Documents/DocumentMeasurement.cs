using System.Diagnostics;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;

namespace Friending.Benchmarks;

/// <summary>Documents of a million cells: loaded, that is compiled and verified, and compared.</summary>
internal static class DocumentMeasurement
{
    private const string Item = "1";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await LoadAsync("load, compile and verify a million cells", MillionCells.Regular(6));
        await LoadAsync("load, compile and verify a million cells, no two alike", MillionCells.Random(1));
        var (from, to) = (PolicyDecisionPoint.Load(MillionCells.Random(1)), PolicyDecisionPoint.Load(MillionCells.Random(2)));
        var diff = await SecondsAsync(() => PolicyDiff.Of(from, to));
        table.TimeAtMost(Item, "compare two documents of a million cells, no two alike", diff, 2, "s");

        async Task LoadAsync(string what, byte[] document)
        {
            var load = await SecondsAsync(() => PolicyDecisionPoint.Load(document));
            table.TimeAtMost(Item, what, load, 2, "s");
        }

        async Task<double> SecondsAsync(Func<object> run)
        {
            var measured = await SideBySide.MeasureAsync(table.Rounds(9), () =>
            {
                GC.Collect();
                var watch = Stopwatch.StartNew();
                GC.KeepAlive(run());
                return Task.FromResult(watch.Elapsed.TotalSeconds);
            });
            return measured.Medians[0];
        }
    }
}
