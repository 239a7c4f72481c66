using System.Globalization;
using System.Text.RegularExpressions;

namespace Friending.Service.Tests.Notes;

/// <summary>
/// Notes from a text file: one a line, groups under "# ==" lines, other "#" lines are comments, \uXXXX is one UTF-16 unit.
/// </summary>
public sealed partial record NoteCorpus(IReadOnlyList<NoteCorpus.Note> Notes)
{
    public sealed record Note(int Line, string Group, string Text);

    public static NoteCorpus Read(string name)
    {
        var notes = new List<Note>();
        var group = "";
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Notes", name)))
        {
            number++;
            if (line.StartsWith("# == ", StringComparison.Ordinal))
                group = line[5..];
            else if (line.Length > 0 && line[0] != '#')
                notes.Add(new Note(number, group, Escape().Replace(line, Unescape)));
        }

        return new NoteCorpus(notes);
    }

    private static string Unescape(Match escape) =>
        ((char)ushort.Parse(escape.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex Escape();
}
