using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class EvaluateAccess
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(EvaluateAccess))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "access/v1/evaluation")] HttpRequest request) =>
        AllOperations.Named(nameof(EvaluateAccess)).RunAsync(request.HttpContext);
}
