using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Queues;
using Friending.Service.Requests;
using Friending.Service.Storage;

namespace Friending.Service.Intake;

/// <summary>
/// Takes a request whose caller does not wait for the decision: promises an id and puts the request on the queue. The
/// caller is told only when both are kept, and the intake decides under the promised id, so nothing that was told is lost.
/// </summary>
public sealed class RequestAcceptance(
    RequestDecider decider, SubmissionIds ids, AcceptedRequests accepted, StorageAccount account)
{
    private readonly QueueClient _queue = account.Queue(QueueNames.Requests);

    /// <summary>
    /// Queues the request, or refuses it just as <see cref="RequestSubmission.SubmitAsync"/> would. Under an idempotency key the
    /// same request gets the same id, and the decision itself once there is one.
    /// </summary>
    public async Task<Submission> AcceptAsync(FriendRequest request, SubmissionOrigin origin, CancellationToken cancellation)
    {
        if (decider.Answer(request, origin.Language, leavesOpenToReview: false).Refused is { } refused)
            return refused;
        var claimed = await ids.ClaimAsync(request, origin, cancellation);
        if (claimed.Settled is { } settled)
            return settled;
        var id = claimed.Id;
        await accepted.PutAsync(id,
            new(origin.Submitter, request.Staff!.Id!, origin.Language, SubmissionIds.HashOf(request), origin.AskedBy),
            cancellation);
        // An earlier try may have come as far as this: two messages with one id make one decision.
        var message = new RequestMessage(request)
        {
            DecisionId = id.ToString(),
            TraceParent = Activity.Current?.Id,
            TraceState = Activity.Current?.TraceStateString,
        };
        await _queue.SendMessageAsync(
            BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, ServiceJson.Web.RequestMessage)),
            visibilityTimeout: null, QueueNames.NeverExpires, cancellation);
        return new Submission.Queued(id);
    }
}
