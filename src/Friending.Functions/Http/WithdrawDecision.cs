using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>Serves the operation of this name.</summary>
public static class WithdrawDecision
{
    /// <summary>Runs the operation.</summary>
    [Function(nameof(WithdrawDecision))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/decisions/{id}/withdraw")] HttpRequest request) =>
        AllOperations.Named(nameof(WithdrawDecision)).RunAsync(request.HttpContext);
}
