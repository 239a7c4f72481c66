using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Friending.Service.Notes;

namespace Friending.Service.Requests;

/// <summary>
/// Reads JSON that somebody else wrote, over HTTP or from a queue: nothing unknown, nothing twice, nothing of another type,
/// and each error with the place it is at. Messages never repeat a value, since that may be a note.
/// </summary>
public static partial class StrictJson
{
    /// <summary>Reads <paramref name="utf8"/> as <paramref name="type"/> says; a null value comes with the problem.</summary>
    public static (T? Value, RequestProblem? Problem) Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            var value = JsonSerializer.Deserialize(utf8, type);
            return value is null ? (null, new("", "Must be a JSON object, not null.")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, new(PointerOf(e.Path), Explain(e, utf8.IsEmpty)));
        }
    }

    /// <summary>
    /// The JSON Pointer for a path as System.Text.Json writes it (<c>$.a['b.c'][0]</c>). It ends before the first member whose
    /// name is no name, since that may be anything, such as a note in the wrong place.
    /// </summary>
    internal static string PointerOf(string? path)
    {
        var pointer = "";
        foreach (Match step in Steps().Matches(path ?? ""))
        {
            var name = step.Groups["name"].Success ? step.Groups["name"].Value
                : step.Groups["index"].Success ? step.Groups["index"].Value
                : step.Groups["quoted"].Value;
            if (!MayBeShown(name))
                break;
            pointer = Step(pointer, name);
        }
        return pointer;
    }

    /// <summary>The pointer to a member of what <paramref name="pointer"/> points to.</summary>
    internal static string Step(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Whether a member's name may be repeated to whoever sent it, and kept: a short word that identifies nobody.</summary>
    // With underscores a word looks like a user name, but so do members that others have defined.
    internal static bool MayBeShown(string name) => Name().IsMatch(name) && NoteGuard.Inspect(name).All(f => f == NoteFinding.Handle);

    private static string Explain(JsonException e, bool empty)
    {
        if (empty)
            return "The body is empty; a JSON object is expected.";
        var message = e.Message;
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return "There is no such member.";
        if (message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
            return "The member is given twice.";
        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
            return "The JSON is nested too deeply.";
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return "The value is of the wrong type.";
        return e.LineNumber is { } line && e.BytePositionInLine is { } column
            ? FormattableString.Invariant($"Not valid JSON (line {line + 1}, byte {column + 1}).")
            : "Not valid JSON.";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_$@.:/~-]{0,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<index>\d+)\]|\['(?<quoted>.*?)'\](?=$|[.\[])", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();
}
