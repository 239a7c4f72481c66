using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Friending.LocalHost.Emulators;

/// <summary>MailDev: an SMTP server on loopback that delivers nothing, and a web page that shows the mail it took.</summary>
public sealed class MailDev : IAsyncDisposable
{
    private readonly EmulatorProcess _process;
    private readonly DirectoryInfo? _temporaryFolder;

    private MailDev(EmulatorProcess process, DirectoryInfo? temporaryFolder, int smtpPort, int pagePort)
    {
        _process = process;
        _temporaryFolder = temporaryFolder;
        SmtpPort = smtpPort;
        PageUrl = PageUrlOf(pagePort);
    }

    /// <summary>The port on which it takes mail by SMTP, without encryption or a password.</summary>
    public int SmtpPort { get; }

    /// <summary>The web page with the mail. Its API is below: <c>GET email</c> lists the mail as JSON.</summary>
    public Uri PageUrl { get; }

    /// <summary>The process id.</summary>
    internal int ProcessId => _process.Id;

    /// <summary>Starts a MailDev that keeps nothing, on free ports, for tests. It is installed first if it is missing.</summary>
    /// <exception cref="EmulatorException">It cannot run here; the message says what to do.</exception>
    public static async Task<MailDev> StartInMemoryAsync(CancellationToken cancellationToken = default)
    {
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        await NpmPackages.InstallAsync(node, NpmPackages.SourceFolder, Console.Out, cancellationToken);
        return await StartAsync(node, new() { InMemory = true, SmtpPort = 0, MailPagePort = 0 }, null, Console.Out, cancellationToken);
    }

    /// <summary>Starts MailDev.</summary>
    /// <exception cref="EmulatorException">It did not start.</exception>
    internal static async Task<MailDev> StartAsync(
        NodeRuntime node, EmulatorOptions options, StateFolder? state, TextWriter console, CancellationToken cancellationToken)
    {
        // MailDev does not tell which free port it was given, so one is found beforehand; another process may be quicker to take it.
        for (var attempt = 1; ; attempt++)
        {
            var smtpPort = options.SmtpPort is 0 ? PortCheck.FindFree() : options.SmtpPort;
            var pagePort = options.MailPagePort is 0 ? PortCheck.FindFree() : options.MailPagePort;
            try
            {
                return await StartOnAsync(node, smtpPort, pagePort, state, console, cancellationToken);
            }
            catch (EmulatorException exception) when (
                attempt < 5 && (options.SmtpPort is 0 || options.MailPagePort is 0)
                    && exception.Message.Contains("EADDRINUSE", StringComparison.Ordinal))
            {
                // The next attempt asks for other ports.
            }
        }
    }

    /// <summary>Ends MailDev.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_temporaryFolder?.Exists == true)
            _temporaryFolder.Delete(recursive: true);
    }

    private static async Task<MailDev> StartOnAsync(
        NodeRuntime node, int smtpPort, int pagePort, StateFolder? state, TextWriter console, CancellationToken cancellationToken)
    {
        // MailDev always writes mail to files; those of one that keeps nothing go with it.
        var temporaryFolder = state is null ? Directory.CreateTempSubdirectory("friending-mail-") : null;
        try
        {
            var folder = state?.Mail ?? temporaryFolder!.FullName;
            Directory.CreateDirectory(folder);
            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var process = await EmulatorProcess.StartAsync(
                node,
                "MailDev",
                Path.Combine("maildev", "bin", "maildev"),
                [
                    "--ip", "127.0.0.1",
                    "--smtp", smtpPort.ToString(CultureInfo.InvariantCulture),
                    "--web", pagePort.ToString(CultureInfo.InvariantCulture),
                    "--mail-directory", folder,
                ],
                state,
                async (_, cancellation) => await GreetsAsync(smtpPort, cancellation) && await AnswersAsync(http, pagePort, cancellation),
                console,
                cancellationToken);
            return new(process, temporaryFolder, smtpPort, pagePort);
        }
        catch
        {
            temporaryFolder?.Delete(recursive: true);
            throw;
        }
    }

    private static Uri PageUrlOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    private static async Task<bool> GreetsAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            using var reader = new StreamReader(client.GetStream());
            // RFC 5321, section 4.3.1: a server that is ready greets with 220.
            return (await reader.ReadLineAsync(cancellationToken))?.StartsWith("220", StringComparison.Ordinal) == true;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(PageUrlOf(port), "healthz"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
