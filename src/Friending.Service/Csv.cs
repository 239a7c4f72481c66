using System.Buffers;

namespace Friending.Service;

/// <summary>
/// Writes comma-separated values (RFC 4180). A cell whose first character would make a spreadsheet take it for a formula is
/// preceded by an apostrophe, which spreadsheets do not show (OWASP, "CSV Injection").
/// </summary>
public static class Csv
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    // As ASCII and as the full-width forms that some spreadsheets read alike.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    /// <summary>One line with its line end, CRLF. A null cell is empty.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (FormulaStarts.Contains(text[0], StringComparison.Ordinal))
            text = "'" + text;
        return text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
