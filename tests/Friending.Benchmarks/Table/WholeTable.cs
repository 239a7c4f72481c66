using System.Globalization;

namespace Friending.Benchmarks;

/// <summary>Runs every measurement and prints the table.</summary>
internal static class WholeTable
{
    /// <summary>The exit code: 1 if a target was missed, or, in the whole table, something could not be measured.</summary>
    /// <param name="isShort">The short form.</param>
    /// <param name="only">The measurements to take, by name; none: all.</param>
    /// <param name="console">Where the table goes.</param>
    internal static async Task<int> RunAsync(bool isShort, string[] only, TextWriter console)
    {
        // A number after the names: how many decisions a year has.
        int? decisions = int.TryParse(only.LastOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : null;
        (string Name, Func<PerformanceTable, Task> Measure)[] all =
        [
            ("engine", t => { EngineMeasurement.Measure(t); return Task.CompletedTask; }),
            ("documents", DocumentMeasurement.MeasureAsync),
            ("partitions", PartitionLoad.MeasureAsync),
            ("peers", PeersMeasurement.MeasureAsync),
            ("http", EvaluateThroughput.MeasureAsync),
            ("submit", SubmitLatency.MeasureAsync),
            ("queue", QueueThroughput.MeasureAsync),
            ("start", StartMeasurement.MeasureAsync),
            ("worker", WorkerMeasurement.MeasureAsync),
            ("memory", MemoryMeasurement.MeasureAsync),
            ("tail", TailMeasurement.MeasureAsync),
            ("batch", BatchMeasurement.MeasureAsync),
            ("growth", GrowthMeasurement.MeasureAsync),
            ("year", t => YearMeasurement.MeasureAsync(t, decisions ?? (t.IsShort ? 5_000 : 1_000_000))),
        ];
        var table = new PerformanceTable(isShort, console);
        foreach (var (name, measure) in all.Where(m => only.Length == 0 || only.Contains(m.Name)))
        {
            try
            {
                await measure(table);
            }
            catch (Exception e)
            {
                // The other measurements are not lost with it; the table is missed whatever they say.
                await Console.Error.WriteLineAsync(e.ToString());
                table.BrokeOff(name, e);
            }
        }
        table.Print();
        return table.IsMet ? 0 : 1;
    }
}
