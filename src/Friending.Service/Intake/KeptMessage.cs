using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Service.Requests;

namespace Friending.Service.Intake;

/// <summary>
/// What of a refused message is kept, so that it can be mended and sent again: all of it, except text that may identify
/// somebody. Members whose place in a request is known are kept as they are; a note, and anything the service does not
/// know, passes the note guard first.
/// </summary>
internal static partial class KeptMessage
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Members of a message that hold no free text; a value elsewhere may be anything.
    private static readonly HashSet<string> s_known =
    [
        "/staff/id", "/staff/careRole", "/staff/role", "/staff/department", "/platform", "/direction", "/language",
        "/otherParty/patient", "/otherParty/colleague", "/otherParty/reference",
        "/circumstances/friendsSince", "/circumstances/careSince", "/circumstances/friendshipPredatesCare", "/circumstances/wouldBreakBread",
        "/circumstances/otherUnusual", "/circumstances/harmsWorkRelationship",
        "/idempotencyKey", "/callback", "/decisionId", "/traceparent", "/tracestate",
    ];

    /// <summary>The part of the message that may be kept, and the JSON Pointers of what was left out.</summary>
    internal static (string? Text, IReadOnlyList<string> LeftOut) Of(string text)
    {
        var leftOut = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(text);
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, s_writing))
                Copy(document.RootElement, "", writer, leftOut);
            // As it was sent, white space and all, where nothing had to go.
            return (leftOut.Count == 0 ? text : Encoding.UTF8.GetString(buffer.WrittenSpan), leftOut);
        }
        catch (JsonException)
        {
            return OfBroken(text);
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
                    var at = $"{pointer}/{member.Name}";
                    if (NoteGuard.Inspect(member.Name).Count > 0 || MayIdentify(member.Value, at))
                    {
                        leftOut.Add(NoteGuard.Inspect(member.Name).Count > 0 ? pointer : at);
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

    private static bool MayIdentify(JsonElement value, string pointer) => !s_known.Contains(pointer) && value.ValueKind switch
    {
        JsonValueKind.String => NoteGuard.Inspect(value.GetString()!).Count > 0,
        JsonValueKind.Number => NoteGuard.Inspect(value.GetRawText()).Count > 0,
        _ => false,
    };

    // Not JSON: a note can be told from the rest only if the text at least looks like it.
    private static (string? Text, IReadOnlyList<string> LeftOut) OfBroken(string text)
    {
        if (!text.StartsWith('{'))
        {
            // Base64 of something that is no UTF-8 may still be text.
            var readable = MessageText.Bytes(text) is { } bytes ? Encoding.Latin1.GetString(bytes) : text;
            return NoteGuard.Inspect(text).Count + NoteGuard.Inspect(readable).Count == 0 ? (text, []) : (null, [""]);
        }
        var leftOut = new List<string>();
        var kept = Note().Replace(text, note =>
        {
            if (NoteGuard.Inspect(note.Groups["value"].Value).Count == 0)
                return note.Value;
            leftOut.Add("/note");
            return note.Groups["name"].Value + '"';
        });
        return (kept, leftOut);
    }

    [GeneratedRegex("""(?<name>"note"\s*:\s*")(?<value>(?:[^"\\]|\\.)*)(?:"|\\?\z)""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Note();
}
