using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>GET /api/policy: the document in force, byte for byte, so that its hash can be checked.</summary>
internal static class GetPolicy
{
    internal static Operation Operation { get; } = new("GetPolicy", HttpMethods.Get, "api/policy", Access.AnyCaller, Handle)
    {
        Summary = "Read the policy in force",
        ResponseType = typeof(PolicyDocument),
        Parameters = [OperationParameter.IfNoneMatch],
        Responses = [new(200, "The document in force.") { Headers = ["ETag"] }, new(304, "The caller has this version already.")],
    };

    private static Task<IResult> Handle(Call call)
    {
        var policy = call.Get<PolicyDecisionPoint>();
        return Task.FromResult<IResult>(EntityTags.IsNotModified(call.Context, policy.Reference.Sha256)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(policy.Source, "application/json"));
    }
}
