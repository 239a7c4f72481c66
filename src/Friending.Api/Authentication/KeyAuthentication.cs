using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>Recognises programs by the key in the header <c>x-functions-key</c>.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<KeysOptions> keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Key";
    internal const string Header = "x-functions-key";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var sent))
            return Task.FromResult(AuthenticateResult.NoResult());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent.ToString()));
        (string Name, KeyOptions Key)? match = null;
        // Every key is compared, in constant time, so that the time taken tells nothing about which one was close.
        foreach (var (name, key) in keys.Value)
            foreach (var known in key.Hashes)
                if (CryptographicOperations.FixedTimeEquals(hash, known))
                    match = (name, key);
        if (match is not { } found || found.Key.LoopbackOnly && !IsLoopback() || found.Key.IsExpired(TimeProvider.GetUtcNow()))
            return Task.FromResult(AuthenticateResult.Fail("The key is not known."));

        var identity = new ClaimsIdentity(SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, found.Name));
        foreach (var role in found.Key.Roles)
            identity.AddClaim(new(ClaimTypes.Role, role));
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
    }

    private bool IsLoopback() => Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
