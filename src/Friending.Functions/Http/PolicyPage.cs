using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class PolicyPage
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(PolicyPage))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "policy")] HttpRequest request) =>
        AllOperations.Named(nameof(PolicyPage)).RunAsync(request.HttpContext);
}
