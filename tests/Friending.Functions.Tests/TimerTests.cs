using System.Net;
using Azure.Data.Tables;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Friending.Testing.Worker;
using Friending.Testing.Worker.Rpc;

namespace Friending.Functions.Tests;

/// <summary>Each timer, triggered in the worker, does its work against storage.</summary>
public sealed class TimerTests(WorkerApp app) : IClassFixture<WorkerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("RelayOutbox", 1)]
    [InlineData("RelayOldOutbox", 60)]
    public async Task A_relay_delivers_what_is_in_the_outbox(string timer, int hoursAgo)
    {
        var queue = app.Storage.Queue(QueueNames.Decisions);
        await queue.ClearMessagesAsync(Cancellation);
        var decision = StoredDecisions.At(Now.AddHours(-hoursAgo));
        await StoreAsync(decision);

        await RunAsync(timer);

        var events = (await queue.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value;
        Assert.Single(events, e => e.Body.ToString().Contains(decision.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_purge_deletes_what_is_past_its_age_and_nothing_else()
    {
        var (old, recent) = (StoredDecisions.At(Now.AddDays(-500)), StoredDecisions.At(Now.AddDays(-300)));
        await StoreAsync(old);
        await StoreAsync(recent);
        // Nothing is purged before the event that tells of it is delivered.
        await RunAsync("RelayOldOutbox");

        await RunAsync("PurgeExpired");

        using var client = app.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/decisions/{old.Id}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/decisions/{recent.Id}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Due_digests_are_sent_and_what_is_next_is_noted()
    {
        await using var withQueue =
            await FunctionsHost.StartAsync([.. PublishedApp.Settings(app.ConnectionString), new("DigestQueue__Enabled", "true")]);
        var digests = app.Storage.Table(TableNames.Digests);
        await RunAsync("SendDueDigests", withQueue);
        // The first run notes where to begin: as if that had been weeks ago.
        var next = Assert.Single(await digests.QueryAsync<TableEntity>(r => r.PartitionKey == "next", cancellationToken: Cancellation)
            .ToListAsync(Cancellation));
        next["Week"] = IsoWeek.Of(Now.AddDays(-14), TimeZoneInfo.Utc).ToString();
        await digests.UpdateEntityAsync(next, Azure.ETag.All, TableUpdateMode.Replace, Cancellation);

        await RunAsync("SendDueDigests", withQueue);

        Assert.NotNull((await app.Storage.Queue(QueueNames.Digests).ReceiveMessageAsync(cancellationToken: Cancellation)).Value);
        Assert.NotEqual(next["Week"],
            (await digests.GetEntityAsync<TableEntity>(next.PartitionKey, next.RowKey, cancellationToken: Cancellation)).Value["Week"]);
    }

    [Fact]
    public async Task What_the_host_poisoned_is_taken_up()
    {
        var poison = app.Storage.Queue(QueueNames.RequestsPoison);
        await poison.ClearMessagesAsync(Cancellation);
        await poison.SendMessageAsync("""{"note":"Call her on 617 555 0142"}""", Cancellation);

        await RunAsync("TakeUpPoison");

        var entry = (await poison.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.Body.ToString();
        Assert.Contains("\"reason\":\"failed\"", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("0142", entry, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SealAudit", ContainerNames.Audit)]
    [InlineData("BackUp", ContainerNames.Backups)]
    public async Task Seals_and_backups_are_in_containers_where_nothing_can_be_changed(string timer, string container)
    {
        await StoreAsync(StoredDecisions.At(Now));
        var before = await BlobsAsync(container);

        await RunAsync(timer);

        Assert.NotEmpty((await BlobsAsync(container)).Except(before));
    }

    private async Task<List<string>> BlobsAsync(string container) => await app.Storage.Container(container)
        .GetBlobsAsync(cancellationToken: Cancellation).Select(b => $"{b.Name} {b.Properties.ContentLength}").ToListAsync(Cancellation);

    // What it measures is seen in TelemetryTests; here, that it reads both of its sources.
    [Fact]
    public Task Measuring_reads_the_poison_queue_and_the_reviews() => RunAsync("Measure");

    private async Task RunAsync(string timer, FunctionsHost? host = null)
    {
        var answer = await (host ?? app.Host).RunTimerAsync(timer);
        Assert.True(answer.Result.Status == StatusResult.Types.Status.Success, answer.Result.Exception?.Message);
    }

    // Nothing in this process relays: the outbox row stays until a timer finds it.
    private async Task StoreAsync(Decision decision) =>
        Assert.NotNull(await new DecisionStore(app.Storage, new()).TryAddAsync(decision, Cancellation));
}
