using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Friending.Api.Pipeline.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Friending.Testing.Worker;

/// <summary>
/// A tenant whose people sign in to a worker: it publishes its metadata and its key by https where Entra ID does
/// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc), with a certificate that the worker is told to trust.
/// </summary>
public sealed class PublishedTenant : IAsyncDisposable
{
    private const string Id = "6f0a3c55-0c0e-4d7a-9d41-3d7f1c6a1c11";
    private const string ClientId = "11111111-2222-3333-4444-555555555555";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _certificateKey = RSA.Create(2048);
    private readonly string _certificateFile = Path.GetTempFileName();
    private readonly SigningCredentials _credentials;
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _server;

    private PublishedTenant()
    {
        _credentials = new(new RsaSecurityKey(_key) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256);
        var request = new CertificateRequest("CN=tenant", _certificateKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_certificateFile, _certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>The settings of an app for this tenant's people, with the file of certificates that OpenSSL reads for it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Authentication__TenantId", Id), new("Authentication__Audience", $"api://{ClientId}"), new("Cloud__Login", $"{Address}/"),
        new("SSL_CERT_FILE", _certificateFile),
    ];

    private string Address => _server.Urls.First();

    private string Issuer => $"{Address}/{Id}/v2.0";

    /// <summary>Starts a tenant.</summary>
    public static async Task<PublishedTenant> StartAsync()
    {
        var tenant = new PublishedTenant();
        await tenant._server.StartAsync();
        return tenant;
    }

    /// <summary>The token of a person who signed in, with the roles that they were given.</summary>
    public string TokenFor(string staffId, params Role[] roles) => TokenFor(_credentials, staffId, roles);

    /// <summary>A token that claims the same and that somebody else signed.</summary>
    public string ForgedTokenFor(string staffId, params Role[] roles)
    {
        using var other = RSA.Create(2048);
        return TokenFor(new(new RsaSecurityKey(other) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256), staffId, roles);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_certificateFile);
        _certificate.Dispose();
        _certificateKey.Dispose();
        _key.Dispose();
    }

    // The claims of an access token of version 2.0: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
    private string TokenFor(SigningCredentials credentials, string staffId, Role[] roles) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            Expires = DateTime.UtcNow.AddHours(1),
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object>
            {
                ["azp"] = ClientId,
                ["oid"] = new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(staffId))[..16]).ToString(),
                ["preferred_username"] = staffId,
                ["roles"] = roles.Select(r => r.ToString()).ToArray(),
                ["scp"] = "user_impersonation",
                ["tid"] = Id,
                ["ver"] = "2.0",
            },
        });

    private Task AnswerAsync(HttpContext context)
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        JsonObject? answer = context.Request.Path.Value switch
        {
            $"/{Id}/v2.0/.well-known/openid-configuration" => new() { ["issuer"] = Issuer, ["jwks_uri"] = $"{Address}/{Id}/keys" },
            $"/{Id}/keys" => new()
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = _credentials.Kid,
                    ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(key.Exponent),
                }),
            },
            _ => null,
        };
        context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return context.Response.WriteAsync(answer?.ToJsonString() ?? "");
    }
}
