using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>What the person a decision is about can do with it next, named as the operations that take it.</summary>
public static class NextSteps
{
    /// <summary>Say more about the circumstances.</summary>
    public const string Answer = "answer";

    /// <summary>Ask a person to look again.</summary>
    public const string Appeal = "appeal";

    /// <summary>Take it back.</summary>
    public const string Withdraw = "withdraw";

    /// <summary>The steps, in the order to offer them.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="policy">The policy that made it; null where nobody has it any more.</param>
    public static IReadOnlyList<string> Of(Decision decision, PolicyDecisionPoint? policy)
    {
        var steps = new List<string>();
        if (decision.Status == DecisionStatus.PendingReview && (decision.Case?.Messages.Count ?? 0) < ReviewCase.MostMessages)
            steps.Add(Answer);
        // A no that stands, once. A reviewer's outcome may be none of the policy's.
        if (decision.Standing is { } standing && decision.Case?.Appeal is null && policy is not null
            && policy.Document.Outcomes.FirstOrDefault(o => o.Value == standing)?.Kind is null or OutcomeKind.Deny)
            steps.Add(Appeal);
        if (decision.Status != DecisionStatus.Withdrawn)
            steps.Add(Withdraw);
        return steps;
    }
}
