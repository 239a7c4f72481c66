using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Intake;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>GET /api/decisions/{id}: one decision.</summary>
internal static class GetDecision
{
    /// <summary>The id that examples show.</summary>
    internal const string ExampleId = "01a206a4-5294-78de-ad13-c4e3e0d5b7fc";

    internal static ProblemResult NoSuchDecision { get; } = Problems.NotFound("There is no such decision.");

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/decisions/{id}", HandleAsync)
        .WithName(nameof(GetDecision))
        .RequireAuthorization(Callers.PersonsOr(Role.Review, Role.Audit))
        .Answers<Decision>(200, "ETag")
        .Answers<QueuedDecision>(202, "Location", "Retry-After")
        .AnswersNothing(304);

    /// <summary>Read a decision</summary>
    /// <remarks>One decision.</remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The decision.</response>
    /// <response code="202">The decision has been promised and not been made yet; ask again at the location.</response>
    /// <response code="304">The caller has this version already.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(ExampleId, Format = "uuid")] string id,
        IfNoneMatch ifNoneMatch,
        DecisionStore decisions,
        AcceptedRequests accepted)
    {
        var stored = await FindAsync(id, caller, decisions, context.RequestAborted);
        if (stored is null && await QueuedDecisions.FindAsync(context, id, caller, accepted) is { } queued)
            return queued;
        // It was decided between the two reads.
        stored ??= await FindAsync(id, caller, decisions, context.RequestAborted);
        if (stored is null)
            return NoSuchDecision;
        return ifNoneMatch.IsNotModified(FormattableString.Invariant($"{stored.Revision}"))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(stored.Decision, ServiceJson.Web.Decision);
    }

    /// <summary>
    /// The decision of that id; null if there is none, or the caller may not read it. A caller who may not read a decision cannot
    /// tell it from one that does not exist.
    /// </summary>
    internal static async Task<StoredDecision?> FindAsync(string id, Caller caller, DecisionStore decisions, CancellationToken cancellation)
    {
        var stored = DecisionId.TryParse(id, out var known) ? await decisions.FindAsync(known, cancellation) : null;
        return stored is not null && caller.MayRead(stored.Decision) ? stored : null;
    }
}
