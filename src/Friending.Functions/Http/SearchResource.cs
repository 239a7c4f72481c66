using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class SearchResource
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(SearchResource))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "access/v1/search/resource")] HttpRequest request) =>
        AllOperations.Named(nameof(SearchResource)).RunAsync(request.HttpContext);
}
