using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Analysis;

namespace Friending.Api.Endpoints.Policies;

/// <summary>POST /api/policy/check: everything there is to say about a document before it is used.</summary>
internal static class CheckPolicy
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/policy/check", Handle)
        .WithName(nameof(CheckPolicy))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Answers<PolicyCheck>(200);

    /// <summary>Check a policy document and run its scenarios</summary>
    /// <remarks>Everything there is to say about a document before it is used. Whatever is posted, the answer is the report.</remarks>
    /// <response code="200">The report.</response>
    internal static IResult Handle(PostedPolicy posted) => TypedResults.Json(PolicyCheck.Of(posted.Report), ApiJson.Web.PolicyCheck);
}
