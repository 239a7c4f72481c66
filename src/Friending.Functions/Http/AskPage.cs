using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>
/// Serves the operation of this name. The Functions host takes an empty route for no route at all and would use the function's
/// name; a parameter that can only be empty stands for the root.
/// </summary>
public static class AskPage
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(AskPage))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        AllOperations.Named(nameof(AskPage)).RunAsync(request.HttpContext);
}
