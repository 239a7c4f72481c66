using Friending.Service.Decisions;
using Friending.Service.Policies;

namespace Friending.Service.Requests;

/// <summary>Takes submissions: has them decided and keeps the decisions.</summary>
public sealed class RequestSubmission(RequestDecider decider, SubmissionIds ids, DecisionStore decisions, StaffRequests requests,
    PolicyArchive archive)
{
    /// <summary>
    /// Decides and keeps the decision, with the event that tells of it, in one transaction. Under an idempotency key the
    /// same request gets the same decision, however often and wherever it is submitted; a message, however often it is delivered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">Who submits, and how.</param>
    /// <param name="cancellation">Gives up; the caller may submit again under the same key.</param>
    public async Task<Submission> SubmitAsync(FriendRequest request, SubmissionOrigin origin, CancellationToken cancellation)
    {
        var (answer, refused) = decider.Answer(request, origin.Language, origin.LeavesOpenToReview);
        if (answer is null)
            return refused!;
        await archive.KeepActiveAsync(cancellation);
        var claimed = await ids.ClaimAsync(request, origin, cancellation);
        if (claimed.Settled is { } settled)
            return settled;

        var decision = decider.Decide(claimed.Id, request, answer, origin.Language, origin.Source) with { AskedBy = origin.AskedBy };
        var claim = claimed.Message is { } message ? MessageKeyStore.RowFor(message, decision.Id) : null;
        // A caller over HTTP finds the decision in their list at once; for messages the relay is soon enough. The list's row is sent first:
        // the larger write takes longer to make ready.
        var listing = origin.Source == DecisionSource.Http
            ? requests.PutAsync(decision.AskedBy ?? decision.Staff.Id!, decision.Id, cancellation) : Task.CompletedTask;
        var adding = decisions.TryAddAsync(decision, cancellation, origin.Callback, claim);
        await Task.WhenAll(adding, listing);
        var added = await adding;
        if (added is null && claim is not null)
        {
            decision = decision with { Id = await ids.ClaimedByOtherAsync(claimed, cancellation) };
            added = await decisions.TryAddAsync(decision, cancellation, origin.Callback);
        }
        if (added is not null)
        {
            FriendingTelemetry.Decided(decision);
            return new Submission.Decided(added, IsNew: true);
        }
        var first = await decisions.FindAsync(decision.Id, cancellation)
            ?? throw new InvalidOperationException($"Decision {decision.Id} exists and cannot be read.");
        return new Submission.Decided(first, IsNew: false);
    }
}
