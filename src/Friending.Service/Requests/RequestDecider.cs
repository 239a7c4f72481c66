using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Notes;
using Microsoft.Extensions.Options;

namespace Friending.Service.Requests;

/// <summary>Decides friend requests: checks what is stated and asks the policy. Keeps nothing.</summary>
public sealed class RequestDecider(
    PolicyDecisionPoint policy, IOptions<OfferedGroups> groups, ReviewDeadline deadline, TimeProvider time)
{
    private readonly int[] _required = [.. RequestFacts.Required.Select(policy.Facts.IndexOf).Where(fact => fact >= 0)];
    private readonly OutcomeDefinition? _review = policy.Document.Outcomes.FirstOrDefault(o => o.Kind == OutcomeKind.Review);

    /// <summary>What the policy would answer. Facts may be missing.</summary>
    /// <param name="request">What is known so far.</param>
    /// <param name="language">The language to answer in unless the request names one.</param>
    /// <param name="askAll">Leaves facts that have defaults open, as an interview does.</param>
    public (EvaluationAnswer? Answer, Submission? Refused) Evaluate(FriendRequest request, string language, bool askAll)
    {
        var (facts, refused) = Bind(request, isSubmission: false, fillDefaults: !askAll);
        return refused is not null
            ? (null, refused) : (WithRequired(AnswerFor(facts, request, language), facts, request.Language ?? language), null);
    }

    /// <summary>The answer to a submission, its outcome settled; null with why the submission is refused. Keeps nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="language">The language to answer in unless the request names one.</param>
    /// <param name="leavesOpenToReview">Whether a person reviews what the facts leave open, since nobody is there to ask.</param>
    public (EvaluationAnswer? Answer, Submission? Refused) Answer(FriendRequest request, string language, bool leavesOpenToReview)
    {
        var (facts, refused) = Bind(request, isSubmission: true, fillDefaults: true);
        if (refused is not null)
            return (null, refused);
        var answer = AnswerFor(facts, request, language);
        if (answer.Outcome is not null)
            return (answer, null);
        return leavesOpenToReview && _review is not null
            ? (answer with { Outcome = _review.Value, Summary = _review.Label?.In(request.Language ?? language) }, null)
            : (null, new Submission.Incomplete(answer));
    }

    /// <summary>The decision on a submission.</summary>
    /// <param name="id">The decision's id.</param>
    /// <param name="request">The request.</param>
    /// <param name="answer">What <see cref="Answer"/> gave.</param>
    /// <param name="language">The language to answer in unless the request names one.</param>
    /// <param name="source">The way the request came in.</param>
    public Decision Decide(DecisionId id, FriendRequest request, EvaluationAnswer answer, string language, DecisionSource source)
    {
        request = RequestMembers.FillIn(request);
        var isReview = policy.Document.Outcomes.First(o => o.Value == answer.Outcome).Kind == OutcomeKind.Review;
        return new()
        {
            Id = id,
            Status = isReview ? DecisionStatus.PendingReview : DecisionStatus.Final,
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
            Staff = request.Staff! with { Id = StaffIds.Normalize(request.Staff.Id) },
            Platform = request.Platform,
            Direction = request.Direction,
            OtherParty = request.OtherParty,
            Circumstances = request.Circumstances,
            Note = request.Note,
            Language = request.Language ?? language,
            Case = isReview ? deadline.Open(id.Time) : null,
        };
    }

    /// <summary>Everything that is wrong with a submission, as far as it could be read; none where it can
    /// be decided or asks for more.</summary>
    internal IReadOnlyList<RequestProblem> ProblemsOf(FriendRequest request) =>
        Problems(request, isSubmission: true, fillDefaults: true).Problems;

    private (FactSet Facts, Submission? Refused) Bind(FriendRequest request, bool isSubmission, bool fillDefaults)
    {
        var (facts, problems) = Problems(request, isSubmission, fillDefaults);
        if (problems.Count > 0)
            return (facts, new Submission.Invalid(problems));
        if (request.Note is { } note && NoteGuard.Inspect(note) is { Count: > 0 } findings)
            return (facts, new Submission.IdentifyingNote(findings));
        return (facts, null);
    }

    private (FactSet Facts, IReadOnlyList<RequestProblem> Problems) Problems(FriendRequest request, bool isSubmission, bool fillDefaults)
    {
        var (facts, bound) = RequestFacts.Bind(request, policy.Facts, fillDefaults, DecisionKeys.DayOf(time.GetUtcNow()));
        IReadOnlyList<RequestProblem> others =
            [.. RequestFacts.Check(RequestMembers.FillIn(request), policy.Document, isSubmission), .. bound];
        // What could not be read is not missing, too.
        return (facts, others.Count == 0 ? request.Unread
            : [.. request.Unread, .. others.Where(p => !request.Unread.Any(u => IsAt(p.Pointer, u.Pointer)))]);

        static bool IsAt(string pointer, string unread) =>
            pointer == unread || (unread.Length > 0 && pointer.StartsWith(unread + "/", StringComparison.Ordinal));
    }

    private EvaluationAnswer WithRequired(EvaluationAnswer answer, FactSet facts, string language)
    {
        if (answer.Outcome is null)
            return answer;
        var missing = _required.Where(fact => !facts.Knows(fact))
            .Select(fact => Answers.Ask(policy, policy.Facts[fact], language, f => RequestMembers.PointerOf(f.Name))).ToList();
        return missing.Count > 0 ? answer with { Required = missing } : answer;
    }

    private EvaluationAnswer AnswerFor(in FactSet facts, FriendRequest request, string language) => Answers.For(
        policy, facts, request.Language ?? language, f => RequestMembers.PointerOf(f.Name), groups.Value.For(request.Staff?.Department));
}
