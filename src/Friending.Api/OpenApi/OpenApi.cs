using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>GET /openapi.json: the contract of all operations as an OpenAPI 3.1 document, for tools.</summary>
internal static class OpenApi
{
    private static readonly Lazy<byte[]> s_document = new(ApiDescription.ToJson);

    internal static Operation Operation { get; } = new("OpenApi", HttpMethods.Get, "openapi.json", Access.Open, Handle)
    {
        Summary = "Read this document",
    };

    private static Task<IResult> Handle(Call call) => Task.FromResult<IResult>(TypedResults.Bytes(s_document.Value, "application/json"));
}
