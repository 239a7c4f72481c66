using System.Globalization;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>Digests where a password is not taken any more: by SMTP with a token, and by Microsoft Graph.</summary>
public sealed class TokenMailTests : IAsyncLifetime
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private static readonly DateTimeOffset s_wednesday = new(2026, 11, 18, 12, 0, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 7, 1, 0, TimeSpan.FromHours(-6));
    private static readonly string[] s_all = ["cardiology@clinic.example", "lead@clinic.example", "team@clinic.example"];

    private Azurite? _azurite;
    private MicrosoftServers? _microsoft;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does SSL_CERT_FILE say whom a process trusts.");
        _azurite = await Azurite.StartInMemoryAsync(Cancellation);
        _microsoft = await MicrosoftServers.StartAsync();
        await using var host = new DigestHost(_azurite.ConnectionString, 1, s_wednesday);
        await host.CreateTablesAsync(Cancellation);
        await host.SendDueAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_microsoft is not null)
            await _microsoft.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task The_managed_identity_signs_in_to_the_mail_server_with_a_token_for_exchange()
    {
        await using var server = await EncryptedMailServer.StartAsync(Service.Mail.SmtpSecurity.StartTls, _microsoft!.CertificateFile);

        await SendAsync(
            server.Port, ("Smtp:Security", "StartTls"), ("Smtp:SignIn", "OAuth"), ("Smtp:User", "friending"),
            ("Mail:ClientId", "an-identity"));

        Assert.Equal(s_all, server.Mails().SelectMany(m => m.To).Order(StringComparer.Ordinal));
        Assert.All(server.SignIns(), s => Assert.Equal(("friending", true, "XOAUTH2"), (s.User, s.Encrypted, s.Method)));
        Assert.All(_microsoft.Tokens, t => Assert.Equal(("an-identity", "https://outlook.office365.com"), t));
    }

    [Fact]
    public async Task A_token_that_the_mail_server_refuses_is_told_of()
    {
        await using var server = await EncryptedMailServer.StartAsync(Service.Mail.SmtpSecurity.StartTls, _microsoft!.CertificateFile);

        var log = await SendAsync(server.Port, ("Smtp:Security", "StartTls"), ("Smtp:SignIn", "OAuth"), ("Smtp:User", "somebody-else"));

        Assert.Empty(server.Mails());
        Assert.Contains("the mail server refused the token", log, StringComparison.Ordinal);
        Assert.DoesNotContain("a-token", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_takes_the_same_mail_from_the_mailbox_of_the_sender()
    {
        await SendAsync(1, ("Mail:Transport", "Graph"));

        Assert.All(_microsoft!.Tokens, t => Assert.Equal(("", _microsoft.Address), t));
        Assert.All(_microsoft.Mails, m => Assert.Equal("friending@clinic.example", m.Mailbox));
        Assert.Equal(s_all, _microsoft.Mails.SelectMany(m => m.Message.To.Mailboxes).Select(m => m.Address).Order(StringComparer.Ordinal));
        Assert.All(_microsoft.Mails, m =>
            Assert.Equal("<mailto:friending@clinic.example?subject=unsubscribe>", m.Message.Headers["List-Unsubscribe"]));
        Assert.All(_microsoft.Mails, m => Assert.Contains(
            "asked about friend requests in this week.", m.Message.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_registration_with_its_secret_gets_the_token_from_the_cloud_of_the_settings()
    {
        await SendAsync(
            1, ("Mail:Transport", "Graph"), ("Mail:TenantId", Tenant), ("Mail:ClientId", "an-app"), ("Mail:ClientSecret", "right"));

        Assert.All(_microsoft!.Tokens, t => Assert.Equal(($"{Tenant}/an-app", $"{_microsoft.Address}/.default"), t));
        Assert.Equal(2, _microsoft.Mails.Count);
    }

    [Fact]
    public async Task A_secret_that_entra_id_refuses_is_told_of_and_is_in_no_log()
    {
        var log = await SendAsync(
            1, ("Mail:Transport", "Graph"), ("Mail:TenantId", Tenant), ("Mail:ClientId", "an-app"),
            ("Mail:ClientSecret", "mistaken-secret"));

        Assert.Empty(_microsoft!.Mails);
        Assert.Contains("Entra ID gave no token to send mail with", log, StringComparison.Ordinal);
        Assert.DoesNotContain("mistaken-secret", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_that_throttles_is_called_again_and_takes_each_mail_once()
    {
        _microsoft!.GraphStatuses.Enqueue(429);
        _microsoft.GraphStatuses.Enqueue(503);

        await SendAsync(1, ("Mail:Transport", "Graph"));

        Assert.Equal(2, _microsoft.Mails.Count);
        Assert.Equal(4, _microsoft.GraphCalls);
    }

    // Whether a mail went out before a 500 nobody knows; the next run of the timer sends it with the same Message-ID.
    [Theory]
    [InlineData(403, "Microsoft Graph answered 403 (ErrorAccessDenied)")]
    [InlineData(500, "Microsoft Graph answered 500 (ErrorAccessDenied)")]
    public async Task Graph_that_refuses_is_told_of_without_an_address_and_not_called_again(int status, string why)
    {
        _microsoft!.GraphStatuses.Enqueue(status);
        _microsoft.GraphStatuses.Enqueue(status);

        var log = await SendAsync(1, ("Mail:Transport", "Graph"));

        Assert.Empty(_microsoft.Mails);
        Assert.Equal(2, _microsoft.GraphCalls);
        Assert.Contains(why, log, StringComparison.Ordinal);
        Assert.DoesNotContain("may not be used", log, StringComparison.Ordinal);
    }

    // A process of its own, since what it trusts and which identity it has are settled at its start. Returns its log.
    private async Task<string> SendAsync(int smtpPort, params (string Name, string Value)[] settings)
    {
        using var host = OtherProcess.Start(
            [
                DigestHost.Process, _azurite!.ConnectionString, smtpPort.ToString(CultureInfo.InvariantCulture), s_monday.ToString("O"),
                $"Cloud:Login={_microsoft!.Address}", $"Cloud:Graph={_microsoft.Address}", .. settings.Select(s => $"{s.Name}={s.Value}"),
            ],
            [("SSL_CERT_FILE", _microsoft.CertificateFile), .. _microsoft.IdentityVariables]);
        var (exitCode, log, _) = await host.EndWithOutputAsync("the host that sends a digest");
        Assert.Equal(0, exitCode);
        return log;
    }
}
