using System.Globalization;
using System.Text;

namespace Friending.Service.Digests.Rendering;

/// <summary>A digest as plain text: columns that line up in a fixed-width font, and that are read in order without one.</summary>
internal static class DigestText
{
    private const int Width = 76;
    private const int FigureWidth = 14;
    private const int ShareWidth = 7;
    private const int ChangeWidth = 8;
    private const int BarWidth = 40;

    internal static string Of(DigestContent content)
    {
        var text = new StringBuilder();
        Line(text, content.Title.ToUpper(CultureInfo.GetCultureInfo(content.Language)));
        Wrap(text, $"{content.Audience}, {content.Period}");
        Line(text);
        foreach (var task in content.First)
        {
            Wrap(text, $"* {task.Text}");
            if (task.Link is { } to)
                Line(text, to.AbsoluteUri);
        }
        Line(text);
        Wrap(text, string.Join(' ', content.Sentences));
        if (content.Outcomes is { } outcomes)
            Table(text, outcomes, withBars: true);
        Heading(text, content.Trend.Heading);
        foreach (var week in content.Trend.Columns)
            Line(text, $"{Fill(week.Label, 8)}{FillLeft(week.Figure, 8)}  {Bar(week.Percent)}".TrimEnd());
        Lines(text, content.Reviews);
        Lines(text, content.Exemptions);
        foreach (var table in content.Breakdowns)
            Table(text, table, withBars: false);
        Lines(text, content.Background);
        Line(text);
        Line(text, "-- ");
        if (content.Footnote is { } footnote)
            Wrap(text, footnote);
        Wrap(text, content.Closing);
        if (content.Link is { } link)
            Line(text, $"{content.LinkText}:\n{link.AbsoluteUri}");
        // Spaces that do not break are for print; a terminal may show them as anything.
        return text.Replace('\u00a0', ' ').Replace('\u202f', ' ').ToString();
    }

    private static void Table(StringBuilder text, DigestTable table, bool withBars)
    {
        Heading(text, table.Heading);
        Row(text, "", table.Columns.Figure.ToLowerInvariant(), "%", "+/-");
        foreach (var row in table.Rows)
        {
            Row(text, row.Label, row.Figure, row.Share, row.Change);
            if (withBars && row.Percent > 0)
                Line(text, $"  {Bar(row.Percent)}");
        }
    }

    private static void Row(StringBuilder text, string label, string figure, string? share, string? change)
    {
        const int labelWidth = Width - FigureWidth - ShareWidth - ChangeWidth;
        var parts = Broken(label, labelWidth - 1).ToList();
        Line(text,
            (Fill(parts[0], labelWidth) + FillLeft(figure, FigureWidth) + FillLeft(share ?? "", ShareWidth)
            + FillLeft(change ?? "", ChangeWidth)).TrimEnd());
        foreach (var part in parts.Skip(1))
            Line(text, $"  {part}");
    }

    private static void Lines(StringBuilder text, DigestLines? lines)
    {
        if (lines is null)
            return;
        Heading(text, lines.Heading);
        var nameWidth = lines.Lines.Max(l => Columns(l.Name)) + 2;
        foreach (var line in lines.Lines)
            Line(text, $"{Fill(line.Name, nameWidth)}{line.Value}{(line.Detail is null ? "" : $" ({line.Detail})")}");
    }

    private static void Heading(StringBuilder text, string heading)
    {
        Line(text);
        Line(text, heading);
        Line(text, new string('-', Columns(heading)));
    }

    private static string Bar(int percent) => new('#', (int)Math.Ceiling(percent * BarWidth / 100.0));

    private static void Wrap(StringBuilder text, string paragraph)
    {
        foreach (var line in Broken(paragraph, Width))
            Line(text, line);
    }

    // Mail has CRLF, and MimeKit makes it so; a terminal has its own.
    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    // Into lines of a width; a word that is longer is cut.
    private static IEnumerable<string> Broken(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var rest = word;
            if (line.Length > 0 && Columns(line) + 1 + Columns(rest) <= width)
            {
                line += ' ' + rest;
                continue;
            }
            if (line.Length > 0)
                yield return line;
            while (Columns(rest) > width)
            {
                yield return new StringInfo(rest).SubstringByTextElements(0, width);
                rest = new StringInfo(rest).SubstringByTextElements(width);
            }
            line = rest;
        }
        yield return line;
    }

    private static string Fill(string text, int width) => text + new string(' ', Math.Max(0, width - Columns(text)));

    private static string FillLeft(string text, int width) => new string(' ', Math.Max(0, width - Columns(text))) + text;

    private static int Columns(string text) => new StringInfo(text).LengthInTextElements;
}
