using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class GetGuideline
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(GetGuideline))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/guidelines/{id}")] HttpRequest request) =>
        AllOperations.Named(nameof(GetGuideline)).RunAsync(request.HttpContext);
}
