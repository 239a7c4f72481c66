using System.Globalization;
using System.Text;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>An HTTP request in the making: begun as a good one, then changed bit by bit.</summary>
internal sealed class FuzzRequest(string method, string path)
{
    /// <summary>Part of every planted note: no error may show it.</summary>
    internal const string Canary = "quokka quilt";

    /// <summary>Part of every planted note that must be refused: it may be kept nowhere.</summary>
    internal const string IdentifyingCanary = "867-5309";

    /// <summary>A note that may be kept.</summary>
    internal const string OrdinaryNote = $"A {Canary} hangs in the staff room.";

    /// <summary>A note that must be refused.</summary>
    internal const string IdentifyingNote = $"{Canary} 555-{IdentifyingCanary}";

    internal string Method { get; set; } = method;

    /// <summary>The path as the application sees it: decoded.</summary>
    internal string Path { get; set; } = path;

    /// <summary>The query with its question mark, or nothing.</summary>
    internal string Query { get; set; } = "";

    internal List<(string Name, string Value)> Headers { get; } = [];

    internal byte[]? Body { get; set; }

    internal void SetHeader(string name, string value)
    {
        Headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Headers.Add((name, value));
    }

    internal void AddQuery(string name, string value) => Query += (Query.Length == 0 ? "?" : "&") + name + "=" + value;

    /// <summary>Whether the text holds a planted note, or the part of it that matters.</summary>
    internal static bool HasCanary(string text) =>
        text.Contains(Canary, StringComparison.OrdinalIgnoreCase) || text.Contains(IdentifyingCanary, StringComparison.Ordinal);

    /// <summary>As a person reads it, long parts cut.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Method).Append(' ').Append(Path).Append(Query).Append('\n');
        foreach (var (name, value) in Headers)
            text.Append(name).Append(": ").Append(value).Append('\n');
        if (Body is not null)
            text.Append('\n').Append(Encoding.Latin1.GetString(Body));
        return Printable(text.ToString());
    }

    /// <summary>The text with what a terminal cannot show as escapes, cut after some thousand characters.</summary>
    internal static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (var c in text.Length > 4000 ? text[..4000] : text)
            _ = c is '\n' or (>= ' ' and < '\x7f')
                ? printable.Append(c) : printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return text.Length > 4000 ? FormattableString.Invariant($"{printable}… ({text.Length} characters)") : printable.ToString();
    }
}
