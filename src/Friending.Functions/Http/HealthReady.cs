using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class HealthReady
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(HealthReady))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request) =>
        AllOperations.Named(nameof(HealthReady)).RunAsync(request.HttpContext);
}
