using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class GetDigest
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(GetDigest))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/digests/{isoWeek}")] HttpRequest request) =>
        AllOperations.Named(nameof(GetDigest)).RunAsync(request.HttpContext);
}
