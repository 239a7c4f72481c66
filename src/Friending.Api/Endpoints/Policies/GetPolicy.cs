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
    internal static IResult Handle(HttpContext context, IfNoneMatch ifNoneMatch, PolicyContent policy) =>
        policy.Content.Answer(context, ifNoneMatch);
}

/// <summary>The document in force, compressed once: pages read it at each visit, and compressed it is a fifth as long.</summary>
internal sealed class PolicyContent(PolicyDecisionPoint policy)
{
    internal KnownContent Content { get; } = new(MediaTypes.Json, policy.Source.ToArray());
}
