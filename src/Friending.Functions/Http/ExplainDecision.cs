using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ExplainDecision
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ExplainDecision))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/decisions/{id}/explanation")] HttpRequest request) =>
        AllOperations.Named(nameof(ExplainDecision)).RunAsync(request.HttpContext);
}
