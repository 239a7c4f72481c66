using Azure.Core;
using Azure.Core.Pipeline;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests.Storage;

public sealed class CallBudgetTests
{
    private readonly HandSetTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_call_to_storage_that_stalls_ends_within_its_budget()
    {
        var start = _time.GetTimestamp();
        // The client cancels an attempt when its time-out is over.
        var attempts = await SendAsync(message =>
        {
            _time.Now += message.NetworkTimeout!.Value;
            throw new TaskCanceledException();
        });

        Assert.Equal(2, attempts);
        Assert.InRange(_time.GetElapsedTime(start), CallBudget.Attempt, CallBudget.Call);
    }

    [Fact]
    public async Task A_call_that_fails_at_once_is_tried_again_as_often_as_set() =>
        Assert.Equal(3, await SendAsync(_ => throw new IOException("refused")));

    [Fact]
    public async Task A_slow_attempt_has_all_the_time_that_the_service_gives_a_query()
    {
        var given = new List<TimeSpan?>();
        await SendAsync(message =>
        {
            given.Add(message.NetworkTimeout);
            throw new IOException("refused");
        });

        Assert.All(given, g => Assert.Equal(CallBudget.Attempt, g));
    }

    private async Task<int> SendAsync(Action<HttpMessage> attempt)
    {
        var transport = new Attempts(attempt);
        var pipeline = HttpPipelineBuilder.Build(new Options { Transport = transport, RetryPolicy = new CallBudget(_time, 2) });
        using var message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri("https://storage.example"));
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.SendAsync(message, TestContext.Current.CancellationToken).AsTask());
        return transport.Count;
    }

    private sealed class Options : ClientOptions;

    private sealed class Attempts(Action<HttpMessage> attempt) : HttpPipelineTransport
    {
        private readonly HttpClientTransport _requests = new();

        public int Count { get; private set; }

        public override Request CreateRequest() => _requests.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Count++;
            attempt(message);
            return default;
        }
    }
}
