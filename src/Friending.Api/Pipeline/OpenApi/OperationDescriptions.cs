using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>
/// Adds to an operation of the OpenAPI document what the framework does not see: headers, common errors, security, examples.
/// </summary>
internal sealed partial class OperationDescriptions(PolicyExamples policyExamples) : IOpenApiOperationTransformer
{
    internal const string KeyScheme = "key";
    internal const string TokenScheme = "token";

    private static readonly (int Status, string Description, Func<Traits, bool> Applies)[] s_problems =
    [
        (400, "The request is not valid; the problem says what and where.", o => !o.IsOpen),
        (401, "No valid credential.", o => !o.IsOpen),
        (403, "The caller may not do this.", o => !o.IsOpen),
        (404, "There is no such thing, or the caller may not know of it.", o => o.HasPathParameter),
        (413, "The body is too large.", o => o.HasBody),
        (415, "The body is not JSON.", o => o.HasBody),
        (429, "Too many calls in this minute; the headers say how many are allowed and when to go on.", _ => true),
        (500, "Something went wrong; it has been logged.", _ => true),
        (503, "Storage, or what tokens are checked by, is out of reach; nothing was lost.", _ => true),
    ];

    private static readonly Dictionary<string, string> s_headers = new()
    {
        ["ETag"] = "The version of what is answered; for If-None-Match and If-Match.",
        ["Location"] = "Where the decision can be read.",
        ["RateLimit"] = "How many calls are left (r), and in how many seconds there are more (t).",
        ["RateLimit-Policy"] = "How many calls (q) a caller may make in how many seconds (w).",
        ["WWW-Authenticate"] = "Which credentials are taken; error=\"invalid_token\" for a token that is not.",
        ["Retry-After"] = "How long to wait before trying again, seconds.",
    };

    private sealed record Traits(bool IsOpen, bool HasBody, bool HasPathParameter);

    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        var name = operation.OperationId!;
        var access = metadata.OfType<AuthorizationPolicy>().LastOrDefault();
        var callers = access is null ? "open" : Callers.Describe(access);
        operation.Description = $"{WhiteSpace().Replace(operation.Description ?? "", " ").Trim()}\n\nCallers: {callers}.";

        operation.Summary = operation.Summary is { } summary ? WhiteSpace().Replace(summary, " ") : null;
        DescribeParameters(operation, context.Description, name);
        foreach (var header in metadata.OfType<HeaderMetadata>().Append(s_requestId))
            (operation.Parameters ??= []).Add(Header(header));
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            content.Example = Example($"{name}.request");
        operation.Security = access is null
            ? []
            : [.. new[] { KeyScheme, TokenScheme }
                .Select(s => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(s, document)] = [] })];

        var hasPathParameter = context.Description.RelativePath!.Contains('{', StringComparison.Ordinal);
        var traits = new Traits(access is null, operation.RequestBody is not null, hasPathParameter);
        var problem = new OpenApiSchemaReference(nameof(Problem), document);
        foreach (var (status, description, applies) in s_problems.Where(p => p.Applies(traits)))
            operation.Responses!.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { [MediaTypes.Problem] = new() { Schema = problem } },
            });
        DescribeResponses(operation, metadata, name);
        return Task.CompletedTask;
    }

    private static readonly HeaderMetadata s_requestId =
        new("X-Request-ID", "The caller's own id for this call; the answer repeats it.", "flow-17");

    private void DescribeParameters(OpenApiOperation operation, ApiDescription description, string name)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var info = description.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter.Name)?.ParameterDescriptor
                is IParameterInfoParameterDescriptor { ParameterInfo: { } found } ? found : null;
            if (info is null || parameter.Schema is not OpenApiSchema schema)
                continue;
            parameter.Example = policyExamples.Find($"{name}.{parameter.Name}");
            if (info.GetCustomAttribute<ExampleAttribute>() is { } example)
            {
                parameter.Example = example.Value;
                schema.Format = example.Format ?? schema.Format;
            }
            if (info.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
                schema.Enum = [.. allowed.Values.Select(v => (JsonNode)(string)v!)];
            // A date will do for an instant.
            if (info.ParameterType == typeof(DateTimeOffset?))
                schema.Format = null;
        }
    }

    private void DescribeResponses(OpenApiOperation operation, IList<object> metadata, string name)
    {
        var text = metadata.OfType<TextMetadata>().LastOrDefault()?.MediaTypes ?? [];
        foreach (var (status, response) in operation.Responses!.Select(r => (r.Key, (OpenApiResponse)r.Value)))
        {
            var headers = metadata.OfType<ResponseHeadersMetadata>()
                .LastOrDefault(h => h.Status.ToString(CultureInfo.InvariantCulture) == status)?.Names
                ?? HeadersOf(status);
            response.Headers = headers.ToDictionary(h => h, IOpenApiHeader (h) => new OpenApiHeader
            {
                Description = s_headers[h],
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            if (status == "200")
                foreach (var mediaType in text)
                    response.Content[mediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            foreach (var content in response.Content.Values)
                content.Example = Example($"{name}.{status}");
        }
    }

    private static IReadOnlyList<string> HeadersOf(string status) => status switch
    {
        "401" => ["WWW-Authenticate"],
        "429" => ["Retry-After", "RateLimit", "RateLimit-Policy"],
        "503" => ["Retry-After"],
        _ => [],
    };

    private static OpenApiParameter Header(HeaderMetadata header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Example = header.Example,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>A real request or answer: of the policy in force or, where it is the same for each policy, from Examples.</summary>
    private JsonNode? Example(string name)
    {
        if (policyExamples.Find(name) is { } example)
            return example;
        using var file = typeof(OperationDescriptions).Assembly.GetManifestResourceStream($"Friending.Api.Examples.{name}.json");
        return file is null ? null : JsonNode.Parse(file);
    }

    [GeneratedRegex(@"\s+")]
    internal static partial Regex WhiteSpace();
}
