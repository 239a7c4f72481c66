using System.Net;
using Friending.Testing.Worker;

namespace Friending.Functions.Tests.Telemetry;

/// <summary>A token that is none is refused; whoever sends many of them fills no log.</summary>
public sealed class RefusedTokenTests(WorkerApp app) : IClassFixture<WorkerApp>
{
    private static readonly string[] s_junk = ["junk", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", new string('x', 20_000), "a b"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_junk_is_logged_with_an_exception_or_a_stack_trace()
    {
        await using var collector = await Collector.StartAsync(Cancellation);
        await using var host = await FunctionsHost.StartAsync(
        [
            .. PublishedApp.Settings(app.ConnectionString), .. collector.Settings,
            new("Authentication__TenantId", "11111111-1111-1111-1111-111111111111"), new("Authentication__Audience", "api://friending"),
            // Nothing listens there; that its keys are asked for in vain is in the span of that call.
            new("Cloud__Login", "https://127.0.0.1:1/"),
        ]);
        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var token in s_junk)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/requests");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((token, HttpStatusCode.Unauthorized), (token, answer.StatusCode));
        }

        // What is on its way to the collector arrives before the worker has ended.
        Assert.Equal(0, await host.StopWorkerAsync());

        Assert.Contains(collector.Spans, s => s.Span.Name == "function ListMyRequests");
        Assert.DoesNotContain(collector.Logs, l => l.Record.Attributes.Any(a => a.Key.StartsWith("exception.", StringComparison.Ordinal)));
        Assert.DoesNotContain(collector.Spans, s => s.Source != "System.Net.Http" && s.Span.Events.Any(e => e.Name == "exception"));
        Assert.DoesNotContain(host.Logs, l => l.Exception is not null);
        var lines = collector.Logs.Select(l => l.Record.Body.StringValue).Concat(host.Logs.Select(l => l.Message))
            .Concat(host.Worker.Output).Concat(host.Worker.Errors);
        Assert.DoesNotContain(
            lines, l => l.Contains("   at ", StringComparison.Ordinal) || l.Contains("Exception", StringComparison.Ordinal));
    }
}
