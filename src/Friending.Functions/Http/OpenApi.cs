using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class OpenApi
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(OpenApi))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        AllOperations.Named(nameof(OpenApi)).RunAsync(request.HttpContext);
}
