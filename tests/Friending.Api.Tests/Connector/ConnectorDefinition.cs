using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Friending.Api.Tests;

/// <summary>
/// The definition of the Power Automate connector: OpenAPI 2.0, which is what custom connectors take, written from the
/// OpenAPI 3.1 document with what the designer shows added.
/// </summary>
internal static class ConnectorDefinition
{
    /// <summary>The operation by which the webhook trigger subscribes.</summary>
    public const string Trigger = "WhenDecisionIsMadeOrChanged";

    private const string Event = "DecisionEvent";

    // What a flow does; those that the service does not have yet are left out.
    private static readonly string[] s_actions = ["SubmitRequest", "EvaluateRequest", "GetDecision", "ResolveReview", "GetDigest"];

    // What the designer calls to offer the values of the policy in force.
    private const string Choices = "GetChoices";

    /// <summary>The definition.</summary>
    public static JsonObject Write()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ApiContract.Document.SerializeAsV2(new OpenApiJsonWriter(text));
        var definition = JsonNode.Parse(text.ToString())!.AsObject();

        definition["host"] = "friending.example.org";
        definition["basePath"] = "/";
        definition["schemes"] = new JsonArray("https");
        definition["consumes"] = new JsonArray("application/json");
        definition["produces"] = new JsonArray("application/json");
        // How a connection signs in is in apiProperties.json: with several ways, the definition names none.
        definition.Remove("securityDefinitions");
        definition.Remove("security");
        KeepOperations(definition["paths"]!.AsObject());
        KeepTags(definition);
        DescribeEvents(definition["definitions"]!.AsObject());
        DescribeChoices(definition);
        KeepReferenced(definition);
        foreach (var schema in definition["definitions"]!.AsObject())
            Summarise(schema.Value!);
        return definition;
    }

    private static void KeepOperations(JsonObject paths)
    {
        foreach (var (path, item) in paths.ToArray())
        {
            foreach (var (method, operation) in item!.AsObject().Where(o => o.Value is JsonObject).ToArray())
            {
                var name = operation!["operationId"]!.GetValue<string>();
                if (name == "Subscribe")
                    MakeTrigger(item.AsObject(), operation.AsObject());
                else if (name == "Unsubscribe")
                    MakeInternal(operation.AsObject());
                else if (s_actions.Contains(name))
                    MakeAction(operation.AsObject());
                else if (name == Choices)
                    MakeInternal(operation.AsObject());
                else
                    item.AsObject().Remove(method);
            }
            if (item.AsObject().Count == 0)
                paths.Remove(path);
        }
    }

    private static void MakeAction(JsonObject operation)
    {
        operation["x-ms-visibility"] = "important";
        operation["description"] = Sentence(operation["description"]!.GetValue<string>());
        Clean(operation);
        // The designer asks for everything else first.
        foreach (var parameter in operation["parameters"]!.AsArray().Where(p => p!["in"]!.GetValue<string>() == "header"))
            parameter!["x-ms-visibility"] = "advanced";
    }

    // A webhook trigger, see https://learn.microsoft.com/training/modules/create-triggers-custom-connectors/2-webhook-trigger:
    // the designer fills in the address, and deletes the subscription by the Location of the 201.
    private static void MakeTrigger(JsonObject path, JsonObject operation)
    {
        operation["operationId"] = Trigger;
        operation["summary"] = "When a decision is made or changed";
        operation["description"] = "Starts a flow at once when a decision is made, reviewed or withdrawn.";
        operation["x-ms-trigger"] = "single";
        operation["x-ms-trigger-hint"] = "Submit a request to see it work now.";
        operation["x-ms-visibility"] = "important";
        Clean(operation);
        path["x-ms-notification-content"] = new JsonObject
        {
            ["description"] = "What happened, and the decision as it is after that.",
            ["schema"] = new JsonObject { ["$ref"] = $"#/definitions/{Event}" },
        };
    }

    private static void MakeInternal(JsonObject operation)
    {
        operation["x-ms-visibility"] = "internal";
        operation["description"] = Sentence(operation["description"]!.GetValue<string>());
        Clean(operation);
    }

    // So that a maker picks: the values that the policy in force has, which the designer asks for, and what a submission under the default
    // policy cannot do without. See https://learn.microsoft.com/connectors/custom-connectors/openapi-extensions.
    private static void DescribeChoices(JsonObject definition)
    {
        var definitions = definition["definitions"]!.AsObject();
        var request = definitions["FriendRequest"]!["properties"]!;
        // In place, since the choices are those of a request and not of a decision.
        foreach (var (member, type) in new[] { ("staff", "Staff"), ("otherParty", "OtherParty"), ("circumstances", "Circumstances") })
            request[member] = definitions[type]!.DeepClone();
        request["platform"]!["x-ms-dynamic-values"] = Values("networks");
        request["direction"]!["x-ms-dynamic-values"] = Values("values/direction");
        request["account"]!["x-ms-dynamic-values"] = Values("values/account");
        request["otherParty"]!["properties"]!["patient"]!["x-ms-dynamic-values"] = Values("values/patient");
        request["otherParty"]!["properties"]!["colleague"]!["x-ms-dynamic-values"] = Values("values/colleague");
        request["facts"]!["x-ms-dynamic-schema"] = new JsonObject
        {
            ["operationId"] = Choices,
            ["parameters"] = new JsonObject(),
            ["value-path"] = "facts",
        };
        definitions["ReviewRequest"]!["properties"]!["resolution"]!["x-ms-dynamic-values"] = Values("resolutions");
        definitions["ReviewRequest"]!["required"] = Names(["resolution", "reason"]);
        var submitted = definitions["FriendRequest"]!.DeepClone();
        submitted["required"] = Names(["staff", "platform", "direction", "otherParty"]);
        submitted["properties"]!["staff"]!["required"] = Names(["id"]);
        submitted["properties"]!["otherParty"]!["required"] = Names(["patient"]);
        definitions["SubmittedRequest"] = submitted;
        var body = definition["paths"]!["/api/requests"]!["post"]!["parameters"]!.AsArray()
            .Single(p => p!["in"]!.GetValue<string>() == "body")!;
        body["schema"]!["$ref"] = "#/definitions/SubmittedRequest";

        static JsonArray Names(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];

        static JsonObject Values(string path) => new()
        {
            ["operationId"] = Choices,
            ["parameters"] = new JsonObject(),
            ["value-collection"] = path,
            ["value-path"] = "value",
            ["value-title"] = "text",
        };
    }

    private static void DescribeEvents(JsonObject definitions)
    {
        var types = new JsonArray([.. Service.Outbox.Subscription.EventTypes.Select(t => (JsonNode)t)]);
        var request = definitions["SubscriptionRequest"]!;
        request["required"] = new JsonArray("callback");
        request["properties"]!["callback"]!["x-ms-notification-url"] = true;
        request["properties"]!["callback"]!["x-ms-visibility"] = "internal";
        request["properties"]!["events"]!["items"]!["enum"] = types;
        definitions[Event] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "A CloudEvent: what happened to a decision.",
            ["required"] = new JsonArray("specversion", "id", "type", "source", "subject", "time", "data"),
            ["properties"] = new JsonObject
            {
                ["specversion"] = Text("The version of CloudEvents, 1.0."),
                ["id"] = Text("The event's id: the same if it is delivered again."),
                ["type"] = Text("What happened.", types.DeepClone().AsArray()),
                ["source"] = Text("The service."),
                ["subject"] = Text("The decision's id."),
                ["time"] = Text("When it happened.", format: "date-time"),
                ["datacontenttype"] = Text("The media type of the data."),
                ["data"] = new JsonObject { ["$ref"] = "#/definitions/Decision" },
            },
        };

        static JsonObject Text(string description, JsonArray? values = null, string? format = null)
        {
            var text = new JsonObject { ["type"] = "string", ["description"] = description };
            if (values is not null)
                text["enum"] = values;
            if (format is not null)
                text["format"] = format;
            return text;
        }
    }

    private static void Clean(JsonObject operation)
    {
        operation.Remove("security");
        operation["produces"] = new JsonArray("application/json");
        var parameters = operation["parameters"]!.AsArray();
        foreach (var parameter in parameters.Where(p =>
            p!["name"]!.GetValue<string>() is "X-Request-ID" or "If-None-Match" or "Prefer").ToArray())
            parameters.Remove(parameter);
        foreach (var parameter in parameters)
        {
            var name = parameter!["name"]!.GetValue<string>();
            parameter["x-ms-summary"] = name == "body" ? "Request" : Words(name);
            if (parameter["description"] is null)
                parameter["description"] = "The request.";
            if (parameter["in"]!.GetValue<string>() == "path")
                parameter["x-ms-url-encoding"] = "single";
        }
        // A flow goes on after any 2xx and stops at anything else.
        var responses = operation["responses"]!.AsObject();
        var failed = responses.First(r => r.Key.StartsWith('4')).Value!.DeepClone();
        foreach (var (status, response) in responses.ToArray())
        {
            if (!status.StartsWith('2'))
                responses.Remove(status);
            else
                response!.AsObject().Remove("examples");
        }
        failed.AsObject().Remove("examples");
        failed["description"] = "A problem, which says what is wrong.";
        responses["default"] = failed;
    }

    private static void KeepTags(JsonObject definition)
    {
        var used = definition["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject())
            .Where(o => !o.Key.StartsWith("x-", StringComparison.Ordinal)).SelectMany(o => o.Value!["tags"]!.AsArray())
            .Select(t => t!.GetValue<string>()).ToHashSet();
        var tags = definition["tags"]!.AsArray();
        foreach (var tag in tags.Where(t => !used.Contains(t!["name"]!.GetValue<string>())).ToArray())
            tags.Remove(tag);
    }

    private static void KeepReferenced(JsonObject definition)
    {
        var definitions = definition["definitions"]!.AsObject();
        var kept = new HashSet<string>();
        Follow(definition["paths"]!);
        foreach (var (name, _) in definitions.ToArray())
            if (!kept.Contains(name))
                definitions.Remove(name);

        void Follow(JsonNode? node)
        {
            if (node is JsonObject o)
            {
                if (o["$ref"] is JsonValue reference && kept.Add(reference.GetValue<string>().Split('/')[^1]))
                    Follow(definitions[reference.GetValue<string>().Split('/')[^1]]);
                foreach (var (_, child) in o)
                    Follow(child);
            }
            else if (node is JsonArray array)
            {
                foreach (var child in array)
                    Follow(child);
            }
        }
    }

    private static void Summarise(JsonNode schema)
    {
        if (schema["properties"] is not JsonObject properties)
            return;
        foreach (var (name, property) in properties)
        {
            if (property!["$ref"] is not null)
                continue;
            property["x-ms-summary"] = Words(name);
            Summarise(property);
        }
    }

    // Without the paragraph that tells who may call.
    private static string Sentence(string description) => description.Split("\n\n")[0];

    // careRole → Care role, Idempotency-Key → Idempotency key
    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && words.Length > 0 && words[^1] != ' ')
                words.Append(' ');
            words.Append(c == '-' ? ' ' : words.Length == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
        }
        return words.ToString();
    }
}
