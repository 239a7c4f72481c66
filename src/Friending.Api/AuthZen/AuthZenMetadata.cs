using System.Text.Json.Serialization;
using Friending.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Friending.Api;

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
    internal static Operation Operation { get; } = new("AuthZenMetadata", HttpMethods.Get, ".well-known/authzen-configuration", Access.Open, Handle)
    {
        Summary = "AuthZEN: where its operations are",
        ResponseType = typeof(AuthZenConfiguration),
    };

    private static Task<IResult> Handle(Call call)
    {
        if (BaseAddress(call) is not { } address)
            return Task.FromResult(Problems.NotFound("The service has not been told its own address: the setting Friending:PublicUrl is missing."));
        return Task.FromResult<IResult>(TypedResults.Json(
            new AuthZenConfiguration(
                address, At(EvaluateAccess.Operation), At(EvaluateAccessBatch.Operation),
                At(SearchSubject.Operation), At(SearchResource.Operation), At(SearchAction.Operation)),
            ApiJson.Web.AuthZenConfiguration));

        string At(Operation operation) => $"{address}/{operation.Route}";
    }

    private static string? BaseAddress(Call call)
    {
        if (call.Get<IOptions<PublicUrlOptions>>().Value.PublicUrl is { Length: > 0 } configured)
        {
            call.Context.Response.Headers.CacheControl = "public, max-age=3600";
            return configured.TrimEnd('/');
        }
        // The caller writes the header Host. Only on a developer's machine is it good enough to be repeated as our own name.
        var called = $"{call.Context.Request.Scheme}://{call.Context.Request.Host.Value}";
        return Uri.TryCreate(called, UriKind.Absolute, out var url) && url.IsLoopback ? called : null;
    }
}
