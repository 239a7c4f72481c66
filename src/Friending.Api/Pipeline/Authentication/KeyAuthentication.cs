using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>The keys of the settings, hashed and ready to be compared.</summary>
internal sealed class KnownKeys(IOptions<KeysOptions> options, TimeProvider time)
{
    private readonly KnownKey[] _keys =
    [
        .. options.Value.SelectMany(k =>
            k.Value.Hashes.Select(hash => new KnownKey(hash, HolderOf(k.Key, k.Value), k.Value.LoopbackOnly, k.Value.ExpiresAt))),
    ];

    /// <summary>The program that holds the key and may call from that address; null if there is none.</summary>
    internal ClaimsPrincipal? Find(string key, IPAddress? from)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        KnownKey? match = null;
        // Every key is compared, in constant time, so that the time taken tells nothing about which one was close.
        foreach (var known in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, known.Sha256))
                match = known;
        if (match is null || match.LoopbackOnly && (from is null || !IPAddress.IsLoopback(from)))
            return null;
        return match.ExpiresAt is { } expiry && time.GetUtcNow() >= expiry ? null : match.Holder;
    }

    private static ClaimsPrincipal HolderOf(string name, KeyOptions key) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, name), .. key.Roles.Select(role => new Claim(ClaimTypes.Role, role))],
        KeyAuthentication.SchemeName, ClaimTypes.Name, ClaimTypes.Role));

    private sealed record KnownKey(byte[] Sha256, ClaimsPrincipal Holder, bool LoopbackOnly, DateTimeOffset? ExpiresAt);
}

/// <summary>Recognises programs by the key in the header <c>x-functions-key</c>.</summary>
internal sealed class KeyAuthentication(
    KnownKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Key";
    internal const string Header = "x-functions-key";

    /// <summary>Whether a request has a key. A header that is empty is none: Power Platform sends it so where people sign in.</summary>
    internal static bool IsIn(HttpRequest request) => !string.IsNullOrEmpty(request.Headers[Header]);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (!IsIn(Request))
            return AuthenticateResult.NoResult();
        if (Request.Headers.ContainsKey(HeaderNames.Authorization))
            return AuthenticateResult.Fail(new TwoCredentialsException());
        return keys.Find(Request.Headers[Header].ToString(), Context.Connection.RemoteIpAddress) is { } program
            ? AuthenticateResult.Success(new(program, SchemeName))
            : AuthenticateResult.NoResult();
    }
}

/// <summary>A key and a token came together: a caller has one identity (RFC 6750, section 2).</summary>
internal sealed class TwoCredentialsException() : Exception("A key and a token came together.");
