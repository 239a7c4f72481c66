using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class HealthLive
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(HealthLive))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        AllOperations.Named(nameof(HealthLive)).RunAsync(request.HttpContext);
}
