using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ReviewsPage
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ReviewsPage))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reviews")] HttpRequest request) =>
        AllOperations.Named(nameof(ReviewsPage)).RunAsync(request.HttpContext);
}
