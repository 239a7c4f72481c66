using Friending.Service.Decisions;
using Friending.Service.Intake;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>A decision that has been promised and not been made yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>queued</c>.</param>
public sealed record QueuedDecision(DecisionId Id, string Status);

/// <summary>What callers hear of a decision that has been promised and not been made yet.</summary>
internal static class QueuedDecisions
{
    /// <summary>How documents tell of it.</summary>
    internal static OperationResponse Response { get; } = new(202, "The decision has been promised and not been made yet; ask again at the location.")
    {
        Type = typeof(QueuedDecision),
        Headers = ["Location", "Retry-After"],
    };

    /// <summary>The answer to a submission that is queued.</summary>
    internal static IResult Accepted(HttpContext context, DecisionId id)
    {
        context.Response.Headers.Location = $"/api/decisions/{id}";
        context.Response.Headers["Preference-Applied"] = Preferences.RespondAsync;
        return Queued(context, id);
    }

    /// <summary>The answer to whoever asks for a decision that is queued and may know; null where there is none such.</summary>
    internal static async Task<IResult?> FindAsync(Call call) =>
        DecisionId.TryParse(call.Route("id"), out var id)
        && await call.Get<AcceptedRequests>().FindAsync(id, call.Aborted) is { } accepted
        && call.Caller.MayReadOf(accepted.StaffId)
            ? Queued(call.Context, id)
            : null;

    private static IResult Queued(HttpContext context, DecisionId id)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Json(new QueuedDecision(id, "queued"), ApiJson.Web.QueuedDecision, statusCode: StatusCodes.Status202Accepted);
    }
}
