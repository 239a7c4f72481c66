using Friending.Policy.Analysis;

namespace Friending.Api.Endpoints.Policies;

/// <summary>POST /api/policy/check: everything there is to say about a document before it is used.</summary>
internal static class CheckPolicy
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/policy/check", Handle)
        .WithName(nameof(CheckPolicy))
        .RequireAuthorization(Callers.Only(Role.Admin));

    /// <summary>Check a policy document and run its scenarios</summary>
    /// <remarks>Everything there is to say about a document before it is used. Whatever is posted, the answer is the report.</remarks>
    /// <response code="200">The report.</response>
    internal static Ok<PolicyCheck> Handle(PostedPolicy posted) => TypedResults.Ok(PolicyCheck.Of(posted.Report));
}
