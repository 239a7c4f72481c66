using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class SearchSubject
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(SearchSubject))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "access/v1/search/subject")] HttpRequest request) =>
        AllOperations.Named(nameof(SearchSubject)).RunAsync(request.HttpContext);
}
