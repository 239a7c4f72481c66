using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Friending.Service.Requests;

/// <summary>
/// Everything that is wrong with the members of JSON which the serializer refuses, and the value without those members. The serializer
/// itself stops at the first error.
/// </summary>
internal static class ReadableJson
{
    // So that an answer does not outgrow what it answers.
    private const int MostProblems = 100;
    private const string WrongType = "The value is of the wrong type.";

    /// <summary>The value without what cannot be read, and why.</summary>
    /// <param name="utf8">What the serializer refused.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="stoppedAt">Where the serializer stopped, a JSON Pointer.</param>
    internal static (T? Value, IReadOnlyList<RequestProblem> Problems) Of<T>(
        ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, string stoppedAt)
        where T : class
    {
        var problems = new List<RequestProblem>();
        try
        {
            // As deep as the JSON is: what is nested too deeply is at a member of another type, or at one that is ignored.
            using var document = JsonDocument.Parse(utf8.ToArray(), new() { MaxDepth = utf8.Length + 1 });
            var isTaken = TryTake(document.RootElement, type, "", problems, out var node);
            return problems.Count == 0 ? (null, [new(stoppedAt, "The JSON is nested too deeply.")])
                : (isTaken ? Read(node, type) : null, [.. problems.Distinct().Take(MostProblems)]);
        }
        catch (JsonException) when (utf8.IsEmpty)
        {
            return (null, [new("", "The body is empty; a JSON object is expected.")]);
        }
        catch (JsonException e)
        {
            var place = FormattableString.Invariant($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            return (null, [new(stoppedAt, $"Not valid JSON ({place}).", RequestProblemKind.Unreadable)]);
        }
        catch (InvalidOperationException)
        {
            // A name that is no text.
            return (null, [new(stoppedAt, StrictJson.NoText)]);
        }
    }

    private static bool TryTake(JsonElement element, JsonTypeInfo type, string pointer, List<RequestProblem> problems, out JsonNode? taken)
    {
        taken = null;
        if (element.ValueKind == JsonValueKind.Null && (!type.Type.IsValueType || Nullable.GetUnderlyingType(type.Type) is not null))
            return true;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                taken = Members(element, pointer, problems,
                    name => type.Properties.FirstOrDefault(p => p.Name == name)?.PropertyType, type);
                return true;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                taken = Members(element, pointer, problems, _ => type.ElementType, type);
                return true;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var (i, item) in element.EnumerateArray().Index())
                    if (TryTake(item, type.Options.GetTypeInfo(type.ElementType!), FormattableString.Invariant($"{pointer}/{i}"), problems,
                        out var node))
                        items.Add(node);
                taken = items;
                return true;
            case JsonTypeInfoKind.None when IsOfType(element, type):
                taken = JsonValue.Create(element.Clone());
                return true;
            default:
                problems.Add(new(pointer, IsText(element) ? WrongType : StrictJson.NoText));
                return false;
        }
    }

    private static bool IsText(JsonElement element) =>
        element.ValueKind != JsonValueKind.String || StrictJson.IsText(JsonMarshal.GetRawUtf8Value(element));

    private static JsonObject Members(
        JsonElement element, string pointer, List<RequestProblem> problems, Func<string, Type?> typeOf, JsonTypeInfo type)
    {
        var members = new JsonObject();
        var isOpen = (type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Skip;
        foreach (var member in element.EnumerateObject())
        {
            var at = StrictJson.MayBeShown(member.Name) ? StrictJson.Step(pointer, member.Name) : pointer;
            if (typeOf(member.Name) is not { } memberType)
            {
                if (!isOpen)
                    problems.Add(new(at, "There is no such member."));
            }
            else if (members.ContainsKey(member.Name) && !type.Options.AllowDuplicateProperties)
            {
                problems.Add(new(at, "The member is given twice."));
            }
            else if (TryTake(member.Value, type.Options.GetTypeInfo(memberType), at, problems, out var node))
            {
                members[member.Name] = node;
            }
        }
        return members;
    }

    private static bool IsOfType(JsonElement element, JsonTypeInfo type)
    {
        try
        {
            element.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What is required and was taken away with a problem of its own leaves nothing to read.
    private static T? Read<T>(JsonNode? node, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return node.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
