using Friending.Api.Endpoints.Reviews;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>POST /api/decisions/{id}/answer: whoever asked says more about the circumstances.</summary>
internal static class AnswerQuestion
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/answer", HandleAsync)
        .WithName(nameof(AnswerQuestion))
        .RequireAuthorization(Callers.PersonsOr())
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412, 422);

    /// <summary>Answer a reviewer, or add a remark</summary>
    /// <remarks>
    /// Whoever asked for a decision that waits for a person says more about the circumstances: the answer to what a reviewer asked last,
    /// or a remark of their own.
    /// </remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">The decision does not wait for a person, or has changed meanwhile.</response>
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
            return Problems.Forbidden("Only whoever asked for the decision may add to it.");
        var change = await desk.AnswerAsync(decision.Id, body.Value, caller.Actor, ifMatch.Revisions, context.RequestAborted);
        return DecisionChanges.Answer(context, change, ifMatch);
    }
}
