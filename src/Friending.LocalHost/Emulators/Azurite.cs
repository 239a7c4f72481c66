using System.Globalization;
using System.Text.RegularExpressions;

namespace Friending.LocalHost.Emulators;

/// <summary>
/// Azurite, the Azure Storage emulator: its blob, queue and table services on loopback, in one process.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    // The account that every Azurite has, published so that everyone can use it:
    // https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly EmulatorProcess _process;

    private Azurite(EmulatorProcess process, int blobPort, int queuePort, int tablePort)
    {
        _process = process;
        BlobPort = blobPort;
        QueuePort = queuePort;
        TablePort = tablePort;
    }

    /// <summary>The port of the blob service.</summary>
    public int BlobPort { get; }

    /// <summary>The port of the queue service.</summary>
    public int QueuePort { get; }

    /// <summary>The port of the table service.</summary>
    public int TablePort { get; }

    /// <summary>The connection string for all three services.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={Endpoint(BlobPort)};QueueEndpoint={Endpoint(QueuePort)};TableEndpoint={Endpoint(TablePort)};";

    /// <summary>The process id.</summary>
    internal int ProcessId => _process.Id;

    /// <summary>
    /// Starts an Azurite that keeps nothing, on free ports, for tests. It is installed first if it is missing. Any number may run at once.
    /// </summary>
    /// <exception cref="EmulatorException">It cannot run here; the message says what to do.</exception>
    public static async Task<Azurite> StartInMemoryAsync(CancellationToken cancellationToken = default)
    {
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        await NpmPackages.InstallAsync(node, NpmPackages.SourceFolder, Console.Out, cancellationToken);
        return await StartAsync(
            node, new() { InMemory = true, BlobPort = 0, QueuePort = 0, TablePort = 0 }, null, Console.Out, cancellationToken);
    }

    /// <summary>Starts Azurite.</summary>
    /// <exception cref="EmulatorException">It did not start.</exception>
    internal static async Task<Azurite> StartAsync(
        NodeRuntime node, EmulatorOptions options, StateFolder? state, TextWriter console, CancellationToken cancellationToken)
    {
        // Azurite takes a free port itself when given 0 and says which: no other process can come in between.
        List<string> arguments =
        [
            "--blobHost", "127.0.0.1", "--blobPort", options.BlobPort.ToString(CultureInfo.InvariantCulture),
            "--queueHost", "127.0.0.1", "--queuePort", options.QueuePort.ToString(CultureInfo.InvariantCulture),
            "--tableHost", "127.0.0.1", "--tablePort", options.TablePort.ToString(CultureInfo.InvariantCulture),
            "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        arguments.AddRange(state is null ? ["--inMemoryPersistence"] : ["--location", state.Azurite]);
        if (options.DebugLog && state is not null)
            arguments.AddRange(["--debug", state.AzuriteLog]);

        int blobPort = 0, queuePort = 0, tablePort = 0;
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var process = await EmulatorProcess.StartAsync(
            node,
            "Azurite",
            Path.Combine("azurite", "dist", "src", "azurite.js"),
            arguments,
            state,
            async (output, cancellation) => ListeningPort(output, "Blob", out blobPort)
                && ListeningPort(output, "Queue", out queuePort) && ListeningPort(output, "Table", out tablePort)
                && await AnswersAsync(http, blobPort, "Azurite-Blob", cancellation)
                && await AnswersAsync(http, queuePort, "Azurite-Queue", cancellation)
                && await AnswersAsync(http, tablePort, "Azurite-Table", cancellation),
            console,
            cancellationToken);
        return new(process, blobPort, queuePort, tablePort);
    }

    /// <summary>Has Azurite save what it holds and end.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Endpoint(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{AccountName}");

    private static bool ListeningPort(string output, string service, out int port)
    {
        var line = ListeningLine().Matches(output).FirstOrDefault(match => match.Groups["service"].Value == service);
        port = line is null ? 0 : int.Parse(line.Groups["port"].Value, CultureInfo.InvariantCulture);
        return line is not null;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, int port, string server, CancellationToken cancellationToken)
    {
        try
        {
            // Without a signature the answer is a refusal, and it says who refuses.
            using var response = await http.GetAsync(new Uri(Endpoint(port)), cancellationToken);
            return response.Headers.Server.ToString().StartsWith(server, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex ListeningLine();
}
