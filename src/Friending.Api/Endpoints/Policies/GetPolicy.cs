using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Policies;

/// <summary>GET /api/policy: the document in force.</summary>
internal static class GetPolicy
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/policy", Handle)
        .WithName(nameof(GetPolicy))
        .RequireAuthorization(Callers.AnyCaller)
        .Answers<PolicyDocument>(200, "ETag")
        .AnswersNothing(304);

    /// <summary>Read the policy in force</summary>
    /// <remarks>The document in force, byte for byte, so that its hash can be checked.</remarks>
    /// <response code="200">The document in force.</response>
    /// <response code="304">The caller has this version already.</response>
    internal static IResult Handle(IfNoneMatch ifNoneMatch, PolicyDecisionPoint policy) => ifNoneMatch.IsNotModified(policy.Reference.Sha256)
        ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
        : TypedResults.Bytes(policy.Source, MediaTypes.Json);
}
