using System.Diagnostics;
using System.Text;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Notes;
using Friending.Service.Outbox;
using Friending.Service.Requests;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Intake;

/// <summary>The result of a message. In each case the message is handled and can be deleted.</summary>
/// <param name="Decision">The decision it has; null if it was refused.</param>
/// <param name="Refused">Why it went to the poison queue, see <see cref="PoisonReason"/>; null if it was decided.</param>
public sealed record IntakeResult(DecisionId? Decision, string? Refused);

/// <summary>
/// Takes requests from the queue. A message may be delivered any number of times: it ends in one decision or in one entry
/// of the poison queue. Hosts call this for each delivery and delete the message when it returns; when it throws, they let
/// the message be delivered again.
/// </summary>
public sealed class RequestIntake(
    RequestSubmission submission, RequestDecider decider, SubmissionIds ids, AcceptedRequests accepted, PoisonEntries poison,
    CallbackRules callbacks, PolicyDecisionPoint policy, TimeProvider time, ILogger<RequestIntake> logger)
{
    /// <summary>The owner of the idempotency keys in messages: everybody who writes to the queue.</summary>
    public const string KeyScope = "queue";

    private const int MaxKeyLength = 256;

    /// <summary>Decides the request in a message, or puts it on the poison queue.</summary>
    /// <param name="messageId">The queue's id of the message.</param>
    /// <param name="dequeueCount">How often it has been delivered, this time included.</param>
    /// <param name="insertedOn">When it was put on the queue, if the host tells.</param>
    /// <param name="body">The message as it is on the queue, plain or Base64.</param>
    /// <param name="cancellation">Gives up; the message may be delivered again.</param>
    /// <exception cref="Exception">
    /// A failure that may pass, such as storage out of reach. From try <see cref="QueueSettings.MaxDequeueCount"/> on the
    /// message goes to the poison queue instead.
    /// </exception>
    public async Task<IntakeResult> TakeAsync(
        string messageId, long dequeueCount, DateTimeOffset? insertedOn, BinaryData body, CancellationToken cancellation)
    {
        var (text, mayBeObject) = MessageText.Of(body.ToString());
        var (message, unread) = mayBeObject
            ? StrictJson.Read(Encoding.UTF8.GetBytes(text), ServiceJson.Web.RequestMessage)
            : (null, [new("", "Must be a JSON object, plain or as Base64.", RequestProblemKind.Unreadable)]);
        using var activity = FriendingTelemetry.StartIntake(message?.TraceParent, message?.TraceState);
        if (insertedOn is { } inserted)
            FriendingTelemetry.QueueDelay(time.GetUtcNow() - inserted);
        // The key's time has to be the same at every delivery: where nobody tells it, any will do.
        var delivery = new Delivered(
            messageId, dequeueCount, insertedOn ?? time.GetUtcNow(), new(messageId, insertedOn ?? DateTimeOffset.UnixEpoch), text);
        try
        {
            // A message that ends the process on every try must not be tried forever.
            if (dequeueCount > QueueSettings.MaxDequeueCount)
                return await FindDecidedAsync(delivery, message, cancellation)
                    ?? await GiveUpAsync(delivery, message, "Each try ended before it was finished.", cancellation);
            return message is null
                ? await RefuseAsync(
                    delivery, unread[0].Kind == RequestProblemKind.Unreadable ? PoisonReason.Unreadable : PoisonReason.Invalid, unread,
                    cancellation)
                : await TakeAsync(delivery, message, cancellation);
        }
        catch (Exception e) when (dequeueCount >= QueueSettings.MaxDequeueCount && !cancellation.IsCancellationRequested)
        {
            logger.IntakeGaveUp(e, messageId, dequeueCount);
            var why = StorageUnavailable.Is(e)
                ? "Storage was out of reach each time." : "An unexpected error each time; the service's log has it.";
            return await GiveUpAsync(delivery, message, why, cancellation);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    // It may have been decided on an earlier try that ended before the message was deleted.
    private async Task<IntakeResult?> FindDecidedAsync(Delivered delivery, RequestMessage? message, CancellationToken cancellation) =>
        message is not null && await ids.FindDecidedAsync(message, OriginOf(delivery, message), cancellation) is { } id
            ? new(id, null) : null;

    private SubmissionOrigin OriginOf(Delivered delivery, RequestMessage message)
    {
        var origin = new SubmissionOrigin(KeyScope, DecisionSource.Queue, policy.Document.Languages[0], LeavesOpenToReview: true,
            Callback: message.Callback);
        if (DecisionId.TryParse(message.DecisionId, out var promised))
            return origin with { PromisedId = promised };
        return message.IdempotencyKey is { } key ? origin with { IdempotencyKey = key } : origin with { Message = delivery.Key };
    }

    private async Task<IntakeResult> TakeAsync(Delivered delivery, RequestMessage message, CancellationToken cancellation)
    {
        var problems = Check(message).ToList();
        if (problems.Count + message.Unread.Count > 0)
            return await RefuseAsync(delivery, PoisonReason.Invalid, [.. problems, .. decider.ProblemsOf(message)], cancellation);
        var origin = OriginOf(delivery, message);
        if (origin.PromisedId is { } promised)
        {
            if (await ids.FindDecidedAsync(message, origin, cancellation) is not null)
                return new(promised, null);
            if (await accepted.FindAsync(promised, cancellation) is not { } request || request.BodyHash != SubmissionIds.HashOf(message))
                return await RefuseAsync(delivery, PoisonReason.Invalid,
                    [new("/decisionId", "No such request was accepted under this id.")], cancellation);
            origin = new(request.Submitter, DecisionSource.Http, request.Language, PromisedId: promised, LeavesOpenToReview: true,
                AskedBy: request.AskedBy);
        }

        switch (await submission.SubmitAsync(message, origin, cancellation))
        {
            case Submission.Decided decided:
                if (origin.PromisedId is { } kept)
                    await accepted.RemoveAsync(kept, cancellation);
                return new(decided.Stored.Decision.Id, null);
            case Submission.Invalid invalid:
                return await RefuseAsync(delivery, PoisonReason.Invalid, invalid.Problems, cancellation);
            case Submission.IdentifyingNote note:
                var what = string.Join(", ", note.Findings.Select(NoteGuard.Describe));
                return await RefuseAsync(delivery, PoisonReason.IdentifyingNote,
                    [new("/note", $"Seems to contain {what}. The note was not kept.")], cancellation);
            case Submission.KeyConflict:
                return await RefuseAsync(
                    delivery, PoisonReason.KeyConflict,
                    [new("/idempotencyKey", "The same key came with another request. Use a new key for a new request.")], cancellation);
            case Submission.Incomplete incomplete:
                return await RefuseAsync(
                    delivery, PoisonReason.Incomplete,
                    [new("", $"The stated facts leave {string.Join(" or ", incomplete.Answer.PossibleOutcomes)} possible.")], cancellation);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} cannot result from a message.");
        }
    }

    private IEnumerable<RequestProblem> Check(RequestMessage message)
    {
        if (message.IdempotencyKey is { Length: 0 or > MaxKeyLength })
            yield return new("/idempotencyKey", FormattableString.Invariant($"Must be 1 to {MaxKeyLength} characters."));
        if (message.Callback is { } callback && callbacks.WhyNot(callback) is { } why)
            yield return new("/callback", why);
        if (message.DecisionId is { } id && !DecisionId.TryParse(id, out _))
            yield return new("/decisionId", "Is not for senders to set.");
    }

    // The same content refused for the same reason is one entry: a sender that is not sure sends again.
    private Task<IntakeResult> RefuseAsync(Delivered delivery, string reason, IReadOnlyList<RequestProblem> problems,
        CancellationToken cancellation)
    {
        var kept = KeptMessage.Of(delivery.Text);
        return PoisonAsync(delivery, PoisonEntries.IdOf([reason, kept.Text, .. problems.SelectMany(p => new[] { p.Pointer, p.Message })]),
            reason, problems, kept, cancellation);
    }

    // It may be valid, and another message with the same content may be valid too: the entry is for this message alone.
    private Task<IntakeResult> GiveUpAsync(Delivered delivery, RequestMessage? message, string why, CancellationToken cancellation) =>
        PoisonAsync(
        delivery, PoisonEntries.IdOf(PoisonReason.Failed, message?.IdempotencyKey ?? delivery.MessageId, message?.DecisionId),
        PoisonReason.Failed, [new("", why)], KeptMessage.Of(delivery.Text), cancellation);

    private async Task<IntakeResult> PoisonAsync(
        Delivered delivery, string id, string reason, IReadOnlyList<RequestProblem> problems,
        (string? Text, IReadOnlyList<string> LeftOut) kept,
        CancellationToken cancellation)
    {
        var entry = new PoisonEntry
        {
            Id = id,
            Reason = reason,
            Errors = problems.GroupBy(p => p.Pointer, p => p.Message).ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g]),
            Message = kept.Text,
            LeftOut = kept.LeftOut.Count > 0 ? kept.LeftOut : null,
            MessageId = delivery.MessageId,
            Received = delivery.Received,
            DequeueCount = delivery.DequeueCount,
        };
        var isNew = await poison.AddOnceAsync(entry, cancellation);
        logger.MessageRefused(delivery.MessageId, reason, isNew);
        FriendingTelemetry.Poisoned(reason);
        return new(null, reason);
    }

    private sealed record Delivered(string MessageId, long DequeueCount, DateTimeOffset Received, MessageKey Key, string Text);
}
