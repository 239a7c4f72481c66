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
            var (value, problems) = ReadableJson.Of(utf8, type, PointerOf(e.Path));
            return value is FriendRequest request ? ((T)(object)(request with { Unread = problems }), problems) : (value, problems);
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

    /// <summary>What is wrong with JSON that <see cref="IsText"/> refuses.</summary>
    public const string NoText = "A string holds half a surrogate pair, or bytes that are not UTF-8.";

    /// <summary>Whether every string and name of valid JSON is text, which the parser finds out only when it reads one.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static bool IsText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.TrimStart("\uFEFF"u8), new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
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
