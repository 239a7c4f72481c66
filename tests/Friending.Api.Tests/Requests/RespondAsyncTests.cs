using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Submissions with <c>Prefer: respond-async</c>. The app of these tests has no pump, so a test sees what is queued.</summary>
public sealed class RespondAsyncTests : IAsyncLifetime
{
    private static readonly (string, string) s_prefer = ("Prefer", "return=representation, Respond-Async; foo=bar, wait=5");

    private LocalHost.LocalHost? _host;
    private HttpClient? _client;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Pump=false", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:QueuePort=0",
                "--Emulators:TablePort=0", "--Emulators:BlobPort=0",
                .. AppFixture.KeySettings("only-submit", "Submit"),
            ],
            TextWriter.Null, TestContext.Current.CancellationToken);
        _client = ClientOf(LocalHost.LocalHost.DevelopmentKey);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_caller_gets_a_promise_and_at_its_place_the_decision_once_it_is_made()
    {
        using var accepted = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer, ("Accept-Language", "es"));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(["respond-async"], accepted.Headers.GetValues("Preference-Applied"));
        Assert.NotNull(accepted.Headers.RetryAfter);
        var location = accepted.Headers.Location!;
        using var waiting = await Client.GetAsync(location, TestContext.Current.CancellationToken);
        var queued = JsonDocument.Parse(await waiting.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        Assert.NotNull(waiting.Headers.RetryAfter);
        Assert.Equal("queued", queued.GetProperty("status").GetString());
        Assert.EndsWith(queued.GetProperty("id").GetString()!, location.ToString(), StringComparison.Ordinal);

        await PumpAsync();
        var decision = await Client.GetAsync(location, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(queued.GetProperty("id").GetString(), decision.GetProperty("id").GetString());
        Assert.Equal("decline", decision.GetProperty("outcome").GetString());
        Assert.Equal("http", decision.GetProperty("source").GetString());
        Assert.Equal("es", decision.GetProperty("language").GetString());
    }

    [Fact]
    public async Task Under_one_idempotency_key_there_is_one_promise_then_the_decision_itself()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer, key)
            .JsonAsync(HttpStatusCode.Accepted);
        var again = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer, key)
            .JsonAsync(HttpStatusCode.Accepted);
        await Client.PostJsonAsync("/api/requests", SampleRequests.With("""{"friendsSince":"1985","careSince":"2010"}"""), s_prefer, key)
            .JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal(first.GetRawText(), again.GetRawText());

        await PumpAsync();

        var decided = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer, key).JsonAsync(HttpStatusCode.OK);
        var waited = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(first.GetProperty("id").GetString(), decided.GetProperty("id").GetString());
        Assert.Equal(decided.GetRawText(), waited.GetRawText());
        Assert.Empty((await Queue(QueueNames.RequestsPoison).PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task A_caller_who_does_not_wait_any_longer_gets_the_decision_under_the_promised_id_and_the_message_changes_nothing()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var promised = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer, key)
            .JsonAsync(HttpStatusCode.Accepted);
        var decided = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key).JsonAsync(HttpStatusCode.Created);
        await PumpAsync();
        var read = await Client.GetAsync(new Uri($"/api/decisions/{promised.GetProperty("id")}", UriKind.Relative),
            TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(decided.GetRawText(), read.GetRawText());
    }

    [Fact]
    public async Task What_would_be_refused_is_refused_at_once()
    {
        await Client.PostJsonAsync("/api/requests", "{}", s_prefer).JsonAsync(HttpStatusCode.BadRequest);
        await Client.PostJsonAsync("/api/requests", SampleRequests.With("{}"), s_prefer).JsonAsync(HttpStatusCode.UnprocessableEntity);
        await Client.PostJsonAsync("/api/requests", SampleRequests.With("{}", ""","note":"her number is 555-867-5309" """), s_prefer)
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Empty((await Queue(QueueNames.Requests).PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value);
        Assert.Empty(await Storage.Table(TableNames.Decisions)
            .QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_may_not_read_decisions_does_not_learn_of_queued_ones()
    {
        using var accepted = await Client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, s_prefer);
        using var submitter = ClientOf("only-submit");

        await submitter.GetAsync(accepted.Headers.Location, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Forbidden);
    }

    private StorageAccount Storage => (StorageAccount)_host!.Services.GetService(typeof(StorageAccount))!;

    private Azure.Storage.Queues.QueueClient Queue(string name) => Storage.Queue(name);

    // What the pump of a host does, once.
    private async Task PumpAsync()
    {
        var intake = (Service.Intake.RequestIntake)_host!.Services.GetService(typeof(Service.Intake.RequestIntake))!;
        foreach (var message in (await Queue(QueueNames.Requests)
            .ReceiveMessagesAsync(32, cancellationToken: TestContext.Current.CancellationToken)).Value)
        {
            var taken = await intake.TakeAsync(message.MessageId, message.DequeueCount, message.InsertedOn, message.Body,
                TestContext.Current.CancellationToken);
            Assert.Null(taken.Refused);
            await Queue(QueueNames.Requests)
                .DeleteMessageAsync(message.MessageId, message.PopReceipt, TestContext.Current.CancellationToken);
        }
    }

    private HttpClient ClientOf(string key)
    {
        var client = new HttpClient { BaseAddress = _host!.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }
}
