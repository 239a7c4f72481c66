using Friending.Api.Pipeline.OpenApi;

namespace Friending.Api.Endpoints.Admin;

/// <summary>GET /openapi.json: the contract of all operations as an OpenAPI 3.1 document, for tools.</summary>
internal static class OpenApiDocumentFile
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/openapi.json", HandleAsync)
        .WithName("OpenApi")
        .AllowAnonymous()
        .Answers<object>(200);

    /// <summary>Read this document</summary>
    /// <remarks>The contract of all operations as an OpenAPI 3.1 document, for tools.</remarks>
    /// <response code="200">This document.</response>
    internal static async Task<IResult> HandleAsync(OpenApiFile file) => TypedResults.Bytes(await file.ReadAsync(), MediaTypes.Json);
}
