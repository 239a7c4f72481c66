using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>Storage that stops and starts again while people and flows go on asking.</summary>
public sealed class StorageOutageTests : IDisposable
{
    private const int Outages = 3;
    private const int Clients = 6;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Callers_get_503_and_when_to_try_again_and_nothing_that_was_acknowledged_is_missing()
    {
        var options = new EmulatorOptions { Mail = false, BlobPort = 0, QueuePort = 0, TablePort = 0, StateFolder = _folder.File("state") };
        var emulators = await RunningEmulators.StartAsync(options, TextWriter.Null, Cancellation);
        (options.BlobPort, options.QueuePort, options.TablePort) = emulators.StoragePorts!.Value;
        await using var host = await LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={emulators.StorageConnectionString}"], TextWriter.Null,
            Cancellation);
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", LocalHost.DevelopmentKey);

        var acknowledged = new ConcurrentDictionary<string, string>();
        var promised = new ConcurrentBag<string>();
        var answers = new ConcurrentQueue<HttpStatusCode>();
        var refusedWithoutTime = 0;
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(AskAsync).ToList();

        for (var outage = 0; outage < Outages; outage++)
        {
            await UntilAnsweredAsync(HttpStatusCode.Created, 20);
            await emulators.DisposeAsync();
            await UntilAnsweredAsync(HttpStatusCode.ServiceUnavailable, 5);
            emulators = await RunningEmulators.StartAsync(options, TextWriter.Null, Cancellation);
        }
        await using var running = emulators;
        await UntilAnsweredAsync(HttpStatusCode.Created, 20);
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Subset(
            new HashSet<HttpStatusCode> { HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted,
                HttpStatusCode.ServiceUnavailable }, answers.ToHashSet());
        Assert.Equal(0, refusedWithoutTime);
        Assert.Contains(HttpStatusCode.Accepted, answers);
        foreach (var (location, body) in acknowledged)
            Assert.Equal(body, await http.GetStringAsync(location, Cancellation));
        foreach (var location in promised)
        {
            // Its message may still wait for the pump, or for the end of a hold that began before an outage.
            var status = HttpStatusCode.Accepted;
            await Eventually.IsSoAsync($"{location} is decided", async () =>
            {
                using var response = await http.GetAsync(location, Cancellation);
                return (status = response.StatusCode) != HttpStatusCode.Accepted;
            });
            Assert.Equal(HttpStatusCode.OK, status);
        }

        async Task AskAsync(int client)
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var key = $"{client}-{n}";
                HttpStatusCode status;
                do
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "api/requests")
                    {
                        Content = new StringContent(Sample.PatientInCare, Encoding.UTF8, "application/json"),
                    };
                    request.Headers.Add("Idempotency-Key", key);
                    if (client == 0)
                        request.Headers.Add("Prefer", "respond-async");
                    using var response = await http.SendAsync(request, Cancellation);
                    answers.Enqueue(status = response.StatusCode);
                    var body = await response.Content.ReadAsStringAsync(Cancellation);
                    if (status is HttpStatusCode.Created or HttpStatusCode.OK)
                        acknowledged[response.Headers.Location!.ToString()] = body;
                    else if (status == HttpStatusCode.Accepted)
                        promised.Add(response.Headers.Location!.ToString());
                    else if (response.Headers.RetryAfter is null)
                        Interlocked.Increment(ref refusedWithoutTime);
                }
                while (status == HttpStatusCode.ServiceUnavailable && !stop.IsCancellationRequested);
            }
        }

        async Task UntilAnsweredAsync(HttpStatusCode status, int times)
        {
            var before = answers.Count(s => s == status);
            await Eventually.IsSoAsync($"{times} answers {status}", () =>
            {
                Assert.DoesNotContain(clients, c => c.IsCompleted);
                return answers.Count(s => s == status) >= before + times;
            });
        }
    }
}

/// <summary>Bodies to send.</summary>
internal static class Sample
{
    internal const string PatientInCare = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;
}
