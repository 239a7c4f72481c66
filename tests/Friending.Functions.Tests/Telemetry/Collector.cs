using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Friending.Functions.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Friending.Functions.Tests.Telemetry;

/// <summary>Takes what the worker exports by OTLP, as a collector does.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    /// <summary>The spans so far, each with the name of its source.</summary>
    public ConcurrentQueue<(string Source, Span Span)> Spans { get; } = new();

    /// <summary>The log records so far, each with its category.</summary>
    public ConcurrentQueue<(string Category, LogRecord Record)> Logs { get; } = new();

    /// <summary>Settings with which a worker exports everything soon.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.First()), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "300"), new("OTEL_BSP_SCHEDULE_DELAY", "200"), new("OTEL_BLRP_SCHEDULE_DELAY", "200"),
    ];

    /// <summary>Starts taking.</summary>
    public static async Task<Collector> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(cancellation);
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await using var content = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        await content.CopyToAsync(body);
        if (context.Request.Path == "/v1/traces")
        {
            foreach (var scope in ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray()).ResourceSpans.SelectMany(r => r.ScopeSpans))
            {
                foreach (var span in scope.Spans)
                    Spans.Enqueue((scope.Scope.Name, span));
            }
        }
        else if (context.Request.Path == "/v1/logs")
        {
            foreach (var scope in ExportLogsServiceRequest.Parser.ParseFrom(body.ToArray()).ResourceLogs.SelectMany(r => r.ScopeLogs))
            {
                foreach (var record in scope.LogRecords)
                    Logs.Enqueue((scope.Scope.Name, record));
            }
        }
    }
}
