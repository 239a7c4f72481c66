using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>A tenant as Entra ID publishes it: metadata and keys on a web server of this machine, and tokens as it writes them.</summary>
public sealed class Tenant : IAsyncDisposable
{
    /// <summary>The tenant's id.</summary>
    public const string Id = "6f0a3c55-0c0e-4d7a-9d41-3d7f1c6a1c11";

    /// <summary>The client id of the service's app registration.</summary>
    public const string ClientId = "11111111-2222-3333-4444-555555555555";

    private readonly ConcurrentDictionary<string, RSA> _published = new();
    private WebApplication? _server;

    /// <summary>How often the keys were asked for.</summary>
    public int KeyReadings => _keyReadings;

    private int _keyReadings;

    /// <summary>Whether metadata and keys can be had.</summary>
    public bool IsDown { get; set; }

    /// <summary>What else was asked for; a service that follows addresses in a token would leave its traces here.</summary>
    public ConcurrentQueue<string> OtherPaths { get; } = new();

    /// <summary>Where the server is.</summary>
    public string Address => _server!.Urls.First();

    /// <summary>Starts a tenant with one key.</summary>
    public static async Task<Tenant> StartAsync(string kid = "key-1")
    {
        var tenant = new Tenant();
        tenant.Publish(kid);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        tenant._server = builder.Build();
        tenant._server.Run(tenant.AnswerAsync);
        await tenant._server.StartAsync();
        return tenant;
    }

    /// <summary>Makes and publishes a key.</summary>
    public RSA Publish(string kid) => _published[kid] = RSA.Create(2048);

    /// <summary>Publishes the key no more.</summary>
    public void Withdraw(string kid) => _published.TryRemove(kid, out _);

    /// <summary>A published key.</summary>
    public RSA Key(string kid = "key-1") => _published[kid];

    /// <summary>The app, on the storage of the others, for people of this tenant.</summary>
    public Task<LocalHost.LocalHost> StartAppAsync(AppFixture app, Action<WebApplicationBuilder>? configure = null,
        TimeSpan? refresh = null, params string[] settings) => LocalHost.LocalHost.StartAsync(
        [
            "--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={app.Host.Emulators.StorageConnectionString}",
            "--Pump=false",
            $"--Authentication:TenantId={Id}", $"--Authentication:Audience=api://{ClientId}", .. settings,
        ],
        TextWriter.Null, TestContext.Current.CancellationToken, builder =>
        {
            // Only where the metadata is: all else is as in Azure.
            builder.Services.PostConfigure<JwtBearerOptions>("Bearer", bearer =>
            {
                bearer.MetadataAddress = $"{Address}/metadata";
                bearer.RequireHttpsMetadata = false;
                bearer.RefreshInterval = refresh ?? bearer.RefreshInterval;
            });
            configure?.Invoke(builder);
        });

    /// <summary>The header of a token.</summary>
    public static JsonObject Header(string kid = "key-1") => new() { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = kid };

    /// <summary>The claims of an access token of version 2.0 for a person.</summary>
    public static JsonObject Claims(string staffId = "ana@example.org", params string[] roles)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new()
        {
            ["aud"] = ClientId,
            ["iss"] = $"https://login.microsoftonline.com/{Id}/v2.0",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["azp"] = ClientId,
            ["name"] = "Ana Duarte",
            ["oid"] = ObjectIdOf(staffId),
            ["preferred_username"] = staffId,
            ["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]),
            ["scp"] = "user_impersonation",
            ["sub"] = "opaque",
            ["tid"] = Id,
            ["ver"] = "2.0",
        };
    }

    /// <summary>The object id that a person has whom nobody renamed.</summary>
    public static string ObjectIdOf(string staffId) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(staffId))[..16]).ToString();

    /// <summary>A token as Entra ID would write it, but for what <paramref name="change"/> does to its claims.</summary>
    public string Token(Action<JsonObject>? change = null, string kid = "key-1")
    {
        var claims = Claims();
        change?.Invoke(claims);
        return Jwt.Signed(Header(kid).ToJsonString(), claims.ToJsonString(), Key(kid));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        foreach (var key in _published.Values)
            key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (IsDown)
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        }
        switch (context.Request.Path.Value)
        {
            case "/metadata":
                return context.Response.WriteAsync(new JsonObject
                {
                    ["issuer"] = $"https://login.microsoftonline.com/{Id}/v2.0",
                    ["jwks_uri"] = $"{Address}/keys",
                    ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                }.ToJsonString());
            case "/keys":
                Interlocked.Increment(ref _keyReadings);
                return context.Response.WriteAsync(new JsonObject
                { ["keys"] = new JsonArray([.. _published.Select(k => (JsonNode)Jwk(k.Key, k.Value))]) }.ToJsonString());
            default:
                OtherPaths.Enqueue(context.Request.Path);
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
        }
    }

    /// <summary>A key as JSON.</summary>
    internal static JsonObject Jwk(string kid, RSA key)
    {
        var numbers = key.ExportParameters(false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Jwt.Encode(numbers.Modulus!),
            ["e"] = Jwt.Encode(numbers.Exponent!)
        };
    }
}

/// <summary>One tenant and one app for its people.</summary>
public sealed class TenantApp(AppFixture app) : IAsyncLifetime
{
    private LocalHost.LocalHost? _host;

    /// <summary>The tenant.</summary>
    public Tenant Tenant { get; private set; } = null!;

    /// <summary>Every line that the app logs, at every level.</summary>
    public LogCapture Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Tenant = await Tenant.StartAsync();
        _host = await Tenant.StartAppAsync(app, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
            // After the host's own filters.
            builder.Services.PostConfigure<LoggerFilterOptions>(o => o.Rules.Clear());
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        await Tenant.DisposeAsync();
        Log.Dispose();
    }

    /// <summary>A client with a value for <c>Authorization</c>.</summary>
    public HttpClient Client(string token, string scheme = "Bearer")
    {
        var client = new HttpClient { BaseAddress = _host!.Address };
        Assert.True(client.DefaultRequestHeaders
            .TryAddWithoutValidation("Authorization", string.Create(CultureInfo.InvariantCulture, $"{scheme} {token}")));
        return client;
    }
}
