using ScottPlot;

namespace Friending.Benchmarks;

/// <summary>Draws time and memory against size, both axes logarithmic: what grows linearly is a line at 45 degrees.</summary>
internal static class GrowthPlot
{
    internal static void Save(IReadOnlyList<GrowthSeries> series, string file)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(2);
        Draw(multiplot.GetPlot(0), "Time", "milliseconds", series, p => p.Milliseconds);
        Draw(multiplot.GetPlot(1), "Memory held", "MiB", series, p => Math.Max(p.MebibytesHeld, 0.1));
        multiplot.SavePng(file, 900, 900);
    }

    private static void Draw(Plot plot, string title, string unit, IReadOnlyList<GrowthSeries> series, Func<GrowthPoint, double> value)
    {
        plot.Title(title);
        plot.XLabel("decisions (for evaluate: cells of the document)");
        plot.YLabel(unit);
        foreach (var s in series)
            plot.Add.Scatter(s.Points.Select(p => Math.Log10(p.Size)).ToArray(), s.Points.Select(p => Math.Log10(value(p))).ToArray()).LegendText = s.Name;
        plot.Axes.Bottom.TickGenerator = Powers();
        plot.Axes.Left.TickGenerator = Powers();
        plot.ShowLegend(Edge.Right);

        static ScottPlot.TickGenerators.NumericAutomatic Powers() => new() { IntegerTicksOnly = true, LabelFormatter = power => $"{Math.Pow(10, power):G3}" };
    }
}
