using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class PageFile
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(PageFile))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{version}/{file}")] HttpRequest request) =>
        AllOperations.Named(nameof(PageFile)).RunAsync(request.HttpContext);
}
