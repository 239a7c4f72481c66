using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;
using Friending.Service.Digests.Channels;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>
/// The SMTP server inside MailDev, which itself speaks unencrypted only: with a certificate of its own for 127.0.0.1, and a
/// user <c>friending</c> whose password is <c>right</c>.
/// </summary>
internal sealed class EncryptedMailServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EmulatorProcess? _process;

    private EncryptedMailServer()
    {
    }

    public int Port { get; private set; }

    /// <summary>The certificate, for whom it is to be trusted by.</summary>
    public string CertificateFile => _folder.File("cert.pem");

    public static async Task<EncryptedMailServer> StartAsync(SmtpSecurity security)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = new EncryptedMailServer();
        try
        {
            server.WriteCertificate();
            var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellation);
            await NpmPackages.InstallAsync(node, NpmPackages.SourceFolder, TextWriter.Null, cancellation);
            string[] arguments = [Path.Combine(NpmPackages.SourceFolder, "node_modules"), server._folder.FullName, security.ToString()];
            server._process = await EmulatorProcess.StartAsync(
                node, "The mail server", Path.Combine(AppContext.BaseDirectory, "Digests", "encrypted-mail-server.js"), arguments, null, server.TakesPortAsync, Console.Out, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it was sent, in order.</summary>
    public IReadOnlyList<TakenMail> Mails() => Kept<TakenMail>("mail");

    /// <summary>Who tried to sign in, in order.</summary>
    public IReadOnlyList<SignInAttempt> SignIns() => Kept<SignInAttempt>("sign-in");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private Task<bool> TakesPortAsync(string lines, CancellationToken cancellation)
    {
        var port = Regex.Match(lines, @"listens on (\d+)");
        Port = port.Success ? int.Parse(port.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return Task.FromResult(port.Success);
    }

    private List<T> Kept<T>(string kind) =>
        [.. Directory.GetFiles(_folder.FullName, $"{kind}-*.json").Order(StringComparer.Ordinal).Select(f => JsonSerializer.Deserialize<T>(File.ReadAllText(f), JsonSerializerOptions.Web)!)];

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    internal sealed record TakenMail(string User, bool Encrypted, IReadOnlyList<string> To);

    internal sealed record SignInAttempt(string User, bool Encrypted);
}
