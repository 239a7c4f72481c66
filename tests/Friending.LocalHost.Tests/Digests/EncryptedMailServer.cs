using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;
using Friending.Service.Mail;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>
/// The SMTP server inside MailDev, which itself speaks unencrypted only: with a certificate of its own for 127.0.0.1, and a
/// user <c>friending</c> whose password is <c>right</c> and whose token is <c>a-token</c>.
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

    /// <summary>Starts it, with another server's certificate and key if their files are given.</summary>
    public static async Task<EncryptedMailServer> StartAsync(SmtpSecurity security, string? certificateFile = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = new EncryptedMailServer();
        try
        {
            if (certificateFile is null)
            {
                TestCertificate.Write(server.CertificateFile, server._folder.File("key.pem"));
            }
            else
            {
                File.Copy(certificateFile, server.CertificateFile);
                File.Copy(Path.Combine(Path.GetDirectoryName(certificateFile)!, "key.pem"), server._folder.File("key.pem"));
            }
            var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellation);
            await NpmPackages.InstallAsync(node, NpmPackages.SourceFolder, TextWriter.Null, cancellation);
            string[] arguments = [Path.Combine(NpmPackages.SourceFolder, "node_modules"), server._folder.FullName, security.ToString()];
            server._process = await EmulatorProcess.StartAsync(
                node, "The mail server", Path.Combine(AppContext.BaseDirectory, "Digests", "encrypted-mail-server.js"), arguments, null,
                server.TakesPortAsync, Console.Out, cancellation);
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
        [.. Directory.GetFiles(_folder.FullName, $"{kind}-*.json").Order(StringComparer.Ordinal)
            .Select(f => JsonSerializer.Deserialize<T>(File.ReadAllText(f), JsonSerializerOptions.Web)!)];

    internal sealed record TakenMail(string User, bool Encrypted, IReadOnlyList<string> To);

    internal sealed record SignInAttempt(string User, bool Encrypted, string Method);
}
