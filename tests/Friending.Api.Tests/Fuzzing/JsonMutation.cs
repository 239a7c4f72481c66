using System.Text;
using System.Text.Json;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>Changes JSON: where it still is some, along its grammar, else byte by byte.</summary>
internal static class JsonMutation
{
    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.0", "1e2", "0.1", "1e400", "-1e400", "1E-400", "2147483648",
        "9223372036854775808",
        "18446744073709551616", "123456789012345678901234567890", "0.0000000000000000000000000000000001", "[]", "{}", "[null]", "[[]]",
        "{\"\":null}",
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\n\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"\\uffff\"",
        "\"a\\/b\"",
        "\"yes\"", "\"no\"", "\"YES\"", "\"unknown\"", "\"current\"", "\"peer\"", "\"permit\"", "\"review\"", "\"es\"",
        "\"en-GB\"", "\"tlh\"",
        "\"1985\"", "\"2010-03\"", "\"2010-02-30\"", "\"0000\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"10000\"", "\"-1\"", "\"2010-3\"",
        "\"2010-03-14T00:00:00Z\"",
        "\"<script>alert(1)</script>\"", "\"=cmd|' /C calc'!A0\"", "\"' or 1 eq 1 or '\"", "\"../../../etc/passwd\"", "\"%00\"",
        "\"${jndi:ldap://x}\"",
        "{\"$ref\":\"#\"}", "{\"$id\":\"1\",\"$type\":\"System.Object\"}", "{\"$ref\":\"1\"}", "\"https://user:pass@127.0.0.1/\"",
        "\"file:///etc/passwd\"",
        "\"0199f000-0000-7000-8000-000000000000\"", "\"ffffffff-ffff-7fff-bfff-ffffffffffff\"",
        // What is no JSON.
        "NaN", "Infinity", "-", "01", "+1", ".5", "1.", "1e", "0x10", "'x'", "undefined", "True", "\"\\x41\"", "\"\\u00g0\"", "\"\t\"",
        "\"\0\"", "// x\n1", "/* x */1", "[1,]", "{,}", "",
    ];

    private static readonly string[] s_names =
    [
        "", " ", "a", "staff", "note", "Note", "id", "decisionId", "callback", "idempotencyKey", "traceparent", "tracestate", "$id", "$ref",
        "$type", "__proto__", "constructor",
        "a/b", "a~b", "a.b", "a'b", "a['b']", "\\ud800", "\\u0000", "\\u006eote", "properties", "context", "policy", "scenarios", "facts",
        "guidelines",
        "her number is 555-867-5309",
    ];

    private static readonly byte[][] s_bytes =
    [
        [0], [0x7F], [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFE], [0xFF], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xEF, 0xBF, 0xBF], "\""u8.ToArray(), "\\"u8.ToArray(), "{"u8.ToArray(),
        "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(),
        ","u8.ToArray(), ":"u8.ToArray(), "\n"u8.ToArray(), "\\u"u8.ToArray(), "\u2028"u8.ToArray(), "e"u8.ToArray(), "-"u8.ToArray(),
    ];

    /// <summary>The JSON with one change.</summary>
    internal static byte[] Of(byte[] json, Dice dice)
    {
        var spans = dice.Percent(75) ? Spans(json) : [];
        return spans.Count == 0 ? OfBytes(json, dice) : OfSpans(json, spans, dice);
    }

    private static byte[] OfSpans(byte[] json, List<Span> spans, Dice dice)
    {
        var span = dice.Pick(spans);
        var names = spans.FindAll(s => s.IsName);
        switch (dice.Below(11))
        {
            case 0 or 1 or 2:
                var value = dice.Pick(spans.FindAll(s => !s.IsName));
                return Replace(json, value, Utf8(dice.Pick(s_values)));
            case 3 when names.Count > 0:
                return Replace(json, dice.Pick(names), Utf8($"\"{dice.Pick(s_names)}\""));
            case 4 when names.Count > 0:
                // Leaves a member out, sometimes with its comma.
                var name = dice.Pick(names);
                var end = name.MemberEnd;
                while (dice.Percent(90) && end < json.Length && json[end] is (byte)',' or (byte)' ' or (byte)'\n')
                    end++;
                return Replace(json, name with { End = end }, []);
            case 5 when names.Count > 0:
                var twice = dice.Pick(names);
                return [.. json[..twice.Start], .. json[twice.Start..twice.MemberEnd], (byte)',', .. json[twice.Start..]];
            case 6 when json[span.Start] == '{':
                return [.. json[..(span.Start + 1)], .. Utf8($"\"{dice.Pick(s_names)}\":{dice.Pick(s_values)},"),
                    .. json[(span.Start + 1)..]];
            case 7:
                var levels = dice.Pick([1, 2, 60, 63, 64, 65, 1000, 10_000]);
                var open = dice.Percent(50) ? "[" : "{\"a\":";
                var wrapped = dice.Pick(spans.FindAll(s => !s.IsName));
                byte[] inside = [.. Repeat(open, levels), .. json[wrapped.Start..wrapped.End], .. Repeat(open == "[" ? "]" : "}", levels)];
                return Replace(json, wrapped, inside);
            case 8 when json[span.Start] == '"':
                // The same text in escapes.
                var text = json[(span.Start + 1)..(span.End - 1)];
                return Array.Exists(text, b => b is (byte)'\\' or >= 0x80)
                    ? json
                    : Replace(json, span, Utf8($"\"{string.Concat(text.Select(b => $"\\u{b:x4}"))}\""));
            case 9:
                var length = dice.Pick([50, 51, 64, 65, 100, 101, 128, 129, 500, 501, 1000, 1001, 32_768, 70_000]);
                var filler = dice.Pick(["a", "9", "\\u00e9", "é", "😀", " ", "\\n", "a\\u0301", "<"]);
                return Replace(json, dice.Pick(spans.FindAll(s => !s.IsName)), [(byte)'"', .. Repeat(filler, length), (byte)'"']);
            case 10:
                var many = dice.Pick([2, 100, 101, 1000, 5000]);
                var of = dice.Pick(spans.FindAll(s => !s.IsName));
                var item = Encoding.UTF8.GetString(json[of.Start..of.End]);
                return item.Length * many > 2_000_000
                    ? json : Replace(json, of, Utf8($"[{string.Join(',', Enumerable.Repeat(item, many))}]"));
            default:
                // Two values change places; a planted note stays in its place, since a staff id, say, may hold what a note may not.
                var (one, two) = (dice.Pick(spans), dice.Pick(spans));
                if (one.Start > two.Start)
                    (one, two) = (two, one);
                if (one.End > two.Start || HoldsCanary(json, one) || HoldsCanary(json, two))
                    return json;
                return [.. json[..one.Start], .. json[two.Start..two.End], .. json[one.End..two.Start], .. json[one.Start..one.End],
                    .. json[two.End..]];
        }
    }

    private static byte[] OfBytes(byte[] json, Dice dice)
    {
        var at = dice.Below(json.Length + 1);
        switch (dice.Below(9))
        {
            case 0:
                return json[..at];
            case 1:
                return [.. json[..at], .. dice.Pick(s_bytes), .. json[at..]];
            case 2 when at < json.Length:
                byte[] flipped = [.. json];
                flipped[at] ^= (byte)(1 << dice.Below(8));
                return flipped;
            case 3 when at < json.Length:
                return [.. json[..at], .. json[Math.Min(json.Length, at + 1 + dice.Below(8))..]];
            case 4:
                return [.. json, .. dice.Pick(s_bytes)];
            case 5:
                return [.. dice.Pick(s_bytes), .. json];
            case 6:
                Encoding encoding = dice.Pick<Encoding>([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1]);
                return [.. dice.Percent(50) ? encoding.GetPreamble() : [], .. encoding.GetBytes(Encoding.UTF8.GetString(json))];
            case 7:
                var size = dice.Pick([64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 1024 * 1024, 1024 * 1024 + 1]);
                return json.Length >= size ? json : [.. json, .. Enumerable.Repeat((byte)' ', size - json.Length)];
            default:
                return dice.Pick<byte[]>([[], dice.Bytes(1 + dice.Below(200)), Utf8(dice.Pick(s_values)), [.. json, .. json]]);
        }
    }

    private static bool HoldsCanary(byte[] json, Span span) =>
        json.AsSpan(span.Start..span.End).IndexOf("quokka"u8) >= 0 || json.AsSpan(span.Start..span.End).IndexOf("5309"u8) >= 0;

    private static byte[] Replace(byte[] json, Span span, byte[] by) => [.. json[..span.Start], .. by, .. json[span.End..]];

    private static byte[] Repeat(string text, int times) => Utf8(string.Concat(Enumerable.Repeat(text, times)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // Where names and values stand; none if it is no JSON, or too much of it to look at every time.
    private static List<Span> Spans(byte[] json)
    {
        var spans = new List<Span>();
        var open = new Stack<int>();
        var name = -1;
        var names = new Stack<int>();
        if (json.Length > 200_000)
            return spans;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(spans.Count);
                        names.Push(name);
                        name = -1;
                        spans.Add(new(start, end, IsName: false, end));
                        continue;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var at = open.Pop();
                        spans[at] = spans[at] with { End = end };
                        name = names.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        // The name alone, without its colon.
                        name = spans.Count;
                        spans.Add(new(start, start + reader.ValueSpan.Length + 2, IsName: true, end));
                        continue;
                    default:
                        spans.Add(new(start, end, IsName: false, end));
                        break;
                }
                if (name >= 0)
                    spans[name] = spans[name] with { MemberEnd = end };
                name = -1;
            }
            return spans;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private readonly record struct Span(int Start, int End, bool IsName, int MemberEnd);
}
