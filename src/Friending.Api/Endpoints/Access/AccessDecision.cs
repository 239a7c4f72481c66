using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Access;

/// <summary>The answer to an AuthZEN Access Evaluation.</summary>
/// <param name="Decision">True only where the policy's outcome is settled and means "go ahead".</param>
/// <param name="Context">What the policy answered.</param>
public sealed record AccessDecision(bool Decision, AccessDecisionContext Context)
{
    /// <summary>A denial because the request, not the policy, leaves nothing else.</summary>
    internal static AccessDecision Denied(int status, string message, IEnumerable<RequestProblem> problems, PolicyReference policy) =>
        new(false, new() { Error = new(status, message, Problems.ByPointer(problems)), Policy = policy });
}

/// <summary>What the policy answered, in the words of <see cref="EvaluationAnswer"/>; what does not apply is absent.</summary>
public sealed record AccessDecisionContext
{
    /// <summary>The outcome; absent while more than one is possible.</summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome that holds; absent while more than one is possible, and where a person is to decide.</summary>
    public string? Standing { get; init; }

    /// <summary>The answer in one sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>Where more than one is: the outcomes that what is stated leaves possible, most restrictive first.</summary>
    public IReadOnlyList<string>? PossibleOutcomes { get; init; }

    /// <summary>What to ask then, best first.</summary>
    public IReadOnlyList<OpenQuestion>? Questions { get; init; }

    /// <summary>What each guideline found.</summary>
    public IReadOnlyList<AnswerFinding>? Findings { get; init; }

    /// <summary>What to do instead, or besides.</summary>
    public IReadOnlyList<AnswerAdvice>? Advice { get; init; }

    /// <summary>Words to send to the other party.</summary>
    public AnswerReply? Reply { get; init; }

    /// <summary>The facts that the policy saw, stated, derived or by default.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>Why the policy was not asked; the decision is then false.</summary>
    public AccessError? Error { get; init; }

    /// <summary>The policy that answered.</summary>
    public required PolicyReference Policy { get; init; }
}

/// <summary>Why a request was denied without asking the policy.</summary>
/// <param name="Status">As an HTTP status: 400 for an evaluation of a batch that is not valid, 404 where the policy does
/// not know what is asked about.</param>
/// <param name="Message">The kind of error in words.</param>
/// <param name="Errors">What is wrong, by JSON Pointer into the evaluation with its defaults filled in.</param>
public sealed record AccessError(int Status, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors);
