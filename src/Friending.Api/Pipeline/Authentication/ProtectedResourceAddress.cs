using Friending.Api.Endpoints.Assistants;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>
/// Tells a caller without a valid token, in the header <c>WWW-Authenticate</c>, where the metadata of the service is and what to ask the
/// tenant for (RFC 9728, section 5.1, and RFC 6750, section 3).
/// </summary>
internal static class ProtectedResourceAddress
{
    /// <summary>Where the metadata is.</summary>
    internal const string Path = "/.well-known/oauth-protected-resource";

    /// <summary>The parameters of the challenge; none where no tenant issues tokens or no address is known.</summary>
    internal static IEnumerable<string> ParametersFor(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IOptions<TokenOptions>>().Value;
        if (!tokens.IsSet || PublicAddress.Of(context) is not { } address)
            return [];
        var path = context.Request.Path == Mcp.Path ? Mcp.Path : "";
        return [$"resource_metadata=\"{address}{Path}{path}\"", $"scope=\"{tokens.Scope}\""];
    }
}
