using Friending.Policy.Documents;
using Friending.Service.Requests;

namespace Friending.Service.Reviews;

/// <summary>What a reviewer sends to resolve a review.</summary>
public sealed record ReviewRequest
{
    /// <summary>How long a reason may be, in UTF-16 code units.</summary>
    public const int MaxReasonLength = 1000;

    /// <summary>The outcome: one of the policy's, such as <c>permit</c>, but none that leaves it to a person.</summary>
    public string? Resolution { get; init; }

    /// <summary>Why, 1 to 1000 characters that identify nobody: it is kept with the decision.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong with it: something missing, too long, or not of the form asked for.</summary>
    /// <param name="policy">The policy that made the decision; null: not looked at.</param>
    public IEnumerable<RequestProblem> Check(PolicyDocument? policy = null)
    {
        if (Resolution is null)
            yield return new("/resolution", "Is required.");
        else if (policy is not null && ResolutionsOf(policy) is var all && !all.Contains(Resolution))
            yield return new("/resolution", $"Must be one of {string.Join(", ", all)}.");
        if (Reason is null)
            yield return new("/reason", "Is required.");
        else if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > MaxReasonLength)
            yield return new("/reason", FormattableString.Invariant($"Must be 1 to {MaxReasonLength} characters."));
    }

    /// <summary>The outcomes that a reviewer may give, least restrictive first.</summary>
    public static IReadOnlyList<string> ResolutionsOf(PolicyDocument policy) =>
        [.. policy.Outcomes.Where(o => o.Kind != OutcomeKind.Review).Select(o => o.Value).Reverse()];
}
