using Friending.Api.Endpoints.Decisions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>POST /api/decisions/{id}/question: a reviewer asks for more about the circumstances.</summary>
internal static class AskForMore
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/question", HandleAsync)
        .WithName(nameof(AskForMore))
        .RequireAuthorization(Callers.Only(Role.Review))
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412, 422);

    /// <summary>Ask for more about the circumstances</summary>
    /// <remarks>
    /// Whoever asked for the decision is asked for more, and answers with a remark. One question is open at a time. Who asks takes a
    /// case that nobody has.
    /// </remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">The decision is not in a state for this, a question is open, or it has changed meanwhile.</response>
    /// <response code="412">The decision is not the version that If-Match names.</response>
    /// <response code="422">The text may identify somebody; nothing was kept.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        JsonBody<QuestionRequest> body,
        IfMatch ifMatch,
        ReviewDesk desk) =>
        DecisionId.TryParse(id, out var decision)
            ? DecisionChanges.Answer(
                context, await desk.AskAsync(decision, body.Value, caller.Reviewer, ifMatch.Revisions, context.RequestAborted), ifMatch)
            : GetDecision.NoSuchDecision;
}
