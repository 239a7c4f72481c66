using System.Text.Json.Serialization;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>Where a client gets tokens for the service (RFC 9728, OAuth 2.0 Protected Resource Metadata).</summary>
/// <param name="Resource">The address that the tokens are for.</param>
/// <param name="ResourceName">What people call it.</param>
/// <param name="AuthorizationServers">Who issues them: the tenant. Absent where people do not sign in by a tenant.</param>
/// <param name="ScopesSupported">What a client asks the tenant for.</param>
/// <param name="BearerMethodsSupported">How a token is sent: in the header <c>Authorization</c> only.</param>
public sealed record ProtectedResourceDescription(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("resource_name")] string ResourceName,
    [property: JsonPropertyName("authorization_servers")] IReadOnlyList<string>? AuthorizationServers,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string>? ScopesSupported,
    [property: JsonPropertyName("bearer_methods_supported")] IReadOnlyList<string> BearerMethodsSupported);

/// <summary>
/// GET /.well-known/oauth-protected-resource, for the service as a whole, and with <c>/mcp</c> behind it, for what assistants call, as
/// the authorization part of the Model Context Protocol asks.
/// </summary>
internal static class ProtectedResource
{
    internal static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet(ProtectedResourceAddress.Path, Handle).WithName(nameof(ProtectedResource))
            .AllowAnonymous().Refuses(404);
        group.MapGet(ProtectedResourceAddress.Path + Mcp.Path, HandleMcp).WithName("McpProtectedResource")
            .AllowAnonymous().Refuses(404);
    }

    /// <summary>OAuth: who issues tokens for this service</summary>
    /// <remarks>The metadata of the service as an OAuth 2.0 protected resource.</remarks>
    /// <response code="200">The tenant, and what to ask it for.</response>
    /// <response code="404">The service has not been told its own address.</response>
    internal static Results<Ok<ProtectedResourceDescription>, ProblemResult> Handle(
        HttpContext context, IOptions<TokenOptions> tokens, IOptions<CloudOptions> cloud) =>
        Describe(context, "", tokens.Value, cloud.Value);

    /// <summary>OAuth: who issues tokens for assistants</summary>
    /// <remarks>The metadata of the address that assistants call, as an OAuth 2.0 protected resource.</remarks>
    /// <response code="200">The tenant, and what to ask it for.</response>
    /// <response code="404">The service has not been told its own address.</response>
    internal static Results<Ok<ProtectedResourceDescription>, ProblemResult> HandleMcp(
        HttpContext context, IOptions<TokenOptions> tokens, IOptions<CloudOptions> cloud) =>
        Describe(context, Mcp.Path, tokens.Value, cloud.Value);

    private static Results<Ok<ProtectedResourceDescription>, ProblemResult> Describe(
        HttpContext context, string path, TokenOptions tokens, CloudOptions cloud) =>
        PublicAddress.Of(context) is { } address
        ? TypedResults.Ok(
            new ProtectedResourceDescription(
                address + path, "Friending", tokens.IsSet ? [tokens.IssuerIn(cloud)] : null, tokens.IsSet ? [tokens.Scope] : null,
                ["header"]))
        : PublicAddress.Unknown;
}
