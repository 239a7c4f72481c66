using System.Buffers;
using System.Globalization;
using System.Text;

namespace Friending.Service;

/// <summary>
/// Writes comma-separated values (RFC 4180). A cell that a spreadsheet could take for a formula is preceded by an apostrophe
/// (OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection).
/// </summary>
/// <remarks>
/// Where a spreadsheet takes semicolons or tabs as separators, a cell is what stands between those, and quotes inside do not hold it
/// together. So every part between two such separators is looked at, whatever blanks, quotes and invisible characters it begins with.
/// </remarks>
public static class Csv
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",;\t\"\r\n");

    private const string Separators = ";|\t\r\n";

    // As ASCII and as the full-width and other forms that some spreadsheets read alike.
    private const string FormulaStarts = "=+-@＝＋－＠﹢﹣﹦﹫−";

    /// <summary>One line with its line end, CRLF. A null cell is empty.</summary>
    public static string Line(params IEnumerable<string?> cells) => Line(',', cells.Select(Cell));

    /// <summary>One line of cells that are written already, see <see cref="Cell"/> and <see cref="TextCell"/>.</summary>
    public static string Line(char separator, IEnumerable<string> cells) => string.Join(separator, cells) + "\r\n";

    /// <summary>A cell as it stands in a line.</summary>
    public static string Cell(string? text) => string.IsNullOrEmpty(text) ? "" : Quoted(Disarmed(text));

    /// <summary>
    /// A cell that a spreadsheet shows as the text it is and does not take for a number or a date: rule 7.10 is not 7.1. Written as the
    /// formula of a text, so only for files that are made for a spreadsheet.
    /// </summary>
    public static string TextCell(string? text) => string.IsNullOrEmpty(text) ? "" : Quoted($"=\"{DoubledQuotes(text)}\"");

    private static string Quoted(string text) => text.AsSpan().ContainsAny(s_quoted) ? $"\"{DoubledQuotes(text)}\"" : text;

    private static string DoubledQuotes(string text) => text.Replace("\"", "\"\"", StringComparison.Ordinal);

    private static string Disarmed(string text)
    {
        var disarmed = new StringBuilder(text.Length + 1);
        var isStart = true;
        foreach (var character in text)
        {
            if ((isStart && FormulaStarts.Contains(character, StringComparison.Ordinal))
                || (disarmed.Length == 0 && character is '\t' or '\r' or '\n'))
                disarmed.Append('\'');
            isStart = Separators.Contains(character, StringComparison.Ordinal) || (isStart && (character == '"' || IsBlank(character)));
            disarmed.Append(character);
        }

        return disarmed.ToString();
    }

    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;
}
