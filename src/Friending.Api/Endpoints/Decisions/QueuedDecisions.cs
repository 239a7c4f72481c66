using Friending.Service.Decisions;
using Friending.Service.Intake;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>A decision that has been promised and not been made yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>queued</c>.</param>
public sealed record QueuedDecision(DecisionId Id, string Status);

/// <summary>The answers about a decision that is promised and not made yet.</summary>
internal static class QueuedDecisions
{
    /// <summary>The answer to a submission that is queued.</summary>
    internal static IResult Accepted(HttpContext context, DecisionId id)
    {
        context.Response.Headers.Location = $"/api/decisions/{id}";
        context.Response.Headers["Preference-Applied"] = Requests.Preferences.RespondAsync;
        return Queued(context, id);
    }

    /// <summary>The answer to a caller who may read a queued decision; null if no such decision is queued.</summary>
    internal static async Task<IResult?> FindAsync(HttpContext context, string id, Caller caller, AcceptedRequests requests) =>
        DecisionId.TryParse(id, out var promised)
        && await requests.FindAsync(promised, context.RequestAborted) is { } accepted
        && caller.MayReadOf(accepted.AskedBy, accepted.StaffId)
            ? Queued(context, promised)
            : null;

    private static IResult Queued(HttpContext context, DecisionId id)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Json(new QueuedDecision(id, "queued"), ApiJson.Web.QueuedDecision, statusCode: StatusCodes.Status202Accepted);
    }
}
