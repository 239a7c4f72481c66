using Friending.Api.Endpoints.Decisions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>DELETE /api/decisions/{id}/claim: a reviewer gives a case back.</summary>
internal static class ReleaseReview
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapDelete("/api/decisions/{id}/claim", HandleAsync)
        .WithName(nameof(ReleaseReview))
        .RequireAuthorization(Callers.Only(Role.Review))
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412);

    /// <summary>Give a case back</summary>
    /// <remarks>The reviewer who has a case gives it back, so that another takes it. Doing it again changes nothing.</remarks>
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
                context, await desk.ReleaseAsync(decision, caller.Reviewer, ifMatch.Revisions, context.RequestAborted), ifMatch)
            : GetDecision.NoSuchDecision;
}
