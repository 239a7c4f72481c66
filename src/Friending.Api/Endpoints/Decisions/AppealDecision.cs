using Friending.Api.Endpoints.Reviews;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>POST /api/decisions/{id}/appeal: whoever asked wants a person to look again.</summary>
internal static class AppealDecision
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/appeal", HandleAsync)
        .WithName(nameof(AppealDecision))
        .RequireAuthorization(Callers.PersonsOr())
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412, 422);

    /// <summary>Ask a person to look again</summary>
    /// <remarks>
    /// Whoever asked for a decision that declines or discourages asks a person to look again, once. It then waits for a reviewer; the
    /// policy's outcome stays, and nothing stands until the reviewer has decided.
    /// </remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">There is nothing to look at again, a person was asked before, or the decision has changed meanwhile.</response>
    /// <response code="412">The decision is not the version that If-Match names.</response>
    /// <response code="422">The note may identify somebody; nothing was kept.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        JsonBody<NoteRequest> body,
        IfMatch ifMatch,
        DecisionStore decisions,
        AskerDesk desk)
    {
        if (await GetDecision.FindAsync(id, caller, decisions, context.RequestAborted) is not { Decision: var decision })
            return GetDecision.NoSuchDecision;
        if (!caller.Owns(decision))
            return Problems.Forbidden("Only whoever asked for the decision may appeal it.");
        var change = await desk.AppealAsync(decision.Id, body.Value, caller.Actor, ifMatch.Revisions, context.RequestAborted);
        return DecisionChanges.Answer(context, change, ifMatch);
    }
}
