using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>
/// A note that is refused is stored, logged, traced and echoed nowhere, whichever way it comes in and whatever else is wrong with
/// what it came in. Each test plants notes and then searches everything that the run has written.
/// </summary>
public sealed class RefusedNotesTests : IAsyncLifetime
{
    // In every planted note, with a number of its own behind it.
    private const string Word = "marigold";
    private const string Number = "555-867-";

    // A note that may be kept: what finds this would find the others.
    private const string Ordinary = "hollyhock";

    private readonly TemporaryFolder _folder = new();
    private readonly LogCapture _log = new();
    private readonly List<string> _answers = [];
    private TelemetryCollector? _collector;
    private LocalHost? _host;
    private HttpClient? _http;
    private int _planted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageAccount Storage => _host!.Services.GetRequiredService<StorageAccount>();

    public async ValueTask InitializeAsync()
    {
        _collector = await TelemetryCollector.StartAsync(Cancellation);
        _host = await LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", "--Emulators:QueuePort=0", "--Emulators:TablePort=0", "--Emulators:BlobPort=0",
                $"--Emulators:StateFolder={_folder.File("state")}", .. _collector.Settings],
            TextWriter.Null, Cancellation, b =>
                b.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFilter<LogCapture>(null, LogLevel.Trace).AddProvider(_log));
        _http = new() { BaseAddress = _host.Address };
        _http.DefaultRequestHeaders.Add("x-functions-key", LocalHost.DevelopmentKey);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_collector is not null)
            await _collector.DisposeAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_note_that_came_in_over_HTTP_is_nowhere()
    {
        var pending = JsonDocument.Parse(await SendAsync("/api/requests", Body(Ordinary, ",\"otherUnusual\":true"), 201)).RootElement
            .GetProperty("id").GetString();
        foreach (var path in new[] { "/api/requests", "/api/evaluate" })
        {
            foreach (var (body, status) in Requests())
                await SendAsync(path, body, status);
            await SendAsync(path, Body(Note()), 415, ("Content-Type", "text/plain"));
            await SendAsync(path, Body(Note()), 415, ("Content-Encoding", "identity, gzip"));
            await SendAsync(path, Body(Note()) + new string(' ', 70_000), 413);
            await SendAsync(path + "?note=1", Body(Note()), 400);
        }
        await SendAsync("/api/requests", Body(Note()), 422, ("Prefer", "respond-async"));
        await SendAsync("/api/requests", Body(Note()), 422, ("Idempotency-Key", "k"));
        foreach (var operation in new[] { "evaluation", "evaluations", "search/subject", "search/resource", "search/action" })
        {
            await SendAsync($"/access/v1/{operation}", Access(Note()), 400);
            await SendAsync($"/access/v1/{operation}", Access(Note())[..^4], 400);
            await SendAsync(
                $"/access/v1/{operation}", Access(Note()).Replace("\"note\":", "\"note\":1,\"note\":", StringComparison.Ordinal), 400);
        }
        await SendAsync("/access/v1/evaluations",
            $$"""{"evaluations":[{{Access(Note())}},{{Access(Note()).Replace("\"note\"", "\"\\ud800\"", StringComparison.Ordinal)}}]}""",
            400);
        await SendAsync("/access/v1/evaluations", $$"""{"evaluations":[{{Access(Note())}}]}""", 200);
        await SendAsync($"/api/decisions/{pending}/review", Review(Note()), 422);
        await SendAsync($"/api/decisions/{pending}/review", Review(Note()).Replace("permit", "maybe", StringComparison.Ordinal), 422);
        await SendAsync($"/api/decisions/{pending}/review", Review(Note())[..^3], 400);
        await SendAsync($"/api/decisions/{pending}/review", Review(Note() + new string('x', 1001)), 400);
        await SendAsync($"/api/decisions/{pending}/withdraw", Review(Note()), 200);

        await SearchAsync("api/requests");
    }

    [Fact]
    public async Task A_note_that_came_in_with_a_message_is_nowhere_also_not_on_the_poison_queue()
    {
        // As hosts hand messages over, so that the sender's own copy is not on the disk that is searched.
        var intake = _host!.Services.GetRequiredService<RequestIntake>();
        await intake.TakeAsync("kept", 1, null, new(Body(Ordinary)), Cancellation);
        foreach (var body in Messages())
        {
            var taken = await intake.TakeAsync(Guid.NewGuid().ToString(), 1, DateTimeOffset.UtcNow, new(body), Cancellation);
            Assert.True(taken.Refused is not null, $"Decided: {body}");
        }
        var given = await intake.TakeAsync("failed", QueueSettings.MaxDequeueCount + 1, null, new(Body(Note())), Cancellation);
        Assert.Equal(PoisonReason.Failed, given.Refused);
        await intake.TakeAsync("traced", 1, null,
            new($$"""{{Body(Ordinary)[..^1]}},"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","""
                + $$""" "tracestate":"a={{Note()}}"}"""), Cancellation);

        await SearchAsync("process friending-requests");
    }

    [Fact]
    public async Task A_note_that_the_pump_fetched_is_on_no_queue_and_in_no_table_log_or_trace()
    {
        var requests = Storage.Queue(QueueNames.Requests);
        await requests.SendMessageAsync(Body(Ordinary), Cancellation);
        foreach (var body in Messages())
            await requests.SendMessageAsync(body, Cancellation);
        await Eventually.IsSoAsync(
            "all are dealt with", async () => (await requests.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0);

        // The emulator's files still hold the messages as they were sent, though they are deleted.
        await SearchAsync("process friending-requests", filesToo: false);
    }

    // Requests with a note, each with what is answered.
    private IEnumerable<(string Body, int Status)> Requests()
    {
        yield return (Body(Note()), 422);
        yield return (Body(string.Concat(Note().Select(c => $"\\u{(int)c:x4}"))), 422);
        yield return (Body(Note()).Replace("accept", "sideways", StringComparison.Ordinal), 400);
        yield return (Body(Note() + new string('x', 500)), 400);
        foreach (var body in Mangled())
            yield return (body, 400);
    }

    // Messages with a note; none can be taken.
    private IEnumerable<string> Messages()
    {
        yield return Body(Note());
        yield return Base64(Body(Note()));
        yield return Body(Note() + new string('x', 500));
        yield return Body(Ordinary).Replace("accept", Note(), StringComparison.Ordinal);
        yield return Body(Ordinary).Replace("\"current\"", $"\"current\",\"reference\":\"{Note()}\"", StringComparison.Ordinal);
        yield return Body(Ordinary, $",\"careSince\":\"{Note()}\"");
        yield return $"{Body(Ordinary)[..^1]},\"callback\":\"{Note()}\"}}";
        yield return $"{Body(Ordinary)[..^1]},\"decisionId\":\"{Note()}\"}}";
        foreach (var body in Mangled())
        {
            yield return body;
            yield return Base64(body);
        }
        yield return $"\"{Note()}\"";
        yield return $"[{{\"note\":\"{Note()}\"}}]";
        yield return Note();
        yield return Base64(Note());
        yield return Base64(Note()).TrimEnd('=');
        yield return Convert.ToBase64String(Encoding.Latin1.GetBytes("ñ " + Note()));
        yield return Convert.ToBase64String(Encoding.Unicode.GetBytes(Body(Note())));
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(Body(Note())));
        yield return "x" + Base64(Body(Note()));
    }

    // A request that holds a note and cannot be read.
    private IEnumerable<string> Mangled()
    {
        yield return Body(Note())[..^1];
        yield return Body(Note())[..^3];
        yield return Body(Note()) + "}";
        yield return Body(Note()).Replace("\"note\":", "\"note\" ", StringComparison.Ordinal);
        yield return Body(Note()).Replace("\"note\":", "note:", StringComparison.Ordinal);
        yield return Body(Note()).Replace("\"note\":", "'note':", StringComparison.Ordinal).Replace('"', '\'');
        yield return Body(Note()).Replace("\"note\":", "\"remark\":", StringComparison.Ordinal)[..^1];
        yield return Body(Note()).Replace("\"note\":", "\"Note\":", StringComparison.Ordinal);
        yield return Body(Note()).Replace("\"note\":", "\"note\":1,\"note\":", StringComparison.Ordinal);
        yield return Body(Note()).Replace("\"note\":", "\"\\ud800\":1,\"note\":", StringComparison.Ordinal);
        yield return Body(Note() + "\\ud800");
        yield return Body(Note() + "\t");
        yield return Body($"{Note()}\\q");
        yield return Body(Ordinary, $",\"{Note()}\":1");
        yield return Body(Ordinary, $",\"x\":{{\"{Note()}\":1,\"{Note()}\":2}}");
        yield return Body(Ordinary, $",\"x\":[[\"{Note()}\"]]");
        yield return Body(Ordinary).Replace($"\"{Ordinary}\"", $"{{\"text\":\"{Note()}\"}}", StringComparison.Ordinal);
        yield return Body(Ordinary).Replace($"\"{Ordinary}\"", $"[\"{Note()}\"]", StringComparison.Ordinal);
        yield return Body(Ordinary).Replace(
            $"\"{Ordinary}\"", new string('[', 100) + $"\"{Note()}\"" + new string(']', 100), StringComparison.Ordinal);
        yield return Body(Ordinary)[..^1] + ",\"note\":\"" + Note();
        yield return Body(Ordinary)[..^1] + ",\"note\":\"" + string.Concat(Note().Select(c => $"\\u{(int)c:x4}"));
    }

    private string Note() => string.Create(CultureInfo.InvariantCulture, $"The {Word} lady, {Number}{1000 + _planted++}");

    private static string Body(string note, string circumstance = "") => $$"""
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},"circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false{{circumstance}} },"note":"{{note}}"}
        """;

    private static string Access(string note) => $$"""
        {"subject":{"type":"staff","id":"rn-1042"},"action":{"name":"friend.accept"},"resource":{"type":"patient","id":"c41f"},"context":{"note":"{{note}}"} }
        """;

    private static string Review(string reason) => $$"""{"resolution":"permit","reason":"{{reason}}"}""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<string> SendAsync(string path, string body, int expected, params (string Name, string Value)[] headers)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith("Content-", StringComparison.Ordinal))
                request.Headers.Add(name, value);
            else if (request.Content.Headers.Remove(name) || true)
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await _http!.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(expected == (int)response.StatusCode, $"{path}: expected {expected}, got {(int)response.StatusCode}: {answer}\n{body}");
        _answers.Add($"{path}: {response.Headers} {response.Content.Headers} {answer}");
        return answer;
    }

    /// <summary>Searches tables, queues, logs, traces, metrics, answers and, once all has stopped, the emulator's files.</summary>
    /// <param name="span">A span that must have been told, so that there is something to search.</param>
    /// <param name="filesToo">Whether the files are to be searched.</param>
    private async Task SearchAsync(string span, bool filesToo = true)
    {
        foreach (var (path, text) in new[] { ("/v1/traces", span), ("/v1/metrics", "friending.decisions"), ("/v1/logs", "Friending") })
            await Eventually.IsSoAsync(
                $"{text} at {path}", () =>
                _collector!.Told.Any(t => t.Path == path && Latin1(t.Body).Contains(text, StringComparison.Ordinal)));
        var places = new List<(string Place, string Text)>();
        foreach (var name in TableNames.All)
            await foreach (var row in Storage.Table(name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
                places.AddRange(row.Select(c => ($"table {name}", c.Value is byte[] bytes ? Latin1(bytes) : $"{c.Key} {c.Value}")));
        foreach (var name in QueueNames.All)
            foreach (var message in (await Storage.Queue(name).PeekMessagesAsync(32, Cancellation)).Value)
                places.Add(($"queue {name}", message.Body.ToString()));
        // Peeking shows the first of them only.
        var poison = Storage.Queue(QueueNames.RequestsPoison);
        while ((await poison.ReceiveMessagesAsync(32, TimeSpan.FromHours(1), Cancellation)).Value is { Length: > 0 } messages)
            places.AddRange(messages.Select(m => ("poison queue", m.Body.ToString())));
        Assert.Contains(places, p => p.Place == $"table {TableNames.Decisions}" && p.Text.Contains(Ordinary, StringComparison.Ordinal));

        await _host!.DisposeAsync();
        _host = null;
        var files = Directory.GetFiles(_folder.File("state"), "*", SearchOption.AllDirectories)
            .Select(f => ($"file {Path.GetFileName(f)}", Latin1(File.ReadAllBytes(f)))).ToList();
        Assert.Contains(files, f => f.Item2.Contains(Ordinary, StringComparison.Ordinal));
        if (filesToo)
            places.AddRange(files);
        places.AddRange(_log.Lines.Select(l => ("log", l)));
        places.AddRange(_collector!.Told.Select(t => (t.Path, Latin1(t.Body))));
        places.AddRange(_answers.Select(a => ("answer", a)));

        Assert.NotEmpty(_log.Lines);
        Assert.True(_planted > 10);
        foreach (var (place, text) in places)
            foreach (var part in Parts())
                Assert.False(text.Contains(part, StringComparison.OrdinalIgnoreCase), $"{place} holds a refused note: {text}");
    }

    // What gives a note away: its word or its number, plain, as UTF-16, as hex digits, or in Base64 at any of its three offsets.
    private static IEnumerable<string> Parts()
    {
        foreach (var text in new[] { Word, Number })
        {
            yield return text;
            yield return Latin1(Encoding.Unicode.GetBytes(text));
            yield return Convert.ToHexString(Encoding.UTF8.GetBytes(text));
            for (var offset = 0; offset < 3; offset++)
            {
                var whole = Base64(new string(' ', offset) + text);
                // Only the characters that nothing but the text decides.
                yield return whole[(offset == 0 ? 0 : offset + 1)..((offset + text.Length) * 8 / 6)];
            }
        }
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
