using System.Security.Claims;
using System.Text.Encodings.Web;
using Friending.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The app with a stand-in for sign-in, on the storage of <see cref="AppFixture"/>: a token is a staff id and roles in plain text.</summary>
public sealed class SignedInPeople(AppFixture app) : IAsyncLifetime
{
    private LocalHost.LocalHost? _host;

    /// <summary>The app.</summary>
    public LocalHost.LocalHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.LocalHost.StartAsync(
        ["--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={app.Host.Emulators.StorageConnectionString}"],
        TextWriter.Null, TestContext.Current.CancellationToken,
        builder => new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, PlainToken>("Bearer", null));

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    /// <summary>A client of a person with roles.</summary>
    public HttpClient Client(string staffId, params Role[] roles)
    {
        var client = new HttpClient { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", $"{staffId}:{string.Join(',', roles)}");
        return client;
    }

    private sealed class PlainToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var token = Request.Headers.Authorization.ToString()["Bearer ".Length..].Split(':');
            var identity = new ClaimsIdentity("Bearer");
            identity.AddClaim(new("friending/staff-id", token[0]));
            foreach (var role in token[1].Split(',', StringSplitOptions.RemoveEmptyEntries))
                identity.AddClaim(new(identity.RoleClaimType, role));
            return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), "Bearer")));
        }
    }
}
