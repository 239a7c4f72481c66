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
                return Problems.Of(
                    409, "not-pending", "The decision does not wait for a reviewer", $"It is {DecisionRow.TextOf(not.Status)}.");
            case DecisionChange.ChangedMeanwhile:
                // Without a condition that failed, it is a conflict with another change.
                return Problems.Of(
                    ifMatch.Revisions is null ? 409 : 412, "changed-meanwhile", "The decision has changed meanwhile",
                    "Nothing was done. Read it again, and if you still want to, try again.");
            case DecisionChange.Invalid invalid:
                return Problems.Invalid(invalid.Problems);
            case DecisionChange.Identifying identifying:
                return Problems.IdentifyingNote(identifying.Findings, identifying.Member);
            case DecisionChange.Taken:
                return Problems.Of(
                    409, "taken", "Another reviewer has the case",
                    "To take it over, send its ETag in If-Match, which shows that you have seen who has it.");
            case DecisionChange.AlreadyAsked:
                return Problems.Of(409, "already-asked", "A question is open", "The last question has not been answered yet.");
            case DecisionChange.SaidEnough:
                return Problems.Of(
                    409, "too-many-messages", "Enough has been said",
                    FormattableString.Invariant($"A case has at most {ReviewCase.MostMessages} messages. Decide it with what is known."));
            case DecisionChange.NotAppealable not:
                return Problems.Of(
                    409, "not-appealable", "Nobody can be asked to look again",
                    not.WasAppealed
                        ? "A person has been asked before; that is possible once."
                        : "Only a decline or a discouragement that stands can be appealed.");
            default:
                throw new InvalidOperationException($"{change.GetType().Name} has no answer.");
        }
    }
}
