using Friending.Policy;
using Friending.Policy.Analysis;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /api/policy/diff: which combinations of facts a document answers otherwise than the policy in force.</summary>
internal static class DiffPolicy
{
    internal static Operation Operation { get; } = new("DiffPolicy", HttpMethods.Post, "api/policy/diff", Access.Only(Role.Admin), HandleAsync)
    {
        Summary = "Compare a policy document with the policy in force",
        RequestType = typeof(PolicyDocument),
        ResponseType = typeof(PolicyDiff),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (policy, refused) = await PostedPolicy.ReadAsync(call);
        if (policy is null)
            return refused!;
        try
        {
            return TypedResults.Json(PolicyDiff.Of(call.Get<PolicyDecisionPoint>(), policy), ApiJson.Web.PolicyDiff);
        }
        catch (PolicyException e)
        {
            return Problems.Of(422, "too-many-combinations", "The documents cannot be compared", e.Message);
        }
    }
}
