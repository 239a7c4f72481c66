using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Friending.Policy.Documents;

/// <summary>Reads and writes the documents. Unknown, duplicate and null members are errors, so that typing errors are found.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(ScenarioDocument))]
internal sealed partial class PolicyJson : JsonSerializerContext
{
    private const string NoNull = "null has no meaning here; leave it out.";

    // What System.Text.Json says to programmers, and what an author can do something with; its other messages pass as they are.
    private static readonly (string Theirs, string Ours)[] Reasons =
    [
        ("could not be mapped to any .NET member", "there is no such member in this format."),
        ("Duplicate propert", "this member stands here twice."),
        ("doesn't allow null", NoNull),
        ("could not be converted", "this is not the kind of value that belongs here."),
        ("trailing comma", "there is a comma with nothing after it."),
        ("Expected depth to be zero", "the text ends before every object and array is closed."),
        ("does not contain any JSON tokens", "there is nothing in it."),
    ];

    /// <summary>Parses <paramref name="utf8"/>.</summary>
    /// <param name="utf8">The JSON, with or without a byte order mark.</param>
    /// <param name="type">The shape it must have.</param>
    /// <param name="what">What to call it in a message.</param>
    /// <param name="nullable">A member in whose map null has a meaning; anywhere else null is refused.</param>
    /// <exception cref="PolicyException">The text is not JSON of this shape; the message says where.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type, string what, string? nullable = null)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            var document = JsonSerializer.Deserialize(utf8.Span, type);
            // The serializer checks members for null, but not what stands in lists and maps.
            using var json = JsonDocument.Parse(utf8);
            if (FirstNull(json.RootElement, "$", nullable) is { } path)
                throw Malformed($"The {what} cannot be read at {path}: {NoNull}");
            return document!;
        }
        catch (JsonException e)
        {
            var at = e.Path is { } place ? $" at {place}" : "";
            var line = e.LineNumber is { } number ? $" (line {number + 1})" : "";
            throw Malformed($"The {what} cannot be read{at}{line}: {Reason(e)}", e);
        }
    }

    private static string? FirstNull(JsonElement element, string path, string? nullable)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return path;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    if (FirstNull(item, $"{path}[{index++}]", nullable) is { } found)
                        return found;
                return null;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    if (member.Name != nullable && FirstNull(member.Value, $"{path}.{member.Name}", nullable) is { } found)
                        return found;
                return null;
            default:
                return null;
        }
    }

    private static string Reason(JsonException e)
    {
        foreach (var (theirs, ours) in Reasons)
            if (e.Message.Contains(theirs, StringComparison.Ordinal))
                return ours;
        const string Missing = "was missing required properties including: ";
        if (e.Message.IndexOf(Missing, StringComparison.Ordinal) is >= 0 and var missing)
            return $"what is missing: {e.Message[(missing + Missing.Length)..]}";
        // It appends "Path: … | LineNumber: …" to its own messages; place and line are told above.
        var cut = e.Message.IndexOf(" Path: $", StringComparison.Ordinal);
        cut = cut < 0 ? e.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : cut;
        return cut < 0 ? e.Message : e.Message[..cut];
    }

    private static PolicyException Malformed(string message, Exception? inner = null) =>
        new(new PolicyProblem(PolicyProblemKind.Malformed, message), inner);
}
