using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ReplayPolicy
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ReplayPolicy))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/replay")] HttpRequest request) =>
        AllOperations.Named(nameof(ReplayPolicy)).RunAsync(request.HttpContext);
}
