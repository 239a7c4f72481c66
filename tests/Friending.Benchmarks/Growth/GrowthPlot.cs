using System.Globalization;
using ScottPlot;

namespace Friending.Benchmarks;

/// <summary>Draws time and memory against size, all axes logarithmic. Dashed is what the emulator takes for the same,
/// asked by the client alone.</summary>
internal static class GrowthPlot
{
    private const string Milliseconds = "milliseconds";

    internal static void Save(IReadOnlyList<GrowthSeries> series, string file)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(2);
        Draw(multiplot.GetPlot(0), "Time (dashed: the emulator alone)", Milliseconds, series, p => p.Milliseconds);
        Draw(multiplot.GetPlot(1), "Memory held", "MiB", series, p => Math.Max(p.MebibytesHeld, 0.1));
        multiplot.SavePng(file, 900, 900);
    }

    private static void Draw(Plot plot, string title, string unit, IReadOnlyList<GrowthSeries> series, Func<GrowthPoint, double> value)
    {
        plot.Title(title);
        plot.XLabel("decisions (for evaluate: cells of the document)");
        plot.YLabel(unit);
        foreach (var s in series)
        {
            var sizes = s.Points.Select(p => Math.Log10(p.Size)).ToArray();
            var line = plot.Add.Scatter(sizes, s.Points.Select(p => Math.Log10(value(p))).ToArray());
            line.LegendText = s.Name;
            if (unit == Milliseconds && s.Points.All(p => p.Bare > 0))
                plot.Add.ScatterLine(sizes, s.Points.Select(p => Math.Log10(p.Bare)).ToArray(), line.Color).LinePattern =
                    LinePattern.Dashed;
        }
        plot.Axes.Bottom.TickGenerator = Powers();
        plot.Axes.Left.TickGenerator = Powers();
        plot.ShowLegend(Edge.Right);

        static ScottPlot.TickGenerators.NumericAutomatic Powers() =>
            new()
            {
                IntegerTicksOnly = true,
                LabelFormatter = power => Math.Pow(10, power).ToString(power < 0 ? "0.######" : "N0", CultureInfo.InvariantCulture)
            };
    }
}
