using System.Text.Json.Nodes;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Friending.Api.Tests;

/// <summary>The endpoints and the OpenAPI document of the pipeline as they are without a host, for tests that
/// walk through all operations.</summary>
internal static class ApiContract
{
    private static readonly Lazy<WebApplication> s_app = new(() =>
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFriendingService(builder.Configuration);
        builder.Services.AddFriendingApi(builder.Configuration);
        var app = builder.Build();
        app.UseFriending();
        return app;
    });

    /// <summary>The endpoints.</summary>
    public static IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. s_app.Value.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()];

    /// <summary>The document.</summary>
    public static OpenApiDocument Document =>
        Task.Run(() => s_app.Value.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync()).Result;

    /// <summary>The document as JSON.</summary>
    public static JsonNode Json =>
        JsonNode.Parse(Task.Run(() => s_app.Value.Services.GetRequiredService<OpenApiFile>().ReadAsync()).Result)!;
}

/// <summary>Where a parameter of an operation stands.</summary>
internal enum ParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>A parameter as the OpenAPI document describes it.</summary>
internal sealed record OperationParameter(ParameterPlace Place, string Name, string Type, string? Format, IReadOnlyList<string>? Values,
    string? Example)
{
    public bool IsDecisionId => Place == ParameterPlace.Path && Format == "uuid";
}

/// <summary>An operation as its endpoint and the OpenAPI document describe it.</summary>
internal sealed record Operation(
    string Name, string Method, string Route, bool IsOpen, Type? RequestType, IReadOnlyList<OperationParameter> Parameters,
    IReadOnlyList<string> OtherMediaTypes, JsonNode? RequestExample);

/// <summary>Every operation.</summary>
internal static class AllOperations
{
    public static IReadOnlyList<Operation> List { get; } = [.. Read()];

    public static Operation Named(string name) => List.Single(o => o.Name == name);

    private static IEnumerable<Operation> Read()
    {
        var document = ApiContract.Json;
        foreach (var endpoint in ApiContract.Endpoints)
        {
            var name = endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
            var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0];
            var route = endpoint.RoutePattern.RawText!.TrimStart('/');
            var described = document["paths"]!["/" + route]![method.ToLowerInvariant()]!;
            yield return new(
                name, method, route, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
                endpoint.Metadata.GetMetadata<BodyMetadata>()?.Type,
                [.. (described["parameters"] as JsonArray ?? []).Select(p => Parameter(p!))],
                [
                    .. (described["responses"]!["200"]?["content"] as JsonObject ?? []).Select(c => c.Key)
                        .Where(k => k != "application/json"),
                ],
                described["requestBody"]?["content"]?["application/json"]?["example"]);
        }
    }

    private static OperationParameter Parameter(JsonNode parameter)
    {
        var schema = parameter["schema"]!;
        return new(
            Enum.Parse<ParameterPlace>(parameter["in"]!.ToString(), ignoreCase: true), parameter["name"]!.ToString(),
            schema["type"]!.ToString(), schema["format"]?.ToString(),
            schema["enum"] is JsonArray values ? [.. values.Select(v => v!.ToString())] : null, parameter["example"]?.ToString());
    }
}
