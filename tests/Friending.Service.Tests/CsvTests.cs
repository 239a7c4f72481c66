using System.Text;
using CsCheck;
using Xunit;

namespace Friending.Service.Tests;

public sealed class CsvTests
{
    private static readonly string[] s_pieces =
        ["=", "+", "-", "@", "\uFF1D", ";", ",", "\t", "\"", " ", "\u00A0", "\u200B", "\r", "\n", "a", "1", "'", "|"];

    private static readonly Gen<string> Text =
        Gen.Int[0, s_pieces.Length - 1].Array[0, 8].Select(of => string.Concat(of.Select(piece => s_pieces[piece])));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("a b", "a b")]
    [InlineData("Cardiología", "Cardiología")]
    [InlineData("1-2", "1-2")]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData("\n=1", "\"'\n'=1\"")]
    [InlineData("x;=1+1", "\"x;'=1+1\"")]
    [InlineData("x; =1+1", "\"x; '=1+1\"")]
    [InlineData(" =1", " '=1")]
    [InlineData("\u00A0=1", "\u00A0'=1")]
    [InlineData("\u200B@SUM(A1)", "\u200B'@SUM(A1)")]
    [InlineData("a; b", "\"a; b\"")]
    [InlineData("a, -b", "\"a, -b\"")]
    [InlineData("＝1", "'＝1")]
    public void A_cell_is_quoted_where_needed_and_never_a_formula(string? cell, string written) =>
        Assert.Equal($"x,{written},\r\n", Csv.Line("x", cell, null));

    [Fact]
    public void No_spreadsheet_computes_a_cell_whichever_separator_it_takes() =>
        Gen.Select(Text, Text, Text).Sample((first, second, third) =>
        {
            var line = Csv.Line(first, second, third);
            foreach (var separator in new[] { ',', ';', '\t' })
                Assert.All(Cells(line, separator), cell => Assert.DoesNotMatch("^[\\s\\p{Cf}\\p{Cc}\"]*[=+@\uFF1D\uFF0B\uFF20-]", cell));
            if (!$"{first}{second}{third}".Contains('\'', StringComparison.Ordinal))
                Assert.Equal([first, second, third], Cells(line, ',').Select(cell => cell.Replace("'", "", StringComparison.Ordinal)));
        }, iter: 20_000);


    // As spreadsheets read a line: quotes hold a cell together only if it begins with one.
    private static List<string> Cells(string line, char separator)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        line = line[..^2];
        for (var at = 0; at < line.Length; at++)
        {
            if (isQuoted && line[at] == '"' && at + 1 < line.Length && line[at + 1] == '"')
                cell.Append(line[++at]);
            else if (isQuoted && line[at] == '"')
                isQuoted = false;
            else if (!isQuoted && line[at] == '"' && cell.Length == 0)
                isQuoted = true;
            else if (!isQuoted && (line[at] == separator || (separator != ',' && line[at] is '\r' or '\n')))
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[at]);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
