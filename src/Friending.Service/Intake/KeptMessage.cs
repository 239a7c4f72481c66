using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Service.Notes;
using Friending.Service.Requests;

namespace Friending.Service.Intake;

/// <summary>
/// What is kept of a refused message, so that it can be corrected and sent again: all of it, except text that may identify
/// somebody. Members whose place in a request is known are kept where they are of the form that belongs there; everything
/// else, such as a note or what the service does not know, passes the note guard first.
/// </summary>
internal static partial class KeptMessage
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Members whose place in a request is known, and what belongs there.
    private static readonly Dictionary<string, Predicate<string>> s_belongs = new()
    {
        ["/staff/id"] = text => RequestTexts.WhyNotStaffId(text) is null,
        ["/staff/role"] = text => RequestTexts.WhyNotName(text) is null,
        ["/staff/department"] = text => RequestTexts.WhyNotName(text) is null,
        ["/platform"] = text => RequestTexts.WhyNotPlatform(text) is null,
        ["/otherParty/reference"] = text => RequestTexts.WhyNotReference(text) is null,
        ["/circumstances/friendsSince"] = OrHarmless(Date().IsMatch),
        ["/circumstances/careSince"] = OrHarmless(Date().IsMatch),
        ["/idempotencyKey"] = OrHarmless(RequestTexts.IsKey),
        ["/decisionId"] = OrHarmless(text => Guid.TryParse(text, out _)),
        [Callback] = text => text.TrimEnd('/') == OriginOf(text),
        ["/traceparent"] = OrHarmless(TraceParent().IsMatch),
    };

    private const int LongestPiece = 4;

    // Characters of all JSON Pointers of what was left out.
    private const int MostOfPlaces = 8_192;

    // Only where it leads, not what it says there: a path or a query may hold anything.
    private const string Callback = "/callback";

    // Where JSON is broken, a place is told by its last name alone.
    private static readonly Dictionary<string, string> s_places = s_belongs.Keys.ToDictionary(p => p[(p.LastIndexOf('/') + 1)..]);

    /// <summary>The part of the message that may be kept, and the JSON Pointers of what was left out.</summary>
    internal static (string? Text, IReadOnlyList<string> LeftOut) Of(string text)
    {
        var (kept, leftOut) = Read(text);
        string[] places = [.. leftOut.Distinct()];
        // The list must fit into a queue message beside the rest of the entry; where it does not, nothing of the message is kept.
        return places.Sum(p => p.Length) <= MostOfPlaces ? (kept, places) : (null, [""]);
    }

    private static (string? Text, IReadOnlyList<string> LeftOut) Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (MayIdentify(document.RootElement, ""))
                return (null, [""]);
            var leftOut = new List<string>();
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, s_writing))
                Copy(document.RootElement, "", writer, leftOut);
            // As it was sent, white space and all, where nothing had to go.
            return (leftOut.Count == 0 ? text : Encoding.UTF8.GetString(buffer.WrittenSpan), leftOut);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a string with half a surrogate pair, which is JSON, but no text.
            return text.StartsWith('{') ? OfBroken(text) : OfText(text);
        }
    }

    private static void Copy(JsonElement element, string pointer, Utf8JsonWriter writer, List<string> leftOut)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var members = element.EnumerateObject().ToList();
                var areOneText = AreOneText(members.Where(m => !s_belongs.ContainsKey(At(pointer, m.Name))).Select(m => m.Value));
                foreach (var member in members)
                {
                    var mayBeShown = NoteGuard.Inspect(member.Name).Count == 0;
                    var at = mayBeShown ? At(pointer, member.Name) : pointer;
                    if (at == Callback && member.Value.ValueKind == JsonValueKind.String
                        && ShortenedCallback(member.Value.GetString()!) is { } origin)
                    {
                        writer.WriteString(member.Name, origin);
                        leftOut.Add(at);
                    }
                    else if (!mayBeShown || MayIdentify(member.Value, at)
                        || (areOneText && IsPiece(member.Value) && !s_belongs.ContainsKey(at)))
                    {
                        leftOut.Add(at);
                    }
                    else
                    {
                        writer.WritePropertyName(member.Name);
                        Copy(member.Value, at, writer, leftOut);
                    }
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var isOneText = AreOneText(Scalars(element));
                foreach (var item in element.EnumerateArray())
                {
                    if (isOneText || MayIdentify(item, pointer))
                        leftOut.Add(pointer);
                    else
                        Copy(item, pointer, writer, leftOut);
                }
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static bool MayIdentify(JsonElement value, string pointer) => value.ValueKind switch
    {
        JsonValueKind.String => MayIdentify(value.GetString()!, pointer),
        JsonValueKind.Number => MayIdentify(value.GetRawText(), pointer),
        _ => false,
    };

    private static bool MayIdentify(string text, string pointer) =>
        text.Length > 0 && (s_belongs.TryGetValue(pointer, out var belongs) ? !belongs(text) : NoteGuard.Inspect(text).Count > 0);

    // Of the form that belongs there, or not, but telling nothing of anybody.
    private static Predicate<string> OrHarmless(Predicate<string> isOfForm) => text => isOfForm(text) || NoteGuard.Inspect(text).Count == 0;

    // Whether values that may each be kept say together what may not: a number as a list of its digits.
    private static bool AreOneText(IEnumerable<JsonElement> values) =>
        NoteGuard.Inspect(string.Concat(values.Where(IsPiece).Select(v => v.ToString()))).Count > 0;

    // Short enough to be a piece of something.
    private static bool IsPiece(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= LongestPiece);

    private static IEnumerable<JsonElement> Scalars(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Scalars),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Scalars(m.Value)),
        _ => [element],
    };

    private static string At(string pointer, string name) => StrictJson.Step(pointer, name);

    // The origin of a callback that says more than that.
    private static string? ShortenedCallback(string callback) => s_belongs[Callback](callback) ? null : OriginOf(callback);

    private static string? OriginOf(string callback) =>
        Uri.TryCreate(callback, UriKind.Absolute, out var address) && address.Host.Length > 0 && address.UserInfo.Length == 0
            ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;

    // Broken JSON: every string for itself, as far as strings can be told, and then what is left as a whole.
    private static (string? Text, IReadOnlyList<string> LeftOut) OfBroken(string text)
    {
        var leftOut = new List<string>();
        var kept = Strings().Replace(text, found =>
        {
            var name = found.Groups["name"].Value;
            if (name == Callback[1..] && ShortenedCallback(Unescape(found.Groups["value"].Value)) is { } origin)
            {
                leftOut.Add(Callback);
                return $"{found.Groups["before"].Value}\"{origin}\"";
            }

            if (!MayIdentify(Unescape(found.Groups["value"].Value), s_places.GetValueOrDefault(name, "")))
                return found.Value;
            leftOut.Add(name.Length > 0 && StrictJson.MayBeShown(name) ? StrictJson.Step("", name) : "");
            return found.Groups["before"].Value + "\"\"";
        });
        var rest = Strings().Replace(kept, found => s_places.ContainsKey(found.Groups["name"].Value) ? "" : found.Value);
        return NoteGuard.Inspect(Unescape(Punctuation().Replace(rest, " "))).Count == 0 ? (kept, leftOut) : (null, [""]);
    }

    private static (string? Text, IReadOnlyList<string> LeftOut) OfText(string text)
    {
        // Base64 of something that is no UTF-8 may still be text, also with its padding lost or in the alphabet for addresses.
        var base64 = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Replace('+', '-').Replace('/', '_');
        var bytes = new byte[base64.Length];
        var isBase64 = Base64Url.DecodeFromChars(base64, bytes, out _, out var length) == OperationStatus.Done;
        var mayBeKept = NoteGuard.Inspect(text).Count == 0
            && (isBase64 ? NoteGuard.Inspect(Encoding.Latin1.GetString(bytes, 0, length)).Count == 0 : !LongWord().IsMatch(text));
        return mayBeKept ? (text, []) : (null, [""]);
    }

    private static string Unescape(string text) =>
        Escape().Replace(text, escape => ((char)ushort.Parse(escape.Groups["unit"].ValueSpan, NumberStyles.HexNumber,
            CultureInfo.InvariantCulture)).ToString());

    // https://www.w3.org/TR/trace-context/#traceparent-header
    [GeneratedRegex(@"\A[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\z")]
    private static partial Regex TraceParent();

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}){0,2}\z")]
    private static partial Regex Date();

    [GeneratedRegex("""(?<before>("(?<name>[^"\\]*)"\s*:\s*)?)"(?<value>(?:[^"\\]|\\.)*)(?:"|\\?\z)""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Strings();

    [GeneratedRegex("""[{}\[\]":,]+""")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\\u(?<unit>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    // Longer than a word of any language: a text in an encoding that cannot be read here.
    [GeneratedRegex(@"\S{65}")]
    private static partial Regex LongWord();
}
