using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class GetDecision
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(GetDecision))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/decisions/{id}")] HttpRequest request) =>
        AllOperations.Named(nameof(GetDecision)).RunAsync(request.HttpContext);
}
