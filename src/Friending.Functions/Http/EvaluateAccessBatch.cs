using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class EvaluateAccessBatch
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(EvaluateAccessBatch))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "access/v1/evaluations")] HttpRequest request) =>
        AllOperations.Named(nameof(EvaluateAccessBatch)).RunAsync(request.HttpContext);
}
