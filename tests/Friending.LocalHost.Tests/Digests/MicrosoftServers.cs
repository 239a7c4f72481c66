using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>
/// Stands in for Microsoft's servers that mail needs: App Service's identity endpoint (http), Entra ID's token endpoint and Graph's
/// <c>sendMail</c> (https, with the certificate of the mail server's folder). Tokens are <c>a-token</c>.
/// Sources: https://learn.microsoft.com/azure/app-service/overview-managed-identity (REST endpoint reference),
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
/// https://learn.microsoft.com/graph/api/user-sendmail
/// </summary>
internal sealed class MicrosoftServers : IAsyncDisposable
{
    private const string Token = "a-token";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private MicrosoftServers()
    {
        TestCertificate.Write(CertificateFile, _folder.File("key.pem"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(X509CertificateLoader.LoadPkcs12(
                X509Certificate2.CreateFromPemFile(CertificateFile, _folder.File("key.pem")).Export(X509ContentType.Pfx), null)));
        });
        _app = builder.Build();
        _app.MapGet("/msi/token", ManagedIdentity);
        _app.MapPost("/{tenant}/oauth2/v2.0/token", ClientCredentials);
        _app.MapPost("/v1.0/users/{mailbox}/sendMail", SendMail);
    }

    /// <summary>The certificate, for whom it is to be trusted by.</summary>
    public string CertificateFile => _folder.File("cert.pem");

    /// <summary>Where Entra ID and Graph are.</summary>
    public string Address => _app.Urls.Single(u => u.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>How App Service tells an app where its identity endpoint is.</summary>
    public (string Name, string Value)[] IdentityVariables =>
    [
        ("IDENTITY_ENDPOINT", $"{_app.Urls.Single(u => u.StartsWith("http:", StringComparison.Ordinal))}/msi/token"),
        ("IDENTITY_HEADER", "a-header"),
    ];

    /// <summary>Who asked for a token, and for what.</summary>
    public ConcurrentQueue<(string Client, string Scope)> Tokens { get; } = new();

    /// <summary>The mails that Graph took: from which mailbox, and the message.</summary>
    public ConcurrentQueue<(string Mailbox, MimeMessage Message)> Mails { get; } = new();

    /// <summary>What Graph answers before it takes mails: statuses, each once.</summary>
    public ConcurrentQueue<int> GraphStatuses { get; } = new();

    /// <summary>Whether Graph ends the connection instead of an answer once it has taken a mail.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Calls of Graph.</summary>
    public int GraphCalls { get; private set; }

    public static async Task<MicrosoftServers> StartAsync()
    {
        var servers = new MicrosoftServers();
        await servers._app.StartAsync();
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private IResult ManagedIdentity(HttpRequest request)
    {
        if (request.Headers["X-IDENTITY-HEADER"] != "a-header")
            return Results.StatusCode(401);
        Tokens.Enqueue((request.Query["client_id"].ToString(), request.Query["resource"].ToString()));
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Results.Json(
            new
            {
                access_token = Token,
                expires_on = expires,
                resource = request.Query["resource"].ToString(),
                token_type =
            "Bearer",
                client_id = ""
            });
    }

    private async Task<IResult> ClientCredentials(HttpRequest request, string tenant)
    {
        var form = await request.ReadFormAsync();
        Tokens.Enqueue(($"{tenant}/{form["client_id"]}", form["scope"].ToString()));
        return form["client_secret"] == "right"
            ? Results.Json(new { access_token = Token, expires_in = 3600, token_type = "Bearer" })
            : Results.Json(
                new { error = "invalid_client", error_description = "AADSTS7000215: Invalid client secret provided." }, statusCode: 401);
    }

    private async Task<IResult> SendMail(HttpRequest request, string mailbox)
    {
        GraphCalls++;
        if (request.Headers.Authorization != $"Bearer {Token}" || request.ContentType != "text/plain")
            return Results.StatusCode(400);
        if (GraphStatuses.TryDequeue(out var status))
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Results.Json(
                new { error = new { code = "ErrorAccessDenied", message = $"{mailbox} may not be used." } }, statusCode: status);
        }
        using var body = new StreamReader(request.Body);
        using var mime = new MemoryStream(Convert.FromBase64String(await body.ReadToEndAsync()));
        Mails.Enqueue((mailbox, await MimeMessage.LoadAsync(mime)));
        if (LosesAnswers)
            request.HttpContext.Abort();
        return Results.StatusCode(202);
    }
}
