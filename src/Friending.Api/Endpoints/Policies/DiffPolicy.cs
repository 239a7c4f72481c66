using Friending.Api.Pipeline.OpenApi;
using Friending.Policy;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Policies;

/// <summary>POST /api/policy/diff: which combinations of facts a document answers otherwise than the policy in force.</summary>
internal static class DiffPolicy
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/policy/diff", Handle)
        .WithName(nameof(DiffPolicy))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Refuses(422);

    /// <summary>Compare a policy document with the policy in force</summary>
    /// <remarks>Which combinations of facts a document answers otherwise than the policy in force.</remarks>
    /// <response code="200">The differences, folded into rows.</response>
    /// <response code="422">The document is not valid, or the documents have too many combinations to be compared.</response>
    internal static Results<Ok<PolicyDiff>, ProblemResult> Handle(PostedPolicy posted, PolicyDecisionPoint active)
    {
        if (posted.Report.DecisionPoint is not { } policy)
            return Problems.InvalidPolicy(posted.Report);
        try
        {
            return TypedResults.Ok(PolicyDiff.Of(active, policy));
        }
        catch (PolicyException e)
        {
            return Problems.Of(422, "too-many-combinations", "The documents cannot be compared", e.Message);
        }
    }
}
