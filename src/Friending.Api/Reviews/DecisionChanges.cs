using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>Answers with a changed decision, or says why it was not changed.</summary>
internal static class DecisionChanges
{
    /// <summary>How documents tell of the answers.</summary>
    internal static IReadOnlyList<OperationResponse> Responses { get; } =
    [
        new(200, "The decision as it is now.") { Headers = ["ETag"] },
        new(409, "The decision is not in a state for this, or has changed meanwhile."),
        new(412, "The decision is not the version that If-Match names."),
    ];

    internal static IResult Answer(Call call, DecisionChange change)
    {
        switch (change)
        {
            case DecisionChange.Done done:
                EntityTags.Set(call.Context, done.Stored.Revision);
                return TypedResults.Json(done.Stored.Decision, ServiceJson.Web.Decision);
            case DecisionChange.NotFound:
                return Problems.NotFound("There is no such decision.");
            case DecisionChange.OwnRequest:
                return Problems.Forbidden("Nobody reviews their own request. Ask another reviewer.");
            case DecisionChange.NotPending not:
                return Problems.Of(409, "not-pending", "The decision does not wait for a reviewer", $"It is {DecisionRow.TextOf(not.Status)}.");
            case DecisionChange.ChangedMeanwhile:
                // Without a condition that failed, it is a conflict with another change.
                var status = EntityTags.IfMatch(call.Context.Request) is null ? 409 : 412;
                return Problems.Of(status, "changed-meanwhile", "The decision has changed meanwhile", "Nothing was done. Read it again, and if you still want to, try again.");
            case DecisionChange.Invalid invalid:
                return Problems.Invalid(invalid.Problems);
            case DecisionChange.IdentifyingReason identifying:
                return Problems.IdentifyingNote(identifying.Findings, "reason");
            default:
                throw new InvalidOperationException($"{change.GetType().Name} has no answer.");
        }
    }
}
