namespace Friending.Benchmarks;

/// <summary>
/// Measures several things in turns, ABAB…, so that whatever else the machine does hits all alike, and tells medians.
/// </summary>
/// <param name="Medians">The median of each, in the order given.</param>
/// <param name="Ratios">The median of each round's ratio to the last one: what was measured against.</param>
internal sealed record SideBySide(double[] Medians, double[] Ratios)
{
    internal static async Task<SideBySide> MeasureAsync(int rounds, params Func<Task<double>>[] sides)
    {
        var figures = new double[rounds][];
        for (var round = 0; round < rounds; round++)
        {
            figures[round] = new double[sides.Length];
            for (var side = 0; side < sides.Length; side++)
                figures[round][side] = await sides[side]();
        }
        return new(
            [.. Enumerable.Range(0, sides.Length).Select(s => Median(figures.Select(f => f[s])))],
            [.. Enumerable.Range(0, sides.Length).Select(s => Median(figures.Select(f => f[s] / f[^1])))]);
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
