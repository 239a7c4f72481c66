using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>Recognises programs by the key in the header <c>x-functions-key</c>.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Key";
    internal const string Header = "x-functions-key";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var sent))
            return Task.FromResult(AuthenticateResult.NoResult());
        var found = keys.Find(sent.ToString());
        return found is null || found.LoopbackOnly && !IsLoopback()
            ? Task.FromResult(AuthenticateResult.Fail("The key is not known."))
            : Task.FromResult(AuthenticateResult.Success(new(found.Holder, SchemeName)));
    }

    private bool IsLoopback() => Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
