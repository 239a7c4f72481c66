using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class EvaluateRequest
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(EvaluateRequest))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/evaluate")] HttpRequest request) =>
        AllOperations.Named(nameof(EvaluateRequest)).RunAsync(request.HttpContext);
}
