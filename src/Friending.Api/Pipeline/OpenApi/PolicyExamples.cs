using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Endpoints.Policies;
using Friending.Api.Endpoints.Requests;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Reviews;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>
/// The examples of requests and answers that tell of the policy: made by the policy in force, so that they are in its facts, outcomes and
/// words. A name is the operation's with <c>request</c>, a status or a parameter after it.
/// </summary>
internal sealed class PolicyExamples
{
    private const string Reviewer = "sm-5001";

    private readonly Dictionary<string, JsonNode> _examples = [];
    private readonly RequestDecider _decider;
    private readonly ReviewDeadline _deadline;
    private readonly DecisionId _id;
    private readonly string _language;

    /// <summary>Makes the examples.</summary>
    public PolicyExamples(PolicyDecisionPoint policy, RequestDecider decider, ReviewDeadline deadline)
    {
        (_decider, _deadline, _language) = (decider, deadline, policy.Document.Languages[0]);
        if (!DecisionId.TryParse(GetDecision.ExampleId, out _id))
            throw new InvalidOperationException("The id of the examples is not a decision id.");
        var outcomes = policy.Document.Outcomes;
        var guideline = policy.Document.Guidelines[0];
        Add("GetGuideline.200", GuidelineText.Of(guideline, _language), ApiJson.Web.GuidelineText);
        _examples["GetGuideline.id"] = guideline.Id;
        var possible = outcomes.Where(o => o.Kind != OutcomeKind.Review).Select(o => ExampleRequest.For(policy, o));
        if (possible.FirstOrDefault(e => e is not null) is { } settled)
            AddSettled(policy, settled.Request, settled.BeforeLast);
        if (outcomes.FirstOrDefault(o => o.Kind == OutcomeKind.Review) is { } review && ExampleRequest.For(policy, review) is { } unsettled)
            AddReviews(Decide(unsettled.Request), ReviewRequest.ResolutionsOf(policy.Document)[0]);
    }

    /// <summary>The example of that name; null where the policy has nothing to do with it.</summary>
    internal JsonNode? Find(string name) => _examples.GetValueOrDefault(name)?.DeepClone();

    private void AddSettled(PolicyDecisionPoint policy, FriendRequest request, FriendRequest beforeLast)
    {
        var made = Decide(request);
        Add("SubmitRequest.request", request, ServiceJson.Web.FriendRequest);
        AddDecision("SubmitRequest.200", made);
        AddDecision("SubmitRequest.201", made);
        AddDecision("GetDecision.200", made);
        AddDecision("WithdrawDecision.200", made with { Status = DecisionStatus.Withdrawn });
        AddDecision("AppealDecision.200", made with
        {
            Status = DecisionStatus.PendingReview,
            Case = _deadline.Open(Later(30)) with { Appeal = new("We have known each other since school.", Later(30), null) },
        });
        Add("ExplainDecision.200", DecisionExplanation.Of(made, policy, compares: true), ApiJson.Web.DecisionExplanation);
        if (made.Findings is [var finding, ..])
            _examples["ListDecisions.rule"] = finding.Rule;

        Add("EvaluateRequest.request", beforeLast, ServiceJson.Web.FriendRequest);
        Add("EvaluateRequest.200", _decider.Evaluate(beforeLast, _language, askAll: false).Answer!, ServiceJson.Web.EvaluationAnswer);
        AddRefusal(400, new());
        AddRefusal(422, beforeLast);
    }

    private void AddReviews(Decision waiting, string resolution)
    {
        var opened = waiting.Case!;
        var asked = new CaseMessage(CaseParty.Reviewer, "Since when have you known each other?", Reviewer, Later(30));
        var answered = new CaseMessage(CaseParty.Asker, "Since we went to school together.", waiting.Staff.Id!, Later(60));
        AddDecision("ClaimReview.200", waiting with { Case = opened with { Owner = Reviewer } });
        AddDecision("ReleaseReview.200", waiting);
        AddDecision("AskForMore.200", waiting with { Case = opened with { Owner = Reviewer, Messages = [asked] } });
        AddDecision("AnswerQuestion.200", waiting with { Case = opened with { Owner = Reviewer, Messages = [asked, answered] } });
        var review = new ReviewRequest { Resolution = resolution, Reason = "They have been friends since school." };
        Add("ResolveReview.request", review, ServiceJson.Web.ReviewRequest);
        AddDecision("ResolveReview.200", waiting with
        {
            Status = DecisionStatus.Reviewed,
            Review = new(resolution, review.Reason, Reviewer, Later(90), null),
        });
    }

    private DateTimeOffset Later(int minutes) => _id.Time.AddMinutes(minutes);

    private Decision Decide(FriendRequest request)
    {
        var answer = _decider.Answer(request, _language, leavesOpenToReview: true).Answer!;
        return _decider.Decide(_id, request, answer, _language, DecisionSource.Http);
    }

    private void AddDecision(string name, Decision decision) => Add(name, decision, ServiceJson.Web.Decision);

    private void AddRefusal(int status, FriendRequest request)
    {
        if (_decider.Answer(request, _language, leavesOpenToReview: false).Refused is { } refused
            && Refusals.Of(refused) is IValueHttpResult<Problem> { Value: { } problem } && problem.Status == status)
            Add(FormattableString.Invariant($"SubmitRequest.{status}"), problem, ApiJson.Web.Problem);
    }

    private void Add<T>(string name, T value, JsonTypeInfo<T> type) => _examples[name] = JsonSerializer.SerializeToNode(value, type)!;
}
