using System.Text.Json.Serialization;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Access;

/// <summary>Where the AuthZEN operations are (Authorization API 1.0, "Policy Decision Point Metadata").</summary>
/// <param name="PolicyDecisionPoint">The service's base address; https, without query and fragment.</param>
/// <param name="AccessEvaluationEndpoint">Where to ask for one decision.</param>
/// <param name="AccessEvaluationsEndpoint">Where to ask for several.</param>
/// <param name="SearchSubjectEndpoint">Where to look for subjects.</param>
/// <param name="SearchResourceEndpoint">Where to look for resources.</param>
/// <param name="SearchActionEndpoint">Where to look for actions.</param>
public sealed record AuthZenConfiguration(
    [property: JsonPropertyName("policy_decision_point")] string PolicyDecisionPoint,
    [property: JsonPropertyName("access_evaluation_endpoint")] string AccessEvaluationEndpoint,
    [property: JsonPropertyName("access_evaluations_endpoint")] string AccessEvaluationsEndpoint,
    [property: JsonPropertyName("search_subject_endpoint")] string SearchSubjectEndpoint,
    [property: JsonPropertyName("search_resource_endpoint")] string SearchResourceEndpoint,
    [property: JsonPropertyName("search_action_endpoint")] string SearchActionEndpoint);

/// <summary>GET /.well-known/authzen-configuration: where the AuthZEN operations are.</summary>
internal static class AuthZenMetadata
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/.well-known/authzen-configuration", Handle)
        .WithName(nameof(AuthZenMetadata))
        .AllowAnonymous()
        .Refuses(404);

    /// <summary>AuthZEN: where its operations are</summary>
    /// <remarks>The metadata of the AuthZEN policy decision point.</remarks>
    /// <response code="200">The addresses.</response>
    /// <response code="404">The service has not been told its own address.</response>
    internal static Results<Ok<AuthZenConfiguration>, ProblemResult> Handle(HttpContext context, IOptions<PublicUrlOptions> options)
    {
        if (PublicAddress.Of(context) is not { } address)
            return PublicAddress.Unknown;
        // An address that a caller wrote is not kept for others.
        if (options.Value.PublicUrl is { Length: > 0 })
            context.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(
            new AuthZenConfiguration(
                address, address + EvaluateAccess.Path, address + EvaluateAccessBatch.Path,
                address + SearchSubject.Path, address + SearchResource.Path, address + SearchAction.Path));
    }
}
