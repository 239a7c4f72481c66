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
    // Of the serializer: https://learn.microsoft.com/dotnet/api/system.text.json.jsonserializeroptions.maxdepth
    private const int DefaultMaxDepth = 64;

    /// <summary>
    /// Reads <paramref name="utf8"/> as <paramref name="type"/> says. Where there are problems, the value is what is left without the
    /// members that they are about, or null; a request keeps them, so that they are told with what else is wrong with it.
    /// </summary>
    public static (T? Value, IReadOnlyList<RequestProblem> Problems) Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            var value = JsonSerializer.Deserialize(utf8, type);
            return value is null ? (null, [new("", "Must be a JSON object, not null.")]) : (value, []);
        }
        catch (JsonException e)
        {
            if (ReadableJson.Of(utf8, type) is not { Problems.Count: > 0 } readable)
                return (null, [Explain(utf8, type, e)]);
            return readable.Value is FriendRequest request
                ? ((T)(object)(request with { Unread = readable.Problems }), readable.Problems)
                : (readable.Value, readable.Problems);
        }
    }

    /// <summary>
    /// The JSON Pointer for a path as System.Text.Json writes it (<c>$.a['b.c'][0]</c>). It ends before the first member whose
    /// name is no name, since that may be anything, such as a note in the wrong place.
    /// </summary>
    internal static string PointerOf(string? path)
    {
        var pointer = "";
        foreach (var name in StepsOf(path).TakeWhile(MayBeShown))
            pointer = Step(pointer, name);
        return pointer;
    }

    /// <summary>The pointer to a member of what <paramref name="pointer"/> points to.</summary>
    public static string Step(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Whether a member's name may be repeated to whoever sent it, and kept: a short word that identifies nobody.</summary>
    // With underscores a word looks like a user name, but so do members that others have defined.
    public static bool MayBeShown(string name) => Name().IsMatch(name) && NoteGuard.Inspect(name).All(f => f == NoteFinding.Handle);

    // The serializer's exceptions have no codes, so the JSON itself is asked what is wrong with it.
    private static RequestProblem Explain(ReadOnlySpan<byte> utf8, JsonTypeInfo type, JsonException e)
    {
        if (utf8.IsEmpty)
            return new("", "The body is empty; a JSON object is expected.");
        var pointer = PointerOf(e.Path);
        if (IsAt(FindSyntaxError(utf8, int.MaxValue), e))
        {
            var place = e.LineNumber is { } line && e.BytePositionInLine is { } column
                ? FormattableString.Invariant($" (line {line + 1}, byte {column + 1})") : "";
            return new(pointer, $"Not valid JSON{place}.", RequestProblemKind.Unreadable);
        }
        if (IsAt(FindSyntaxError(utf8, type.Options.MaxDepth == 0 ? DefaultMaxDepth : type.Options.MaxDepth), e))
            return new(pointer, "The JSON is nested too deeply.");
        return new(
            pointer,
            !IsMember(type, StepsOf(e.Path)) ? "There is no such member."
            : IsGivenTwice(utf8, e) ? "The member is given twice."
            : "The value is of the wrong type.");
    }

    // The serializer stops at the first error of any kind; what comes after it is not what it told of.
    private static bool IsAt(JsonException? error, JsonException e) =>
        error is not null && (error.LineNumber, error.BytePositionInLine) == (e.LineNumber, e.BytePositionInLine);

    private static JsonException? FindSyntaxError(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
            {
            }
            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }

    private static bool IsMember(JsonTypeInfo type, IEnumerable<string> steps)
    {
        foreach (var name in steps)
        {
            var next = type.Kind == JsonTypeInfoKind.Object
                ? type.Properties.FirstOrDefault(p => p.Name == name)?.PropertyType : type.ElementType;
            if (next is null)
                return false;
            type = type.Options.GetTypeInfo(next);
        }
        return true;
    }

    // Whether an object has two members of one name before the place of the error.
    private static bool IsGivenTwice(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var end = IndexOf(utf8, e.LineNumber ?? 0) + (e.BytePositionInLine ?? 0);
        var names = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read() && reader.TokenStartIndex < end)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    names.Push([]);
                else if (reader.TokenType == JsonTokenType.EndObject)
                    names.Pop();
                else if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(reader.GetString()!))
                    return true;
            }
            return false;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A syntax error after the place, or a name with half a surrogate pair.
            return false;
        }
    }

    private static long IndexOf(ReadOnlySpan<byte> utf8, long line)
    {
        var index = 0;
        for (; line > 0; line--)
            index += utf8[index..].IndexOf((byte)'\n') + 1;
        return index;
    }

    private static IEnumerable<string> StepsOf(string? path) => Steps().Matches(path ?? "").Select(step =>
        step.Groups["name"].Success ? step.Groups["name"].Value
        : step.Groups["index"].Success ? step.Groups["index"].Value
        : step.Groups["quoted"].Value);

    [GeneratedRegex(@"\A[A-Za-z0-9_$@.:/~-]{0,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<index>\d+)\]|\['(?<quoted>.*?)'\](?=$|[.\[])", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();
}
