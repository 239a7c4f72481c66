using Friending.Api.Endpoints.Decisions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>POST /api/decisions/{id}/claim: a reviewer takes a case.</summary>
internal static class ClaimReview
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/claim", HandleAsync)
        .WithName(nameof(ClaimReview))
        .RequireAuthorization(Callers.Only(Role.Review))
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412);

    /// <summary>Take a case</summary>
    /// <remarks>
    /// A reviewer takes a case, so that others see who has it. Doing it again changes nothing. A case that another reviewer has is taken
    /// over only with If-Match, which shows that the caller has seen who has it.
    /// </remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">The decision is not in a state for this, another reviewer has it, or it has changed meanwhile.</response>
    /// <response code="412">The decision is not the version that If-Match names.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        IfMatch ifMatch,
        ReviewDesk desk) =>
        DecisionId.TryParse(id, out var decision)
            ? DecisionChanges.Answer(
                context, await desk.ClaimAsync(decision, caller.Reviewer, ifMatch.Revisions, context.RequestAborted), ifMatch)
            : GetDecision.NoSuchDecision;
}
