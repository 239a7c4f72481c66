using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class DigestsPage
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(DigestsPage))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "digests")] HttpRequest request) =>
        AllOperations.Named(nameof(DigestsPage)).RunAsync(request.HttpContext);
}
