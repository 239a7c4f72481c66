using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>What the service tells of itself: the collector of these tests is a web server, as OpenTelemetry's is.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Note = "We plaited willow baskets together.";
    private const string StaffId = "staff-marker-zq";

    private readonly ConcurrentQueue<(string Path, byte[] Body)> _collected = new();
    private readonly ConcurrentQueue<(string? TraceParent, string Body)> _calledBack = new();
    private readonly LogCapture _log = new();
    private WebApplication? _collector;
    private LocalHost? _host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _collector = builder.Build();
        _collector.Run(CollectAsync);
        await _collector.StartAsync(Cancellation);
        _host = await LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0",
                "--Emulators:BlobPort=0",
                $"--OTEL_EXPORTER_OTLP_ENDPOINT={_collector.Urls.First()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "--OTEL_METRIC_EXPORT_INTERVAL=300", "--OTEL_BSP_SCHEDULE_DELAY=200", "--OTEL_BLRP_SCHEDULE_DELAY=200",
            ],
            TextWriter.Null, Cancellation, b =>
                b.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter<LogCapture>(null, LogLevel.Trace).AddProvider(_log));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_collector is not null)
            await _collector.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("Prefer", "respond-async")]
    [InlineData("X-Request-ID", "1")]
    public async Task One_trace_goes_from_the_call_over_queue_and_storage_to_the_event(string header, string value)
    {
        // The caller's own span, which its client sends along.
        using var calling =
            new Activity("calling") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = calling.TraceId.ToString();
        using var http = new HttpClient { BaseAddress = _host!.Address };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "api/requests")
        { Content = JsonContent.Create(JsonSerializer.Deserialize<JsonElement>(Body())) };
        request.Headers.Add("x-functions-key", LocalHost.DevelopmentKey);
        request.Headers.Add(header, value);
        using var response = await http.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode);

        var published = await EventAsync();
        Assert.StartsWith($"00-{trace}-", published.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        await SpansAsync(trace, "publish friending-decisions", "$batch");
        if (header == "Prefer")
            await SpansAsync(trace, "process friending-requests");
    }

    [Fact]
    public async Task One_trace_goes_from_the_sender_of_a_message_to_its_callback()
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        var body = Body($$"""
            ,"callback":"{{_collector!.Urls.First()}}/hook","traceparent":"00-{{trace}}-00f067aa0ba902b7-01"
            """);
        await Queue(QueueNames.Requests).SendMessageAsync(body, Cancellation);

        await Eventually.IsSoAsync("the callback is called", () => !_calledBack.IsEmpty);
        Assert.True(_calledBack.TryDequeue(out var call));
        Assert.StartsWith($"00-{trace}-", call.TraceParent, StringComparison.Ordinal);
        Assert.StartsWith(
            $"00-{trace}-", JsonDocument.Parse(call.Body).RootElement.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        await SpansAsync(trace, "process friending-requests", "publish friending-decisions");
    }

    [Fact]
    public async Task Metrics_and_logs_reach_the_collector_and_nothing_told_holds_a_note_or_a_staff_id()
    {
        using var http = new HttpClient { BaseAddress = _host!.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", LocalHost.DevelopmentKey);
        async Task<HttpResponseMessage> PostAsync(string body) =>
            await http.PostAsync("api/requests", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
        using var decided = await PostAsync(Body());
        using var invalid = await PostAsync(Body(",\"colour\":1"));
        using var refused = await PostAsync(Body().Replace(Note, Note + " Call 555-867-5309", StringComparison.Ordinal));
        await Queue(QueueNames.Requests).SendMessageAsync(Body(), Cancellation);
        await Queue(QueueNames.Requests).SendMessageAsync(Body()[..^30], Cancellation);
        await Queue(QueueNames.Requests).SendMessageAsync(Body(",\"colour\":1"), Cancellation);
        // A failure of ours while a request is at hand.
        await _host.Services.GetRequiredService<StorageAccount>().Table(TableNames.RequestKeys).DeleteAsync(Cancellation);
        using var failing = new HttpRequestMessage(
            HttpMethod.Post, "api/requests")
        { Content = new StringContent(Body(), Encoding.UTF8, "application/json") };
        failing.Headers.Add("Idempotency-Key", "k");
        using var failed = await http.SendAsync(failing, Cancellation);

        Assert.Equal([201, 400, 422, 500], new[] { decided, invalid, refused, failed }.Select(r => (int)r.StatusCode));
        foreach (var (
            path, text) in new[] { ("/v1/metrics", "friending.decisions"), ("/v1/metrics", "friending.poison.messages"),
            ("/v1/logs", "SubmitRequest failed") })
            await Eventually.IsSoAsync($"{text} at {path}", () => Told(path, text));
        await Eventually.IsSoAsync(
            "the failure is logged", () => _log.Lines.Any(l => l.Contains("SubmitRequest failed", StringComparison.Ordinal)));
        foreach (var secret in new[] { "willow", StaffId, "867-5309" })
        {
            Assert.DoesNotContain(_log.Lines, l => l.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(_collected, c => Encoding.Latin1.GetString(c.Body).Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string Body(string more = "") => $$"""
        {"staff":{"id":"{{StaffId}}","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false},"note":"{{Note}}"{{more}}}
        """;

    private QueueClient Queue(string name) => _host!.Services.GetRequiredService<StorageAccount>().Queue(name);

    private async Task<JsonElement> EventAsync()
    {
        JsonElement? found = null;
        await Eventually.IsSoAsync("the event is published", async () =>
        {
            if ((await Queue(QueueNames.Decisions).ReceiveMessageAsync(cancellationToken: Cancellation)).Value is { } message)
                found = JsonDocument.Parse(message.Body).RootElement;
            return found is not null;
        });
        return found!.Value;
    }

    // A span is looked for in the bytes of its trace's export: its id is 16 bytes, its name and addresses are text.
    private Task SpansAsync(string trace, params string[] texts)
    {
        var id = Encoding.Latin1.GetString(Convert.FromHexString(trace));
        return Eventually.IsSoAsync($"spans with {string.Join(", ", texts)}", () =>
        {
            var exports = _collected.Where(c => c.Path == "/v1/traces").Select(c => Encoding.Latin1.GetString(c.Body))
                .Where(b => b.Contains(id, StringComparison.Ordinal));
            var all = string.Concat(exports);
            return texts.All(t => all.Contains(t, StringComparison.Ordinal));
        });
    }

    private bool Told(string path, string text) =>
        _collected.Any(c => c.Path == path && Encoding.Latin1.GetString(c.Body).Contains(text, StringComparison.Ordinal));

    private async Task CollectAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await using var content = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await content.CopyToAsync(body);
        if (context.Request.Path == "/hook")
            _calledBack.Enqueue((context.Request.Headers.TraceParent, Encoding.UTF8.GetString(body.ToArray())));
        else
            _collected.Enqueue((context.Request.Path.ToString(), body.ToArray()));
    }
}
