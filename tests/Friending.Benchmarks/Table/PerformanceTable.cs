using System.Globalization;

namespace Friending.Benchmarks;

/// <summary>
/// The table of what was measured. The short form, for every change, runs on machines that differ and do other things at the
/// same time: there, times only count as ratios, with a margin. Counts and allocations are exact in both.
/// </summary>
internal sealed class PerformanceTable(bool isShort, TextWriter console)
{
    /// <summary>How much worse than its target a ratio of times may be in the short form.</summary>
    internal const double ShortMargin = 1.6;

    private readonly List<Row> _rows = [];

    /// <summary>Whether this is the short form.</summary>
    internal bool IsShort => isShort;

    /// <summary>Whether nothing missed its target, and everything could be measured.</summary>
    internal bool IsMet { get; private set; } = true;

    /// <summary>How many rounds to measure: fewer in the short form.</summary>
    internal int Rounds(int full) => isShort ? Math.Max(3, full / 5) : full;

    /// <summary>A time that may not be larger; the short form only shows it.</summary>
    internal void TimeAtMost(string item, string what, double figure, double limit, string unit) =>
        Add(new(item, what, Text(figure, unit), "", Text(figure, unit), isShort ? "" : $"≤ {Text(limit, unit)}",
            isShort ? null : figure <= limit));

    /// <summary>A ratio of times that may not be larger.</summary>
    internal void AtMost(string item, string what, string ours, string beside, double figure, double limit, string unit)
    {
        var allowed = isShort ? limit * ShortMargin : limit;
        Add(new(item, what, ours, beside, Text(figure, unit), $"≤ {Text(allowed, unit)}", figure <= allowed));
    }

    /// <summary>A ratio of times that may not be smaller.</summary>
    internal void AtLeast(string item, string what, string ours, string beside, double figure, double limit, string unit)
    {
        var allowed = isShort ? limit / ShortMargin : limit;
        Add(new(item, what, ours, beside, Text(figure, unit), $"≥ {Text(allowed, unit)}", figure >= allowed));
    }

    /// <summary>A count that is the same on every machine.</summary>
    internal void Exactly(string item, string what, double figure, double expected, string unit) =>
        Add(new(item, what, Text(figure, unit), "", Text(figure, unit), $"= {Text(expected, unit)}", figure == expected), isExact: true);

    /// <summary>A count that is the same on every machine, and may not be larger.</summary>
    internal void CountAtMost(string item, string what, string beside, double figure, double limit, string unit) =>
        Add(new(item, what, Text(figure, unit), beside, Text(figure, unit), $"≤ {Text(limit, unit)}", figure <= limit), isExact: true);

    /// <summary>A figure without a target.</summary>
    internal void Show(string item, string what, string ours, string beside, double figure, string unit) =>
        Add(new(item, what, ours, beside, Text(figure, unit), "", null));

    /// <summary>Something that could not be measured here.</summary>
    internal void NotMeasured(string item, string what, string why)
    {
        // The short form runs on machines that lack this or that; whoever asks for the whole table wants all of it.
        IsMet &= isShort;
        Add(new(item, what, "not measured", why, "", "", null));
    }

    /// <summary>A measurement that ended with an error.</summary>
    internal void BrokeOff(string name, Exception error) =>
        Add(new("", name, "broke off", error.Message.Split('\n')[0], "", "", false), isExact: true);

    /// <summary>Writes the table, then what missed its target.</summary>
    internal void Print()
    {
        string[] head = ["", "what", "ours", "beside", "figure", "target", ""];
        string[][] lines = [head, .. _rows.Select(r => new[] { r.Item, r.What, r.Ours, r.Beside, r.Figure, r.Target, Verdict(r) })];
        var widths = Enumerable.Range(0, head.Length).Select(c => lines.Max(l => l[c].Length)).ToArray();
        console.WriteLine();
        foreach (var line in lines)
            console.WriteLine(string.Join("  ",
                line.Select((cell, c) => c is 0 or 1 or 3 or 6 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        var missed = _rows.Where(r => r.IsMet == false).ToList();
        console.WriteLine(missed.Count == 0
            ? $"\n{_rows.Count(r => r.IsMet == true)} targets reached{(isShort ? " (with the margins of the short form)" : "")}, "
                + $"{_rows.Count(r => r.Ours == "not measured")} not measured."
            : $"\nMissed: {string.Join("; ", missed.Select(
                r => r.Target.Length > 0 ? $"{r.What}: {r.Figure}, target {r.Target}" : $"{r.What} {r.Ours}"))}.");
    }

    /// <summary>A number with its unit, to three digits or so.</summary>
    internal static string Text(double value, string unit)
    {
        var format = unit is "B" or "" or "MiB" || Math.Abs(value) >= 100 ? "N0" : Math.Abs(value) >= 10 ? "0.0" : "0.00";
        var number = value.ToString(format, CultureInfo.InvariantCulture);
        return unit is "%" or "×" or "" ? number + unit : $"{number} {unit}";
    }

    private void Add(Row row, bool isExact = false)
    {
        _rows.Add(row);
        // A machine that does other things at the same time can spoil any time: the short form tells of it, and fails by what is exact.
        IsMet &= row.IsMet != false || (isShort && !isExact);
        console.WriteLine(
            $"  {row.Item}  {row.What}: {row.Ours}{(row.Beside.Length > 0 ? $" | {row.Beside}" : "")} {row.Target} {Verdict(row)}");
    }

    private static string Verdict(Row row) => row.IsMet switch { true => "ok", false => "MISSED", null => "" };
}
