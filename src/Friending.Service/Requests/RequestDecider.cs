using System.Security.Cryptography;
using System.Text.Json;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Notes;
using Friending.Service.Outbox;
using Friending.Service.Policies;

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

    /// <summary>It will be decided under this id; see <see cref="RequestAcceptance"/>.</summary>
    /// <param name="Id">The decision's id.</param>
    public sealed record Queued(DecisionId Id) : Submission;
}

/// <summary>Decides friend requests: checks what is stated, asks the policy, keeps the decision.</summary>
public sealed class RequestDecider(
    PolicyDecisionPoint policy, DecisionStore decisions, RequestKeyStore keys, MessageKeyStore messages,
    PolicyArchive archive, RelaySignal relay, TimeProvider time)
{
    private readonly OutcomeDefinition? _review = policy.Document.Outcomes.FirstOrDefault(o => o.Kind == OutcomeKind.Review);

    /// <summary>What the policy would answer; keeps nothing. Facts may be missing.</summary>
    /// <param name="request">What is known so far.</param>
    /// <param name="language">The language to answer in unless the request names one.</param>
    /// <param name="askAll">Leaves facts that have defaults open, as an interview does.</param>
    public (EvaluationAnswer? Answer, Submission? Refused) Evaluate(FriendRequest request, string language, bool askAll)
    {
        var (facts, refused) = Bind(request, isSubmission: false, fillDefaults: !askAll);
        return refused is not null ? (null, refused) : (Answers.For(policy, facts, request.Language ?? language), null);
    }

    /// <summary>Why a submission would be refused as it stands; null if it would be decided. Keeps nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="language">The language to answer in unless the request names one.</param>
    public Submission? Refuse(FriendRequest request, string language)
    {
        var (facts, refused) = Bind(request, isSubmission: true, fillDefaults: true);
        if (refused is not null)
            return refused;
        var answer = Answers.For(policy, facts, request.Language ?? language);
        return answer.Outcome is null ? new Submission.Incomplete(answer) : null;
    }

    /// <summary>
    /// Decides and keeps the decision, with the event that tells of it, in one transaction. Under an idempotency key the
    /// same request gets the same decision, however often and wherever it is submitted; a message, however often it is delivered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">Who submits, and how.</param>
    /// <param name="cancellation">Gives up; the caller may submit again under the same key.</param>
    public async Task<Submission> SubmitAsync(FriendRequest request, SubmissionOrigin origin, CancellationToken cancellation)
    {
        var (facts, refused) = Bind(request, isSubmission: true, fillDefaults: true);
        if (refused is not null)
            return refused;
        var language = request.Language ?? origin.Language;
        var answer = Answers.For(policy, facts, language);
        if (answer.Outcome is null)
        {
            if (!origin.LeavesOpenToReview || _review is null)
                return new Submission.Incomplete(answer);
            answer = answer with { Outcome = _review.Value, Summary = _review.Label?.In(language) };
        }

        await archive.KeepActiveAsync(cancellation);
        var id = origin.PromisedId ?? DecisionId.NewAt(time.GetUtcNow());
        if (origin.IdempotencyKey is { } key)
        {
            var bodyHash = HashOf(request);
            var claim = await keys.ClaimAsync(origin.Submitter, key, id, bodyHash, cancellation);
            if (claim.BodyHash != bodyHash)
                return new Submission.KeyConflict();
            if (!claim.IsNew && await decisions.FindAsync(claim.Id, cancellation) is { } earlier)
                return new Submission.Decided(earlier, IsNew: false);
            id = claim.Id;
        }
        var claims = origin.Message;
        if (claims is not null)
        {
            id = claims.NewIdAt(time.GetUtcNow());
            if (DecisionKeys.PartitionOf(id) != claims.Partition)
                (id, claims) = (await messages.ClaimAsync(claims, id, cancellation), null);
        }

        var decision = Decide(id, request, answer, language, origin.Source);
        var added = await decisions.TryAddAsync(decision, cancellation, origin.Callback, claims);
        if (added is null && claims is not null)
        {
            // Another delivery claimed the key: for a decision that is there, or for one that it may not have come to write.
            decision = decision with { Id = await messages.ClaimAsync(claims, id, cancellation) };
            added = await decisions.TryAddAsync(decision, cancellation, origin.Callback);
        }
        if (added is not null)
        {
            FriendingTelemetry.Decided(decision);
            relay.Tell(decision.Id);
            return new Submission.Decided(added, IsNew: true);
        }
        var first = await decisions.FindAsync(decision.Id, cancellation)
            ?? throw new InvalidOperationException($"Decision {decision.Id} exists and cannot be read.");
        return new Submission.Decided(first, IsNew: false);
    }

    private Decision Decide(DecisionId id, FriendRequest request, EvaluationAnswer answer, string language, DecisionSource source) => new()
    {
        Id = id,
        Status = KindOf(answer.Outcome!) == OutcomeKind.Review ? DecisionStatus.PendingReview : DecisionStatus.Final,
        Outcome = answer.Outcome,
        Summary = answer.Summary,
        Findings = answer.Findings,
        Advice = answer.Advice,
        Reply = answer.Reply,
        Facts = answer.Facts,
        DecidedBy = answer.DecidedBy,
        Policy = answer.Policy,
        Questions = answer.PossibleOutcomes.Count > 1 ? answer.Questions : null,
        Source = source,
        Staff = request.Staff!,
        Platform = request.Platform!,
        Direction = request.Direction!,
        OtherParty = request.OtherParty!,
        Circumstances = request.Circumstances,
        Note = request.Note,
        Language = language,
        Review = null,
    };

    private (FactSet Facts, Submission? Refused) Bind(FriendRequest request, bool isSubmission, bool fillDefaults)
    {
        var problems = RequestFacts.Check(request, policy.Document, isSubmission);
        var (facts, more) = RequestFacts.Bind(request, policy.Facts, fillDefaults);
        if (problems.Count + more.Count > 0)
            return (facts, new Submission.Invalid([.. problems, .. more]));
        if (request.Note is { } note && NoteGuard.Inspect(note) is { Count: > 0 } findings)
            return (facts, new Submission.IdentifyingNote(findings));
        return (facts, null);
    }

    private OutcomeKind KindOf(string outcome) => policy.Document.Outcomes.First(o => o.Value == outcome).Kind;

    // Of the request as it was understood, so that white space and the order of members make no difference.
    internal static string HashOf(FriendRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ServiceJson.Web.FriendRequest)));
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
public sealed record SubmissionOrigin(
    string Submitter,
    DecisionSource Source,
    string Language,
    string? IdempotencyKey = null,
    DecisionId? PromisedId = null,
    MessageKey? Message = null,
    bool LeavesOpenToReview = false,
    string? Callback = null);
