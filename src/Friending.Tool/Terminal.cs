using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Friending.Tool;

/// <summary>Where the program reads and writes. Colours and control sequences go only to a terminal that wants them.</summary>
internal sealed class Terminal
{
    // Into a file or another program, lines are wrapped later than on a usual screen.
    private const int RedirectedWidth = 160;

    private Terminal(IAnsiConsole output, TextReader input, TextWriter error) => (Out, In, Error) = (output, input, error);

    /// <summary>Standard output.</summary>
    internal IAnsiConsole Out { get; }

    /// <summary>Standard input.</summary>
    internal TextReader In { get; }

    /// <summary>Standard error, as plain text.</summary>
    internal TextWriter Error { get; }

    /// <summary>The process's own.</summary>
    internal static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.OutputEncoding = utf8;
        Console.InputEncoding = utf8;
        // https://no-color.org: whatever it is set to, unless to nothing.
        var isPlain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var output = AnsiConsole.Create(new()
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (Console.IsOutputRedirected)
            output.Profile.Width = RedirectedWidth;
        return new(output, Console.In, Console.Error);
    }

    /// <summary>Writes a line of markup; values in it are escaped.</summary>
    internal void Line(FormattableString markup) => Out.MarkupLineInterpolated(System.Globalization.CultureInfo.InvariantCulture, markup);

    /// <summary>Writes an empty line.</summary>
    internal void Line() => Out.WriteLine();

    /// <summary>Writes JSON as it is, never wrapped.</summary>
    internal void Json<T>(T value, JsonTypeInfo<T> type) => Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Writes text as it is, never wrapped.</summary>
    internal void Text(string text) => Out.Profile.Out.Writer.WriteLine(text);

    /// <summary>A table with these columns, in the style of all of them.</summary>
    internal static Table Table(params string[] columns)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Ascii2 : TableBorder.Rounded };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)));
        return table;
    }
}
