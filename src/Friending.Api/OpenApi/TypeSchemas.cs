using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Friending.Policy;
using Friending.Policy.Documents;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Friending.Api;

/// <summary>The JSON schemas of the types that operations take and give, from the serializer's own view of them.</summary>
internal sealed class TypeSchemas(OpenApiDocument document)
{
    private const string Components = "#/components/schemas/";

    private readonly HashSet<string> _known = [];

    /// <summary>A reference to the schema of a type, which is added to the document's components if it is not there yet.</summary>
    internal OpenApiSchemaReference Of(Type type)
    {
        if (type == typeof(PolicyDocument))
            AddPolicyDocument();
        else
            Add(type);
        return new(type.Name, document);
    }

    private void Add(Type type)
    {
        if (!_known.Add(type.Name))
            return;
        var info = ServiceJson.Web.GetTypeInfo(type) ?? ApiJson.Web.GetTypeInfo(type)
            ?? throw new InvalidOperationException($"No serializer context knows {type.Name}, which an operation takes or gives.");
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Transform(type, context, schema),
        };
        AddComponent(type.Name, info.GetJsonSchemaAsNode(options));
    }

    private JsonNode Transform(Type root, JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = IsNullable(schema);
        // Types with converters of their own, of which the exporter knows nothing.
        if (type == typeof(DecisionId))
            schema = new JsonObject { ["type"] = "string", ["format"] = "uuid" };
        else if (type == typeof(DateTimeOffset))
            schema = new JsonObject { ["type"] = type == context.TypeInfo.Type ? "string" : new JsonArray("string", "null"), ["format"] = "date-time" };
        else if (type == typeof(IsoWeek))
            schema = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{4}-W[0-9]{2}$" };
        else if (type.IsEnum)
            schema["type"] ??= isNullable ? new JsonArray("string", "null") : "string";

        var isOurs = context.TypeInfo.Kind == JsonTypeInfoKind.Object && type.Assembly.GetName().Name!.StartsWith("Friending.", StringComparison.Ordinal);
        if (isOurs && (type != root || context.Path.Length > 0))
        {
            Add(type);
            var reference = new JsonObject { ["$ref"] = Components + type.Name };
            schema = isNullable ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }
        if (schema is JsonObject node)
        {
            DropOmitted(node, context.TypeInfo);
            // Elements of any kind, such as the evaluations of a batch, of which each may be wrong by itself.
            if (context.TypeInfo.Kind == JsonTypeInfoKind.Enumerable && !node.ContainsKey("items"))
                node["items"] = new JsonObject();
            if (Describe(context, type) is { } description)
                node["description"] = description;
            // A parameter of a record that may be left out; that it is null then says nothing.
            if (node.TryGetPropertyValue("default", out var value) && value is null)
                node.Remove("default");
        }
        return schema;
    }

    // A member that is left out when it is null cannot be counted on, whatever its type's constructor asks for.
    private static void DropOmitted(JsonObject schema, JsonTypeInfo type)
    {
        if (schema["required"] is not JsonArray required)
            return;
        var omitted = type.Properties.Where(IsOmittedIfNull).Select(p => p.Name).Where(name => IsNullable(schema["properties"]![name])).ToList();
        foreach (var name in required.Where(n => omitted.Contains(n!.GetValue<string>())).ToArray())
            required.Remove(name);
    }

    private static bool IsOmittedIfNull(JsonPropertyInfo property)
    {
        var own = (property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).SingleOrDefault() as JsonIgnoreAttribute)?.Condition;
        return (own ?? property.Options.DefaultIgnoreCondition) == JsonIgnoreCondition.WhenWritingNull;
    }

    private static bool IsNullable(JsonNode? schema) => schema is JsonObject o
        && (o["type"] is JsonArray types && types.Any(t => t!.GetValue<string>() == "null")
            || o["enum"] is JsonArray values && values.Any(v => v is null)
            || o["anyOf"] is JsonArray choices && choices.Any(c => (c as JsonObject)?["type"] is JsonValue type && type.ToString() == "null"));

    private static string? Describe(JsonSchemaExporterContext context, Type type) => context.PropertyInfo switch
    {
        { AttributeProvider: PropertyInfo property } => DocComments.Of(property),
        null when context.Path.Length == 0 => DocComments.Of(type),
        _ => null,
    };

    // The policy document's schema is published with it; its definitions become components.
    private void AddPolicyDocument()
    {
        if (!_known.Add(nameof(PolicyDocument)))
            return;
        var schema = JsonNode.Parse(DefaultPolicy.PolicySchema.Span)!.AsObject();
        var definitions = schema["definitions"]!.AsObject();
        schema.Remove("definitions");
        schema.Remove("$schema");
        AddComponent(nameof(PolicyDocument), Renamed(schema));
        foreach (var (name, definition) in definitions)
            AddComponent(ComponentName(name), Renamed(definition!));

        static JsonNode Renamed(JsonNode node)
        {
            var copy = node.DeepClone();
            foreach (var inner in Descendants(copy).OfType<JsonObject>())
                if (inner["$ref"] is JsonValue reference)
                    inner["$ref"] = Components + ComponentName(reference.GetValue<string>().Split('/')[^1]);
            return copy;
        }

        static string ComponentName(string definition) => $"Policy{char.ToUpperInvariant(definition[0])}{definition[1..]}";
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject o => o.Select(m => m.Value),
            JsonArray a => a,
            _ => [],
        };
        foreach (var child in children.ToArray())
            if (child is not null)
                foreach (var inner in Descendants(child))
                    yield return inner;
    }

    private void AddComponent(string name, JsonNode schema) => document.AddComponent(
        name, OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)!);
}
