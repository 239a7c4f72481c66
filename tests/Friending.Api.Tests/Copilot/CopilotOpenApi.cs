using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Friending.Api.Tests.Copilot;

/// <summary>
/// The OpenAPI document of the plugin for Microsoft 365 Copilot: of all operations those that a person asks for, in OpenAPI 3.0, written
/// from the service's own document.
/// </summary>
internal static class CopilotOpenApi
{
    private const string Schemas = "#/components/schemas/";

    /// <summary>The operations, and whether Copilot asks the person before it calls one.</summary>
    public static IReadOnlyDictionary<string, bool> Operations { get; } = new Dictionary<string, bool>
    {
        ["EvaluateRequest"] = false,
        ["SubmitRequest"] = true,
        ["ListMyRequests"] = false,
        ["GetDecision"] = false,
        ["ExplainDecision"] = false,
    };

    /// <summary>The document.</summary>
    public static JsonObject Write()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ApiContract.Document.SerializeAsV3(new OpenApiJsonWriter(text));
        var document = JsonNode.Parse(text.ToString())!.AsObject();
        document["servers"] = new JsonArray(new JsonObject { ["url"] = "https://friending.example.org" });
        document.Remove("tags");
        document["components"]!["securitySchemes"]!.AsObject().Remove("key");
        foreach (var (path, item) in document["paths"]!.AsObject().ToList())
        {
            foreach (var (method, operation) in item!.AsObject().ToList())
            {
                if (Operations.TryGetValue(operation!["operationId"]!.GetValue<string>(), out var asks))
                    Keep(operation.AsObject(), asks);
                else
                    item.AsObject().Remove(method);
            }
            if (item.AsObject().Count == 0)
                document["paths"]!.AsObject().Remove(path);
        }
        PutPartsInPlace(document["components"]!["schemas"]!.AsObject());
        KeepReferenced(document);
        return document;
    }

    // A model fills in the parts of a request: each stands in it with its members, where the service's document has a choice of the part
    // and null.
    private static void PutPartsInPlace(JsonObject schemas)
    {
        var request = schemas["FriendRequest"]!["properties"]!.AsObject();
        foreach (var (name, member) in request.ToList())
        {
            if (member!["oneOf"] is not JsonArray choices)
                continue;
            var part = schemas[choices[0]!["$ref"]!.GetValue<string>()[Schemas.Length..]]!.DeepClone();
            part["description"] = member["description"]!.GetValue<string>();
            request[name] = part;
        }
    }

    // A model fills in parameters and body, so what only programs send is left out, and examples, which
    // it would take for the person's facts.
    private static void Keep(JsonObject operation, bool asks)
    {
        operation.Remove("tags");
        operation["x-openai-isConsequential"] = asks;
        operation["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        var parameters = operation["parameters"]!.AsArray();
        foreach (var parameter in parameters.Where(p => p!["in"]!.GetValue<string>() == "header").ToList())
            parameters.Remove(parameter);
        foreach (var parameter in parameters)
            parameter!.AsObject().Remove("example");
        var responses = operation["responses"]!.AsObject();
        foreach (var (status, response) in responses.ToList())
        {
            if (status is not ("200" or "201" or "202" or "400" or "404" or "422"))
                responses.Remove(status);
            else
                response!.AsObject().Remove("headers");
        }
        foreach (var content in responses.Select(r => r.Value!["content"]).Append(operation["requestBody"]?["content"])
            .OfType<JsonObject>())
            foreach (var (_, media) in content)
                media!.AsObject().Remove("example");
    }

    private static void KeepReferenced(JsonObject document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var kept = new HashSet<string>();
        Follow(document["paths"]);
        foreach (var name in schemas.Select(s => s.Key).Where(name => !kept.Contains(name)).ToList())
            schemas.Remove(name);

        void Follow(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items)
                    Follow(item);
            }
            else if (node is JsonObject members)
            {
                foreach (var (name, member) in members)
                {
                    if (name == "$ref" && member!.GetValue<string>()[Schemas.Length..] is var referenced && kept.Add(referenced))
                        Follow(schemas[referenced]);
                    Follow(member);
                }
            }
        }
    }
}
