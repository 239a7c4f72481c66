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
/// What of a refused message is kept, so that it can be mended and sent again: all of it, except text that may identify
/// somebody. Members whose place in a request is known are kept where they are of the form that belongs there; everything
/// else, such as a note or what the service does not know, passes the note guard first.
/// </summary>
internal static partial class KeptMessage
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Free text that a decision keeps as it is, unless it holds what identifies a person.
    private static readonly HashSet<string> s_texts = ["/staff/role", "/staff/department", "/platform"];

    private static readonly HashSet<string> s_dates = ["/circumstances/friendsSince", "/circumstances/careSince"];

    // Ids and addresses: one word.
    private static readonly HashSet<string> s_words =
        ["/staff/id", "/otherParty/reference", "/idempotencyKey", "/callback", "/decisionId", "/traceparent", "/tracestate"];

    // Where JSON is broken, a place is told by its last name alone.
    private static readonly Dictionary<string, string> s_places = s_dates.Concat(s_words).ToDictionary(p => p[(p.LastIndexOf('/') + 1)..]);

    /// <summary>The part of the message that may be kept, and the JSON Pointers of what was left out.</summary>
    internal static (string? Text, IReadOnlyList<string> LeftOut) Of(string text)
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
                foreach (var member in element.EnumerateObject())
                {
                    var mayBeShown = NoteGuard.Inspect(member.Name).Count == 0;
                    var at = mayBeShown ? StrictJson.Step(pointer, member.Name) : pointer;
                    if (!mayBeShown || MayIdentify(member.Value, at))
                    {
                        leftOut.Add(at);
                        continue;
                    }
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, at, writer, leftOut);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (MayIdentify(item, pointer))
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

    private static bool MayIdentify(string text, string pointer)
    {
        var belongs = s_texts.Contains(pointer) && !RequestFacts.HoldsIdentifier(text) || s_words.Contains(pointer) && Word().IsMatch(text) || s_dates.Contains(pointer) && Date().IsMatch(text);
        return !belongs && NoteGuard.Inspect(text).Count > 0;
    }

    // Broken JSON: every string for itself, as far as strings can be told, and then what is left as a whole.
    private static (string? Text, IReadOnlyList<string> LeftOut) OfBroken(string text)
    {
        var leftOut = new List<string>();
        var kept = Strings().Replace(text, found =>
        {
            var name = found.Groups["name"].Value;
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
        Escape().Replace(text, escape => ((char)ushort.Parse(escape.Groups["unit"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\A\S*\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}){0,2}\z")]
    private static partial Regex Date();

    [GeneratedRegex("""(?<before>("(?<name>[^"\\]*)"\s*:\s*)?)"(?<value>(?:[^"\\]|\\.)*)(?:"|\\?\z)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Strings();

    [GeneratedRegex("""[{}\[\]":,]+""")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\\u(?<unit>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    // Longer than a word of any language: a text in an encoding that cannot be read here.
    [GeneratedRegex(@"\S{65}")]
    private static partial Regex LongWord();
}
