using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ResolveReview
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ResolveReview))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/decisions/{id}/review")] HttpRequest request) =>
        AllOperations.Named(nameof(ResolveReview)).RunAsync(request.HttpContext);
}
