using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>
/// Bytes that are nearly HTTP over a real socket to the app under Kestrel. What Kestrel cannot take for a request it refuses
/// itself, with a bare status, and closes the connection; what reaches the app is answered as everywhere.
/// </summary>
[Collection(nameof(FuzzApp))]
public sealed class RawSocketTests(AppFixture app, FuzzApp fuzz, ITestOutputHelper output)
{
    // What a server may say of bytes that are no request that it takes.
    private static readonly int[] s_refusedByServer = [400, 404, 405, 408, 411, 413, 414, 415, 417, 421, 431, 501, 505];

    private static readonly string[] s_lines =
    [
        "Content-Length: 0", "Content-Length: 5", "Content-Length: 999999999999", "Content-Length: -1", "Content-Length: +5",
        "Content-Length: 5, 5", "Content-Length: 0x5", "Content-Length:",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:\tchunked",
        "Host: a", "Host: localhost, b", "Host: [::1", "Host: xn--", "Host: a/b", "Host:", ": empty", "NoColon", " Folded: yes", "X: a\0b",
        "X: \u0001", "X\0: a", "X: \u00ff", "Connection: close, upgrade", "Connection: x-functions-key",
        "Upgrade: websocket", "Upgrade: h2c", "Expect: 100-continue", "Expect: 200-ok", "Content-Encoding: gzip",
        "Content-Encoding: identity", "Content-Type: application/json", "Content-Type: application/json; charset=utf-7",
        "X-Request-ID: \u00e9\u00e9", "Range: bytes=0-", "TE: trailers", "Trailer: X", "Cookie: a=b; a=c", "Accept: text/csv",
        "If-Match: \"1", "Max-Forwards: 0", "X-HTTP-Method-Override: DELETE",
    ];

    private static readonly string[] s_starts =
    [
        "GET {0} HTTP/1.1", "GET {0} HTTP/1.0", "GET {0} HTTP/0.9", "GET {0} HTTP/2.0", "GET {0} HTTP/1.1 x", "GET {0}",
        "GET  {0} HTTP/1.1", "get {0} HTTP/1.1", "GET {0} http/1.1", "{0} GET HTTP/1.1", "PRI * HTTP/2.0",
        "OPTIONS * HTTP/1.1", "CONNECT localhost:443 HTTP/1.1", "TRACE {0} HTTP/1.1", "GET http://evil.example{0} HTTP/1.1",
        "GET //evil.example{0} HTTP/1.1", "GET {0}#x HTTP/1.1", "GET {0}\t HTTP/1.1", "\u0016\u0003\u0001\u0002\0", "",
        "POST {0} HTTP/1.1", "POST {0} HTTP/1.1", "POST {0} HTTP/1.1", "POST {0} HTTP/1.1", "HEAD {0} HTTP/1.1", "PUT {0} HTTP/1.1",
    ];

    private static readonly string[] s_targets =
    [
        "/api/requests", "/api/evaluate", "/api/evaluate?ask=all", "/access/v1/evaluation", "/api/policy", "/api/reviews?limit=1",
        "/api/decisions?cursor=%00", "/api/decisions/%2e%2e/policy", "/api/decisions/..%2fpolicy",
        "/api/decisions/%00", "/api/decisions/%C0%AF", "/api/decisions/%ED%A0%80", "/api/decisions/a%2Fb", "/api//requests",
        "/API/Requests/", "/api/requests/.", "/api/../api/policy", "/%61pi/policy", "/api/policy%20", "/api\\policy",
        "/api/decisions/0199f000-0000-7000-8000-000000000000/", "/health/live", "/openapi.json", "/.well-known/authzen-configuration", "/%",
        "/%zz", "*", "http://", "/?%", "/api/guidelines/%F0%9F%98%80",
    ];

    private static readonly string[] s_chunks =
    [
        "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "5;ext=1\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "-1\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n",
        "zz\r\n", "5\r\nhelloX", "2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n", "2\r\n{}\r\n0\r\n\r\nGET /api/policy HTTP/1.1\r\n\r\n", "",
    ];

    private readonly ConcurrentDictionary<int, int> _answers = new();

