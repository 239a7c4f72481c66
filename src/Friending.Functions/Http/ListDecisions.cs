using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ListDecisions
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ListDecisions))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/decisions")] HttpRequest request) =>
        AllOperations.Named(nameof(ListDecisions)).RunAsync(request.HttpContext);
}
