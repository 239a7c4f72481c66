using System.Security.Cryptography;
using Friending.Api.Pipeline.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Friending.LocalHost.SignIn;

/// <summary>
/// Issues people's tokens on a developer's machine, as Entra ID does elsewhere. The key is made at the start and never leaves
/// the process, so nobody else takes these tokens, not even the same host started again.
/// </summary>
public sealed class LocalIssuer : IDisposable
{
    private const string Issuer = "https://friending.localhost/";
    private const string Audience = "api://friending.localhost";

    private readonly RSA _key = RSA.Create(2048);
    private readonly SigningCredentials _credentials;

    internal LocalIssuer() =>
        _credentials = new(new RsaSecurityKey(_key) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);

    /// <summary>How long a token is good for.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(15);

    /// <summary>A token that says that this person signed in.</summary>
    public string TokenFor(string staffId, params IEnumerable<Role> roles) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Expires = DateTime.UtcNow + Lifetime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                ["preferred_username"] = staffId,
                ["scp"] = "user_impersonation",
                ["roles"] = roles.Select(r => r.ToString()).ToArray(),
            },
        });

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Has the issuer's tokens taken, and no other's.</summary>
    internal void Use(JwtBearerOptions options)
    {
        options.TokenValidationParameters.ValidIssuer = Issuer;
        options.TokenValidationParameters.ValidAudience = Audience;
        options.TokenValidationParameters.IssuerSigningKey = _credentials.Key;
    }
}
