using Friending.Api.Endpoints.Reviews;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>POST /api/decisions/{id}/withdraw: whoever asked, or a reviewer, takes a decision back.</summary>
internal static class WithdrawDecision
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/withdraw", HandleAsync)
        .WithName(nameof(WithdrawDecision))
        .RequireAuthorization(Callers.PersonsOr(Role.Review))
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412);

    /// <summary>Withdraw a decision</summary>
    /// <remarks>Whoever asked, or a reviewer, takes a decision back. Doing it again changes nothing.</remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">The decision is not in a state for this, or has changed meanwhile.</response>
    /// <response code="412">The decision is not the version that If-Match names.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        IfMatch ifMatch,
        DecisionStore decisions,
        ReviewDesk desk)
    {
        if (await GetDecision.FindAsync(id, caller, decisions, context.RequestAborted) is not { Decision: var decision })
            return GetDecision.NoSuchDecision;
        if (!caller.Has(Role.Review) && !caller.Owns(decision))
            return Problems.Forbidden("Only whoever asked for the decision, or a reviewer, may withdraw it.");
        var change = await desk.WithdrawAsync(decision.Id, caller.Actor, ifMatch.Revisions, context.RequestAborted);
        return DecisionChanges.Answer(context, change, ifMatch);
    }
}
