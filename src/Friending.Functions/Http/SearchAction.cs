using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class SearchAction
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(SearchAction))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "access/v1/search/action")] HttpRequest request) =>
        AllOperations.Named(nameof(SearchAction)).RunAsync(request.HttpContext);
}
