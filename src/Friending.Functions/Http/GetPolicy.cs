using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class GetPolicy
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(GetPolicy))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy")] HttpRequest request) =>
        AllOperations.Named(nameof(GetPolicy)).RunAsync(request.HttpContext);
}
