using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Friending.Api;
using Friending.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Friending.Infrastructure.Tests;

/// <summary>
/// What the alerts read is what the exporter sends: the items that Azure Monitor stores as AppMetrics, AppRequests and AppExceptions, with
/// the members that become the columns. https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
/// </summary>
public sealed class ExportedTelemetryTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _items = new();
    private readonly WebApplication _ingestion;

    public ExportedTelemetryTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _ingestion = builder.Build();
        _ingestion.MapPost("/v2.1/track", TakeAsync);
    }

    public ValueTask DisposeAsync() => _ingestion.DisposeAsync();

    [Fact]
    public async Task Metrics_calls_and_exceptions_are_sent_with_what_the_alerts_read()
    {
        // The exporter would tell its makers how it fares.
        Environment.SetEnvironmentVariable("APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL", "true");
        var cancellation = TestContext.Current.CancellationToken;
        await _ingestion.StartAsync(cancellation);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Configuration
            .AddInMemoryCollection(
                [new("APPLICATIONINSIGHTS_CONNECTION_STRING",
                    $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={_ingestion.Urls.First()}/")]);
        builder.Services.AddFriendingTelemetry(builder.Configuration);
        using var meter = new Meter(FriendingTelemetry.Name);
        await using (var app = builder.Build())
        {
            app.MapGet("/fails", IResult (ILogger<ExportedTelemetryTests> logger) =>
            {
                logger.Log(LogLevel.Error, default, "It failed", new InvalidOperationException("on purpose"), (text, _) => text);
                return Results.StatusCode(503);
            });
            await app.StartAsync(cancellation);
            meter.CreateGauge<double>("friending.test").Record(7, new("audience", "Cardiology"), new("channel", "mail"));
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri($"{app.Urls.First()}/fails"), cancellation);
            await app.StopAsync(cancellation);
        }

        var metric = Data("MetricData").First(d => d.GetProperty("metrics")[0].GetProperty("name").GetString() == "friending.test");
        Assert.Equal(7, metric.GetProperty("metrics")[0].GetProperty("value").GetDouble());
        Assert.Equal(("Cardiology", "mail"),
            (metric.GetProperty("properties").GetProperty("audience").GetString(),
                metric.GetProperty("properties").GetProperty("channel").GetString()));
        var request = Data("RequestData").First();
        Assert.Equal(("503", false), (request.GetProperty("responseCode").GetString(), request.GetProperty("success").GetBoolean()));
        Assert.True(request.TryGetProperty("duration", out _));
        Assert.Contains(_items, i => i.GetProperty("tags").TryGetProperty("ai.operation.name", out _));
        Assert.Equal("System.InvalidOperationException",
            Data("ExceptionData").First().GetProperty("exceptions")[0].GetProperty("typeName").GetString());
    }

    private IEnumerable<JsonElement> Data(string type) =>
        _items.Select(i => i.GetProperty("data")).Where(d => d.GetProperty("baseType").GetString() == type)
            .Select(d => d.GetProperty("baseData"));

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
            _items.Enqueue(JsonElement.Parse(line));
        return Results.Json(new { itemsReceived = lines.Length, itemsAccepted = lines.Length, errors = Array.Empty<object>() });
    }
}
