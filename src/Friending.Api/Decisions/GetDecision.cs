using Friending.Service;
using Friending.Service.Decisions;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>GET /api/decisions/{id}: one decision.</summary>
internal static class GetDecision
{
    internal static Operation Operation { get; } = new("GetDecision", HttpMethods.Get, "api/decisions/{id}", Access.PersonsOr(Role.Review, Role.Audit), HandleAsync)
    {
        Summary = "Read a decision",
        ResponseType = typeof(Decision),
        Parameters = [OperationParameter.DecisionId, OperationParameter.IfNoneMatch],
        Responses =
        [
            new(200, "The decision.") { Headers = ["ETag"] },
            QueuedDecisions.Response,
            new(304, "The caller has this version already."),
        ],
    };

    /// <summary>
    /// The decision the route names, or the problem to answer with. To a plain employee, somebody else's decision and one
    /// that does not exist look alike.
    /// </summary>
    internal static async Task<(StoredDecision? Stored, IResult? Refused)> FindAsync(Call call)
    {
        var stored = DecisionId.TryParse(call.Route("id"), out var id) ? await call.Get<DecisionStore>().FindAsync(id, call.Aborted) : null;
        return stored is not null && call.Caller.MayRead(stored.Decision) ? (stored, null) : (null, Problems.NotFound("There is no such decision."));
    }

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (stored, refused) = await FindAsync(call);
        if (stored is null && await QueuedDecisions.FindAsync(call) is { } queued)
            return queued;
        if (stored is null)
            // Decided between the two looks.
            (stored, refused) = await FindAsync(call);
        if (stored is null)
            return refused!;
        return EntityTags.IsNotModified(call.Context, FormattableString.Invariant($"{stored.Revision}"))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(stored.Decision, ServiceJson.Web.Decision);
    }
}
