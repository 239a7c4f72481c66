using System.Text.Json.Nodes;
using Friending.Api.Endpoints;
using Friending.Policy;
using Friending.Policy.Documents;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>Adds to the OpenAPI document what belongs to no operation: title, security schemes, groups,
/// the policy document's schema.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    private const string Components = "#/components/schemas/";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Friending",
            Version = typeof(DocumentDescription).Assembly.GetName().Version!.ToString(3),
            Description =
                "Answers whether a staff member of a health organisation may send, or accept, a friend request on a social network: "
                + "with the reasons, a polite reply to send and a safer alternative. Times are UTC. Errors are problems (RFC 9457).",
            Contact = new() { Name = "The people who run this service" },
        };
        document.Servers = [new() { Url = "/", Description = "The service that answered with this document." }];
        document.Tags =
            new HashSet<OpenApiTag>(FriendingEndpoints.Groups.Select(g => new OpenApiTag { Name = g.Name, Description = g.Description }));
        document.AddComponent<IOpenApiSecurityScheme>(OperationDescriptions.KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = KeyAuthentication.Header,
            Description = "A program's key. Not together with a token.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(OperationDescriptions.TokenScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A person's access token (version 2.0) from Entra ID, for this service's app registration.",
        });
        foreach (var schema in document.Components!.Schemas!.Values)
            PutNullLast(schema);
        AddPolicyDocument(document);
        new OpenApiWalker(new OneLine()).Walk(document);
        return Task.CompletedTask;
    }

    // A member that is an object or null is described by both. Tools that do not support null take the first, which must be the object.
    private static void PutNullLast(IOpenApiSchema schema)
    {
        foreach (var member in (schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
        {
            if (member.OneOf is not [OpenApiSchema { Type: JsonSchemaType.Null } none, { } other])
                continue;
            member.OneOf = [other, none];
            member.Description ??= other.Description;
        }
    }

    // The policy document's schema is published with it; its definitions become components.
    private static void AddPolicyDocument(OpenApiDocument document)
    {
        var schema = JsonNode.Parse(DefaultPolicy.PolicySchema.Span)!.AsObject();
        var definitions = schema["definitions"]!.AsObject();
        schema.Remove("definitions");
        schema.Remove("$schema");
        Add(nameof(PolicyDocument), schema);
        foreach (var (name, definition) in definitions)
            Add(ComponentName(name), definition!);

        void Add(string name, JsonNode node)
        {
            var copy = node.DeepClone();
            foreach (var inner in Descendants(copy).OfType<JsonObject>())
            {
                if (inner["$ref"] is JsonValue reference)
                    inner["$ref"] = Components + ComponentName(reference.GetValue<string>().Split('/')[^1]);
                // Generators of clients do not read patternProperties, and would leave the members out.
                if (inner["patternProperties"] is JsonObject byPattern && inner.Remove("patternProperties"))
                    inner["additionalProperties"] = byPattern.Single().Value!.DeepClone();
            }
            document.Components!.Schemas![name] =
                OpenApiModelFactory.Parse<OpenApiSchema>(copy.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)!;
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

    // The framework keeps the line breaks and the indentation that a doc comment has in its source.
    private sealed class OneLine : OpenApiVisitorBase
    {
        public override void Visit(IOpenApiSchema schema) => Join(schema as OpenApiSchema);

        public override void Visit(IOpenApiParameter parameter) => Join(parameter as OpenApiParameter);

        public override void Visit(OpenApiResponses response)
        {
            foreach (var one in response.Values)
                Join(one as OpenApiResponse);
        }

        private static void Join(IOpenApiDescribedElement? element)
        {
            if (element?.Description is { } text && text.Contains('\n', StringComparison.Ordinal))
                element.Description = OperationDescriptions.WhiteSpace().Replace(text, " ");
        }
    }
}
