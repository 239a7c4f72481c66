using Friending.Api.Endpoints.Decisions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>POST /api/decisions/{id}/review: a reviewer decides what the policy left to a person.</summary>
internal static class ResolveReview
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/decisions/{id}/review", HandleAsync)
        .WithName(nameof(ResolveReview))
        .RequireAuthorization(Callers.Only(Role.Review))
        .Answers<Decision>(200, "ETag")
        .Refuses(409, 412, 422);

    /// <summary>Resolve a review</summary>
    /// <remarks>A reviewer decides what the policy left to a person.</remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision as it is now.</response>
    /// <response code="409">The decision is not in a state for this, or has changed meanwhile.</response>
    /// <response code="412">The decision is not the version that If-Match names.</response>
    /// <response code="422">The reason may identify somebody; nothing was kept.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        JsonBody<ReviewRequest> body,
        IfMatch ifMatch,
        ReviewDesk desk)
    {
        if (!DecisionId.TryParse(id, out var decision))
            return GetDecision.NoSuchDecision;
        var change = await desk.ResolveAsync(decision, body.Value, caller.Reviewer, ifMatch.Revisions, context.RequestAborted);
        return DecisionChanges.Answer(context, change, ifMatch);
    }
}
