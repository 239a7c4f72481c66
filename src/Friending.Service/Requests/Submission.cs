using Friending.Service.Decisions;
using Friending.Service.Notes;

namespace Friending.Service.Requests;

/// <summary>What came of a submission.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    /// <summary>It was decided, now or (under the same idempotency key) before.</summary>
    /// <param name="Stored">The decision.</param>
    /// <param name="IsNew">Whether this call made it.</param>
    public sealed record Decided(StoredDecision Stored, bool IsNew) : Submission;

    /// <summary>Something in the request cannot be taken; nothing was kept.</summary>
    /// <param name="Problems">What, and where.</param>
    public sealed record Invalid(IReadOnlyList<RequestProblem> Problems) : Submission;

    /// <summary>The note looks as if it identified somebody; nothing was kept.</summary>
    /// <param name="Findings">What it seems to hold.</param>
    public sealed record IdentifyingNote(IReadOnlyList<NoteFinding> Findings) : Submission;

    /// <summary>What was stated does not settle the outcome; nothing was kept.</summary>
    /// <param name="Answer">What is still possible, and what to ask.</param>
    public sealed record Incomplete(EvaluationAnswer Answer) : Submission;

    /// <summary>The idempotency key was used for another request.</summary>
    public sealed record KeyConflict : Submission;

    /// <summary>It is on the queue and will be decided under this id.</summary>
    /// <param name="Id">The decision's id.</param>
    public sealed record Queued(DecisionId Id) : Submission;
}

/// <summary>Who submits a request, and how.</summary>
/// <param name="Submitter">The caller: what an idempotency key belongs to.</param>
/// <param name="Source">The way it came in.</param>
/// <param name="Language">The language to answer in unless the request names one.</param>
/// <param name="IdempotencyKey">The key, if there is one.</param>
/// <param name="PromisedId">The id that the decision was promised, if it was; instead of an idempotency key.</param>
/// <param name="Message">The queue message it came in, where that stands in for an idempotency key.</param>
/// <param name="LeavesOpenToReview">Whether a person reviews what the facts leave open, since nobody is there to ask.</param>
/// <param name="Callback">Where to send the decision's events besides the queue.</param>
/// <param name="AskedBy">As <see cref="Decision.AskedBy"/>.</param>
public sealed record SubmissionOrigin(
    string Submitter,
    DecisionSource Source,
    string Language,
    string? IdempotencyKey = null,
    DecisionId? PromisedId = null,
    MessageKey? Message = null,
    bool LeavesOpenToReview = false,
    string? Callback = null,
    string? AskedBy = null);
