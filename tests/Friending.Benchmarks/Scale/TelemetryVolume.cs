using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Friending.Testing.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Friending.Benchmarks;

/// <summary>What the worker exports by OTLP, as a collector receives it, and how many decisions it takes.</summary>
/// <param name="BytesOfDecision">Traces and logs of one submitted decision, uncompressed.</param>
/// <param name="BytesOfMetrics">One export of metrics; there is one each minute from each instance that runs.</param>
/// <param name="DecisionsPerSecond">How many submissions a second the worker answers, with the emulator beside it.</param>
internal sealed record TelemetryVolume(double BytesOfDecision, double BytesOfMetrics, double DecisionsPerSecond)
{
    private const int Decisions = 200;
    private const int Callers = 8;
    // Longer than the five seconds for which an exporter collects spans.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(6);

    internal static async Task<TelemetryVolume> MeasureAsync()
    {
        var bytes = new ConcurrentDictionary<string, long>();
        var exports = new ConcurrentDictionary<string, int>();
        await using var collector = await StartCollectorAsync((path, length) =>
        {
            bytes.AddOrUpdate(path, length, (_, sum) => sum + length);
            exports.AddOrUpdate(path, 1, (_, count) => count + 1);
        });
        await using var storage = await EmulatedAccount.StartAsync();
        var settings = storage.WorkerSettings;
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First();
        settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        settings["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        await using var host = await FunctionsHost.StartAsync(settings);
        using var client = WorkerCalls.Client(host);
        // Warms up, and is over with what a host tells once.
        await OpenLoad.CapacityAsync(() => WorkerCalls.SubmitAsync(client), Callers, TimeSpan.FromSeconds(3));
        var capacity = await OpenLoad.CapacityAsync(() => WorkerCalls.SubmitAsync(client), Callers, TimeSpan.FromSeconds(3));
        await QuietAsync();
        var before = Told();
        for (var i = 0; i < Decisions; i++)
            await WorkerCalls.SubmitAsync(client);
        await QuietAsync();
        return new(
            (Told() - before) / (double)Decisions,
            bytes.GetValueOrDefault("/v1/metrics") / (double)exports.GetValueOrDefault("/v1/metrics"),
            capacity);

        long Told() => bytes.GetValueOrDefault("/v1/traces") + bytes.GetValueOrDefault("/v1/logs");

        // What was decided is delivered and told of a little later: as long as something comes, there is more.
        async Task QuietAsync()
        {
            for (long last = -1; last != Told();)
            {
                last = Told();
                await Task.Delay(s_quiet);
            }
        }
    }

    private static async Task<WebApplication> StartCollectorAsync(Action<string, long> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            await using var content = context.Request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            using var body = new MemoryStream();
            await content.CopyToAsync(body);
            take(context.Request.Path, body.Length);
        });
        await app.StartAsync();
        return app;
    }
}
