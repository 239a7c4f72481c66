using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class DiffPolicy
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(DiffPolicy))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/diff")] HttpRequest request) =>
        AllOperations.Named(nameof(DiffPolicy)).RunAsync(request.HttpContext);
}
