using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Policies;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>Why a decision came out as it did.</summary>
/// <param name="Id">The decision's id.</param>
/// <param name="Outcome">The policy's outcome.</param>
/// <param name="Policy">The policy that decided, by which this explains.</param>
/// <param name="Facts">The facts it saw.</param>
/// <param name="DecidedBy">The facts that decided.</param>
/// <param name="Rules">Every rule of every guideline with why it did or did not apply.</param>
/// <param name="Counterfactuals">Single facts that, changed, would change the outcome; for reviewers and auditors only.</param>
public sealed record DecisionExplanation(
    DecisionId Id,
    string? Outcome,
    PolicyReference Policy,
    IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<string> DecidedBy,
    IReadOnlyList<RuleExplanation> Rules,
    IReadOnlyList<Counterfactual>? Counterfactuals)
{
    /// <summary>Explains a decision by the policy that made it.</summary>
    internal static DecisionExplanation Of(Decision decision, PolicyDecisionPoint policy, bool compares)
    {
        var facts = FactBinding.Of(policy.Facts, decision.Facts, [], fillDefaults: false).Facts;
        return new(
            decision.Id, decision.Outcome, decision.Policy, decision.Facts, decision.DecidedBy,
            [.. Explanation.Trace(policy, facts).Select(RuleExplanation.Of)],
            compares ? Explanation.Counterfactuals(policy, facts) : null);
    }
}

/// <summary>A rule with why it did or did not apply.</summary>
/// <param name="Guideline">The guideline's number.</param>
/// <param name="Rule">The rule's number.</param>
/// <param name="Outcome">The outcome it gives.</param>
/// <param name="Status">Whether it applied, or why not.</param>
/// <param name="Conditions">Each condition beside the fact as it was.</param>
/// <param name="OwnReading">Whether the organisation reads into the guideline here what it does not say itself.</param>
public sealed record RuleExplanation(
    string Guideline, string Rule, string Outcome, RuleStatus Status, IReadOnlyList<ConditionTrace> Conditions, bool OwnReading)
{
    internal static RuleExplanation Of(RuleTrace trace) => new(
        trace.Guideline.Id, trace.Rule.Id, trace.Rule.Outcome, trace.Status, trace.Conditions, trace.Rule.OwnReading);
}

/// <summary>GET /api/decisions/{id}/explanation: the facts, every rule with why it did or did not apply, and what
/// would have changed the outcome.</summary>
internal static class ExplainDecision
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/decisions/{id}/explanation", HandleAsync)
        .WithName(nameof(ExplainDecision))
        .RequireAuthorization(Callers.PersonsOr(Role.Review, Role.Audit));

    /// <summary>Explain a decision rule by rule</summary>
    /// <remarks>The facts, every rule with why it did or did not apply, and what would have changed the outcome.</remarks>
    /// <param name="id">The decision's id, a UUIDv7.</param>
    /// <response code="200">The explanation.</response>
    internal static async Task<Results<Ok<DecisionExplanation>, ProblemResult>> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(GetDecision.ExampleId, Format = "uuid")] string id,
        DecisionStore decisions,
        PolicyArchive archive)
    {
        if (await GetDecision.FindAsync(id, caller, decisions, context.RequestAborted) is not { Decision: var decision })
            return GetDecision.NoSuchDecision;
        var policy = await archive.FindAsync(decision.Policy.Sha256, context.RequestAborted)
            ?? throw new InvalidDataException(
                $"The policy {decision.Policy.Sha256} that made decision {decision.Id} is not in the archive.");
        var explanation = DecisionExplanation.Of(decision, policy, compares: caller.Has(Role.Review) || caller.Has(Role.Audit));
        return TypedResults.Ok(explanation);
    }
}
