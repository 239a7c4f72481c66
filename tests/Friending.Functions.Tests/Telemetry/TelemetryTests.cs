using System.Diagnostics;
using System.Net;
using Friending.Functions.Tests.Telemetry.Otlp;
using Friending.Service.Storage;
using Friending.Testing;
using Friending.Testing.Worker;

namespace Friending.Functions.Tests.Telemetry;

/// <summary>What the worker exports: one trace for each call, which begins with the host's span, and no record of a
/// framework's for a call that is well.</summary>
public sealed class TelemetryTests(WorkerApp app) : IClassFixture<WorkerApp>, IAsyncLifetime
{
    private const string Request = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    private Collector? _collector;
    private FunctionsHost? _host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_worker_announces_that_the_host_need_not_export_for_it() =>
        Assert.Equal("True", _host!.Capabilities["WorkerOpenTelemetryEnabled"]);

    [Fact]
    public async Task A_request_is_one_span_below_the_hosts_with_the_calls_of_storage_in_its_trace()
    {
        var trace = ActivityTraceId.CreateRandom();
        using var client = new HttpClient { BaseAddress = _host!.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", WorkerApp.Key);
        client.DefaultRequestHeaders.Add("traceparent", Parent(trace));

        var answer = await client.PostJsonAsync("/api/requests", Request).JsonAsync(HttpStatusCode.Created);

        var function = await FunctionSpanAsync(trace, "SubmitRequest");
        Assert.Contains(function.Attributes, a => a.Key == "friending.operation" && a.Value.StringValue == "SubmitRequest");
        Assert.Contains(SpansOf(trace), s => s.Source.Contains("Http", StringComparison.Ordinal));
        Assert.DoesNotContain(_collector!.Spans, s => s.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.NotEmpty(answer.GetProperty("id").GetString()!);
        // What the frameworks tell of a call that is well is in the trace.
        string[] frameworks = ["Microsoft", "Azure", "System"];
        Assert.DoesNotContain(_collector.Logs, l => frameworks.Any(f => l.Category.StartsWith(f, StringComparison.Ordinal)));
        Assert.DoesNotContain(_host.Logs, l => frameworks.Any(f => l.Category.StartsWith(f, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_is_one_trace_with_the_calls_of_storage()
    {
        var trace = ActivityTraceId.CreateRandom();
        await app.Storage.Queue(QueueNames.Requests).SendMessageAsync(Request, Cancellation);
        var listener = new QueueListener(_host!, app.Storage.Queue(QueueNames.Requests), app.Storage.Queue(QueueNames.RequestsPoison),
            "ProcessRequest");

        Assert.True(await listener.TakeOneAsync(Parent(trace)));

        var function = await FunctionSpanAsync(trace, "ProcessRequest");
        var intake = Assert.Single(SpansOf(trace), s => s.Span.Name == "process friending-requests").Span;
        Assert.Equal(function.SpanId, intake.ParentSpanId);
        Assert.Contains(SpansOf(trace), s => s.Span.ParentSpanId == intake.SpanId);
    }

    [Theory]
    [InlineData("RelayOutbox")]
    [InlineData("Measure")]
    public async Task A_timer_is_one_trace_with_the_calls_of_storage(string timer)
    {
        var trace = ActivityTraceId.CreateRandom();

        await _host!.RunTimerAsync(timer, Parent(trace));

        var function = await FunctionSpanAsync(trace, timer);
        Assert.Contains(SpansOf(trace), s => s.Span.ParentSpanId == function.SpanId);
    }

    public async ValueTask InitializeAsync()
    {
        _collector = await Collector.StartAsync(Cancellation);
        _host = await FunctionsHost.StartAsync([.. PublishedApp.Settings(app.ConnectionString), .. _collector.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_collector is not null)
            await _collector.DisposeAsync();
    }

    private static string Parent(ActivityTraceId trace) => $"00-{trace}-{ActivitySpanId.CreateRandom()}-01";

    private IEnumerable<(string Source, Span Span)> SpansOf(ActivityTraceId trace) =>
        _collector!.Spans.Where(s => Convert.ToHexStringLower(s.Span.TraceId.Span) == trace.ToHexString());

    // The function's span ends last, and with it all of its trace has been exported or is on its way.
    private async Task<Span> FunctionSpanAsync(ActivityTraceId trace, string function)
    {
        await Eventually.IsSoAsync($"the span of {function}", () => SpansOf(trace).Any(s => s.Span.Name == $"function {function}"));
        return Assert.Single(SpansOf(trace), s => s.Source == "Microsoft.Azure.Functions.Worker").Span;
    }
}
