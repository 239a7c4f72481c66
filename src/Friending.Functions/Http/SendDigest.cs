using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class SendDigest
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(SendDigest))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/digests/{isoWeek}/send")] HttpRequest request) =>
        AllOperations.Named(nameof(SendDigest)).RunAsync(request.HttpContext);
}
