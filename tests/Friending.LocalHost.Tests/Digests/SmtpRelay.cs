using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>
/// Stands between a host and a mail server and passes on what both say, line by line, save for what a test has it do: refuse a
/// recipient, or keep back the server's word that it has taken a mail.
/// </summary>
internal sealed class SmtpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly int _serverPort;

    public SmtpRelay(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Recipients that are refused, with 550.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Called when the server has taken a mail, before the host is told.</summary>
    public Func<CancellationToken, Task> Taken { get; set; } = _ => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient host)
    {
        using var server = new TcpClient();
        try
        {
            using var _ = host;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            using var fromHost = new StreamReader(host.GetStream(), Encoding.Latin1);
            using var fromServer = new StreamReader(server.GetStream(), Encoding.Latin1);
            await AnswerAsync(fromServer, host);
            while (await fromHost.ReadLineAsync(_stop.Token) is { } line)
            {
                if (Refused.FirstOrDefault(r => line.StartsWith($"RCPT TO:<{r}>", StringComparison.OrdinalIgnoreCase)) is { } refused)
                {
                    await SayAsync(host, $"550 5.1.1 <{refused}>: nobody of that name");
                    continue;
                }
                await SayAsync(server, line);
                if (!(await AnswerAsync(fromServer, host)).StartsWith("354", StringComparison.Ordinal))
                    continue;
                do
                    await SayAsync(server, line = await fromHost.ReadLineAsync(_stop.Token) ?? throw new IOException("The host is gone."));
                while (line != ".");
                var answer = await fromServer.ReadLineAsync(_stop.Token);
                await Taken(_stop.Token);
                await SayAsync(host, answer!);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of the two is gone; so is the connection.
        }
    }

    // Passes an answer on, of one line or several, and returns its last line. One command at a time: no pipelining.
    private async Task<string> AnswerAsync(StreamReader server, TcpClient host)
    {
        while (true)
        {
            var line = await server.ReadLineAsync(_stop.Token) ?? throw new IOException("The server is gone.");
            if (line != "250-PIPELINING")
                await SayAsync(host, line);
            if (line is { Length: 3 } or [_, _, _, ' ', ..])
                return line;
        }
    }

    private async Task SayAsync(TcpClient to, string line) =>
        await to.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), _stop.Token);
}
