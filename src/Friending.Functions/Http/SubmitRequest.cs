using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class SubmitRequest
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(SubmitRequest))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/requests")] HttpRequest request) =>
        AllOperations.Named(nameof(SubmitRequest)).RunAsync(request.HttpContext);
}
