using System.Globalization;
using Friending.LocalHost.Emulators;
using Friending.Service.Mail;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>Digests to a mail server that wants encryption and a password, as real ones do.</summary>
public sealed class EncryptedMailTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_wednesday = new(2026, 11, 18, 12, 0, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 7, 1, 0, TimeSpan.FromHours(-6));

    private Azurite? _azurite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancellation);
        await using var host = new DigestHost(_azurite.ConnectionString, 1, s_wednesday);
        await host.CreateTablesAsync(Cancellation);
        await host.SendDueAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.Tls)]
    public async Task They_go_out_encrypted_once_the_host_has_signed_in(SmtpSecurity security)
    {
        await using var server = await EncryptedMailServer.StartAsync(security);

        await SendFromTrustingHostAsync(server, security, "right");

        Assert.Equal(
            ["cardiology@clinic.example", "lead@clinic.example", "team@clinic.example"], server.Mails().SelectMany(m => m.To)
            .Order(StringComparer.Ordinal));
        Assert.All(server.Mails(), m => Assert.Equal(("friending", true), (m.User, m.Encrypted)));
        Assert.All(server.SignIns(), s => Assert.True(s.Encrypted));
    }

    [Fact]
    public async Task Refused_password_is_told_of_and_is_in_no_log()
    {
        await using var server = await EncryptedMailServer.StartAsync(SmtpSecurity.StartTls);

        var log = await SendFromTrustingHostAsync(server, SmtpSecurity.StartTls, "mistaken-password");

        Assert.Empty(server.Mails());
        Assert.NotEmpty(server.SignIns());
        Assert.Contains("the mail server refused user and password", log, StringComparison.Ordinal);
        Assert.DoesNotContain("mistaken-password", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.Tls)]
    public async Task Server_whose_certificate_is_not_trusted_gets_neither_mail_nor_password(SmtpSecurity security)
    {
        await using var server = await EncryptedMailServer.StartAsync(security);
        await using var host = new DigestHost(_azurite!.ConnectionString, server.Port, s_monday, Settings(security, "right"));

        await host.SendDueAsync(Cancellation);

        Assert.Empty(server.Mails());
        Assert.Empty(server.SignIns());
        Assert.Contains(host.Log.Lines, l => l.Contains("its certificate is not trusted", StringComparison.Ordinal));
    }

    // A process of its own, since what it trusts is settled at its start. Returns its log.
    private async Task<string> SendFromTrustingHostAsync(EncryptedMailServer server, SmtpSecurity security, string password)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does SSL_CERT_FILE say whom a process trusts.");
        using var host = OtherProcess.Start(
            [
                DigestHost.Process, _azurite!.ConnectionString, server.Port.ToString(CultureInfo.InvariantCulture), s_monday.ToString("O"),
                .. Settings(security, password).Select(s => $"{s.Name}={s.Value}"),
            ],
            ("SSL_CERT_FILE", server.CertificateFile));
        var (exitCode, log, _) = await host.EndWithOutputAsync("the host that sends a digest");
        Assert.Equal(0, exitCode);
        return log;
    }

    private static (string Name, string Value)[] Settings(SmtpSecurity security, string password) =>
        [("Smtp:Security", security.ToString()), ("Smtp:User", "friending"), ("Smtp:Password", password)];
}
