using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class AuthZenMetadata
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(AuthZenMetadata))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/authzen-configuration")] HttpRequest request) =>
        AllOperations.Named(nameof(AuthZenMetadata)).RunAsync(request.HttpContext);
}