    [Fact]
    public async Task Whatever_bytes_come_in_nothing_is_answered_with_a_5xx_and_the_app_goes_on()
    {
        await FuzzRun.AllAsync(output, FuzzRun.Cases * 3 / 100, async dice =>
        {
            var sent = Bytes(dice);
            var (answer, closed) = await ExchangeAsync(sent);
            // Who greets in HTTP/2 is answered in its frames.
            if (sent.AsSpan().StartsWith("PRI "u8) && closed)
                return null;
            return Wrong(answer, closed) is { } wrong
                ? $"{wrong}\n{FuzzRequest.Printable(Encoding.Latin1.GetString(answer))}\n\n"
                    + $"{FuzzRequest.Printable(Encoding.Latin1.GetString(sent))}" : null;
        });
        output.WriteLine(
            string.Join(", ", _answers.OrderBy(a => a.Key).Select(a => $"{(a.Key == 0 ? "no answer" : a.Key)} {a.Value} times")));
        using var client = app.Client();
        await client.GetAsync(new Uri("/api/policy", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(System.Net.HttpStatusCode.OK);
    }

    private byte[] Bytes(Dice dice)
    {
        if (dice.Percent(50))
            return Request(dice);
        // A good request of any operation that lost its way.
        var good = fuzz.Good.For(dice.Pick(AllOperations.List), dice);
        RequestMutation.Apply(good, dice);
        var text = new StringBuilder($"{good.Method} {good.Path}{good.Query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        foreach (var (name, value) in good.Headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (dice.Percent(90))
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {good.Body?.Length ?? 0}\r\n");
        byte[] bytes = [.. Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), .. good.Body ?? []];
        for (var changes = dice.Below(3); changes > 0; changes--)
            bytes[dice.Below(Math.Min(bytes.Length, 400))] = (byte)dice.Below(256);
        return dice.Percent(20) ? bytes[..dice.Below(bytes.Length)] : bytes;
    }

    private static byte[] Request(Dice dice)
    {
        var end = dice.Percent(90) ? "\r\n" : dice.Pick(["\n", "\r", "\r\n\r\n", "\n\r"]);
        var text = new StringBuilder().Append(string.Format(CultureInfo.InvariantCulture, dice.Pick(s_starts), dice.Pick(s_targets)))
            .Append(end);
        if (dice.Percent(85))
            text.Append("Host: localhost").Append(end);
        text.Append("Connection: close").Append(end).Append("x-functions-key: local-dev").Append(end);
        for (var lines = dice.Below(5); lines > 0; lines--)
            text.Append(dice.Pick(s_lines)).Append(end);
        if (dice.Percent(5))
            text.Append("X: ").Append('a', dice.Pick([8_000, 33_000, 70_000])).Append(end);
        if (dice.Percent(5))
            for (var many = 0; many < 120; many++)
                text.Append("X-").Append(many).Append(": 1").Append(end);
        if (dice.Percent(95))
            text.Append(end);
        text.Append(dice.Percent(50)
            ? dice.Pick(s_chunks) : dice.Pick(["{}", "hello", "{\"note\":\"" + FuzzRequest.IdentifyingNote + "\"}", ""]));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    // Sends all and says that there is no more; then reads until the server closes.
    private async Task<(byte[] Answer, bool Closed)> ExchangeAsync(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", app.Address.Port);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await stream.WriteAsync(bytes, patience.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
            return (answer.ToArray(), true);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Broken off by the server while it was still being written to.
            return (answer.ToArray(), true);
        }
        catch (OperationCanceledException)
        {
            return (answer.ToArray(), false);
        }
    }

    private string? Wrong(byte[] answer, bool closed)
    {
        if (!closed)
            return "The connection stays open.";
        var text = Encoding.UTF8.GetString(answer);
        if (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        if (text.Length == 0)
        {
            _answers.AddOrUpdate(0, 1, (_, n) => n + 1);
            return null;
        }
        if (text.Length < 12 || !int.TryParse(text.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return "The answer is no HTTP.";
        _answers.AddOrUpdate(status, 1, (_, n) => n + 1);
        if (status >= 500 && !s_refusedByServer.Contains(status))
            return $"The answer is {status}.";
        if (status < 400)
            return null;
        if (FuzzRequest.HasCanary(text))
            return "The error shows a note.";
        var (head, body) = text.Split("\r\n\r\n", 2) is [var h, var b] ? (h, b) : (text, "");
        if (head.Contains("application/problem+json", StringComparison.Ordinal))
            return null;
        // Whoever asks for HTML at a wrong address gets a page; OperationFuzzTests checks that nobody else does.
        if (status == 404 && body.Contains("<h1>There is no such page</h1>", StringComparison.Ordinal))
            return null;
        return s_refusedByServer.Contains(status) && body.Length == 0 ? null : "The error is no problem of ours.";
    }
}
