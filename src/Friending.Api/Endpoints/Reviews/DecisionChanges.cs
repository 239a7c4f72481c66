using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>Answers with a changed decision, or says why it was not changed.</summary>
internal static class DecisionChanges
{
    internal static IResult Answer(HttpContext context, DecisionChange change, IfMatch ifMatch)
    {
        switch (change)
        {
            case DecisionChange.Done done:
                EntityTags.Set(context, done.Stored.Revision);
                return TypedResults.Json(done.Stored.Decision, ServiceJson.Web.Decision);
            case DecisionChange.NotFound:
                return Problems.NotFound("There is no such decision.");
            case DecisionChange.OwnRequest:
                return Problems.Forbidden("Nobody reviews their own request. Ask another reviewer.");
            case DecisionChange.NotPending not:
                return Problems.Of(409, "not-pending", "The decision does not wait for a reviewer", $"It is {DecisionRow.TextOf(not.Status)}.");
            case DecisionChange.ChangedMeanwhile:
                // Without a condition that failed, it is a conflict with another change.
                return Problems.Of(
                    ifMatch.Revisions is null ? 409 : 412, "changed-meanwhile", "The decision has changed meanwhile",
                    "Nothing was done. Read it again, and if you still want to, try again.");
            case DecisionChange.Invalid invalid:
                return Problems.Invalid(invalid.Problems);
            case DecisionChange.IdentifyingReason identifying:
                return Problems.IdentifyingNote(identifying.Findings, "reason");
            default:
                throw new InvalidOperationException($"{change.GetType().Name} has no answer.");
        }
    }
}
