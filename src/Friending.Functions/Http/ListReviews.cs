using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class ListReviews
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(ListReviews))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reviews")] HttpRequest request) =>
        AllOperations.Named(nameof(ListReviews)).RunAsync(request.HttpContext);
}
