using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Friending.Service;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>
/// Reads who calls out of a token whose signature, issuer, audience and lifetime are right. Read strictly: what is there
/// twice, or is of another type than Entra ID writes, is not guessed at. A person is known by the object id, which stays; the user name,
/// which is shown, may change and be given to somebody else.
/// Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
/// </summary>
internal static class TokenClaims
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>The person with the roles that the service knows; null if the token is not a person's.</summary>
    internal static ClaimsIdentity? Read(JsonWebToken token)
    {
        try
        {
            using var header = Decode(token.EncodedHeader);
            using var claims = Decode(token.EncodedPayload);
            // RFC 7515, 4.1.11: what a critical header asks for must be understood, and nothing is.
            return header.RootElement.TryGetProperty("crit", out _) ? null : Read(claims.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static ClaimsIdentity? Read(JsonElement claims)
    {
        // Only a token that a person's sign-in brought about has a scope: one that a program got for
        // itself has none, and an ID token neither.
        if (Text(claims, "scp") is null)
            return null;
        if (StaffIds.Normalize(Text(claims, "preferred_username") ?? Text(claims, "oid")) is not { } staffId)
            return null;
        var identity = new ClaimsIdentity(TokenAuthentication.SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(Caller.StaffIdClaim, staffId));
        if (StaffIds.Normalize(Text(claims, "oid")) is { } objectId)
            identity.AddClaim(new(Caller.ObjectIdClaim, objectId));
        if (claims.TryGetProperty("roles", out var roles))
        {
            if (roles.ValueKind != JsonValueKind.Array)
                return null;
            foreach (var role in roles.EnumerateArray())
            {
                if (role.ValueKind != JsonValueKind.String)
                    return null;
                if (Enum.GetNames<Role>().Contains(role.GetString(), StringComparer.Ordinal))
                    identity.AddClaim(new(ClaimTypes.Role, role.GetString()!));
            }
        }
        return identity;
    }

    /// <summary>A claim that is a text with something in it.</summary>
    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim)
            && claim.ValueKind == JsonValueKind.String && claim.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;

    private static JsonDocument Decode(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part), s_strict);
}
