using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class CheckPolicy
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(CheckPolicy))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/check")] HttpRequest request) =>
        AllOperations.Named(nameof(CheckPolicy)).RunAsync(request.HttpContext);
}
