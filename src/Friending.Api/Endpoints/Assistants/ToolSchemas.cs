using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Api.Endpoints.Requests;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>
/// The JSON Schemas of the tools: arguments from the policy in force and the operation's parameters, answers from the OpenAPI document,
/// narrowed to what the policy can answer.
/// </summary>
internal sealed class ToolSchemas(PolicyDecisionPoint policy, OpenApiFile openApi)
{
    private const string Components = "#/components/schemas/";
    private const string Definitions = "#/$defs/";

    private readonly Lazy<Task<JsonNode>> _document = new(async () => JsonNode.Parse(await openApi.ReadAsync())!);

    /// <summary>The policy's facts as an object: a member for each fact, with its question and its values.</summary>
    internal static JsonObject Facts(PolicyDocument policy)
    {
        var language = policy.Languages[0];
        return new()
        {
            ["type"] = "object",
            ["description"] = "What the person stated, by fact. Leave out what they did not say.",
            ["properties"] = new JsonObject(
                [.. policy.Facts.Select(f => Member(f.Name, Fact(f, language))), .. policy.Facts.SelectMany(Dates).DistinctBy(d => d.Key)]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Fact(FactDefinition fact, string language) => new()
    {
        ["type"] = "string",
        ["enum"] = Values(fact.Values.Select(v => v.Value)),
        ["description"] = $"{fact.Question?.In(language) ?? fact.Label?.In(language) ?? fact.Name} "
            + string.Join("; ", fact.Values.Select(v => $"{v.Value}: {v.Label?.In(language) ?? v.Value}")),
    };

    // The dates that a fact can be derived from, in place of stating it.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Dates(FactDefinition fact) =>
        fact.Before is not { } dates ? [] : new[] { dates.First, dates.Second }.Select(date => Member(date, new()
        {
            ["type"] = "string",
            ["pattern"] = @"^\d{4}(-\d{2}(-\d{2})?)?$",
            ["description"] =
                $"A date as far as it is known: 1985, 2010-03 or 2010-03-14. {fact.Name} follows from {dates.First} and {dates.Second}.",
        }));

    private static KeyValuePair<string, JsonNode?> Member(string name, JsonObject schema) => new(name, schema);

    /// <summary>The language to answer in.</summary>
    internal static JsonObject Language(PolicyDocument policy) => new()
    {
        ["type"] = "string",
        ["enum"] = Values(policy.Languages),
        ["description"] = "The language of the answer, the person's if it is one of these.",
    };

    /// <summary>What <c>submit</c> takes: a request as the API takes it, its facts by name.</summary>
    internal static JsonObject Submission(PolicyDocument policy) => new()
    {
        ["facts"] = Facts(policy),
        ["platform"] = Text("The network, such as Facebook: its name only, no profile."),
        ["staff"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Who asks. The id is that of the person who signed in, unless a program asks for others.",
            ["properties"] = new JsonObject
            {
                ["id"] = Text("Only where a program asks for somebody: the organisation's id of the staff member."),
                ["role"] = Text("Their job."),
                ["department"] = Text("Their department."),
            },
            ["additionalProperties"] = false,
        },
        ["note"] = Text(
            "A remark of the person on the circumstances, up to 500 characters, that identifies nobody. In their words; leave "
                + "it out if they have none."),
        ["language"] = Language(policy),
    };

    /// <summary>The schema of a tool's arguments.</summary>
    internal async Task<JsonElement> InputOfAsync(AssistantTool tool)
    {
        var properties = tool.Body?.Invoke(policy.Document) ?? [];
        var required = new JsonArray();
        if (tool.Body is not null)
            required.Add("facts");
        foreach (var parameter in (await OperationAsync(tool))["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            if (!tool.Parameters.Contains(name))
                continue;
            var schema = parameter["schema"]!.DeepClone().AsObject();
            schema["description"] = parameter["description"]?.GetValue<string>();
            properties[name] = schema;
            if (parameter["in"]!.GetValue<string>() == "path")
                required.Add(name);
        }
        if (tool.KeyArgument is { } key)
            properties[key] =
                Text("Made up by you for this submission, 1 to 256 characters: the same key again gives the same decision, so "
                    + "that trying again is safe.");
        var input = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            input["required"] = required;
        return JsonSerializer.SerializeToElement(input);
    }

    /// <summary>The schema of a tool's structured content.</summary>
    internal async Task<JsonElement> OutputOfAsync(AssistantTool tool)
    {
        var document = await _document.Value;
        var names = (await OperationAsync(tool))["responses"]!.AsObject()
            .Where(r => r.Key[0] == '2').Select(r => r.Value!["content"]?["application/json"]?["schema"]?["$ref"]?.GetValue<string>())
            .OfType<string>().Select(NameOf).Distinct().ToList();
        var definitions = new JsonObject();
        foreach (var name in names)
            Collect(document, name, definitions);
        var output = names is [var only] ? definitions[only]!.DeepClone().AsObject() : new JsonObject
        {
            ["anyOf"] = new JsonArray([.. names.Select(n => (JsonNode)new JsonObject { ["$ref"] = Definitions + n })]),
        };
        // A decision may be of an earlier policy; what is asked now is not.
        if (tool.Operation == nameof(EvaluateRequest))
            Narrow(output["properties"]!.AsObject());
        output["type"] = "object";
        output["$defs"] = definitions;
        return JsonSerializer.SerializeToElement(output);
    }

    private void Narrow(JsonObject properties)
    {
        var outcomes = policy.Document.Outcomes.Select(o => o.Value).ToList();
        properties["outcome"]!["enum"] = new JsonArray([.. outcomes.Select(o => (JsonNode)o), null]);
        properties["possibleOutcomes"]!["items"] = new JsonObject { ["type"] = "string", ["enum"] = Values(outcomes) };
        properties["facts"] = Facts(policy.Document);
        properties["facts"]!["description"] = "The facts that the policy saw.";
    }

    private async Task<JsonObject> OperationAsync(AssistantTool tool) =>
        (await _document.Value)["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject())
            .Single(o => o.Value!["operationId"]!.GetValue<string>() == tool.Operation).Value!.AsObject();

    // Copies a schema, and every schema that it refers to, into the definitions.
    private static void Collect(JsonNode document, string name, JsonObject definitions)
    {
        if (definitions.ContainsKey(name))
            return;
        var schema = document["components"]!["schemas"]![name]!.DeepClone();
        definitions[name] = schema;
        Refer(schema);

        void Refer(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items)
                    Refer(item);
            }
            else if (node is JsonObject members)
            {
                if (members["$ref"] is JsonValue reference)
                {
                    var other = NameOf(reference.GetValue<string>());
                    members["$ref"] = Definitions + other;
                    Collect(document, other, definitions);
                }
                foreach (var (_, member) in members.ToList())
                    Refer(member);
            }
        }
    }

    private static string NameOf(string reference) => reference[Components.Length..];

    private static JsonArray Values(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
