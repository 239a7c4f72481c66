using System.Text;
using System.Text.Json;
using Azure;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Friending.Testing;
using Friending.Testing.Worker;

namespace Friending.Functions.Tests;

/// <summary>Messages of the queue, delivered to the worker as the host delivers them.</summary>
public sealed class QueueTests(WorkerApp app) : IClassFixture<WorkerApp>
{
    private const string Request = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false},"idempotencyKey":"KEY"}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_plain_or_in_Base64_becomes_a_decision(bool inBase64)
    {
        var text = Request.Replace("KEY", Guid.NewGuid().ToString(), StringComparison.Ordinal);
        await SendAsync(inBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text);
        var before = await DecisionsAsync();

        Assert.True(await app.Requests().TakeOneAsync());

        Assert.Equal(before + 1, await DecisionsAsync());
        Assert.False(await app.Requests().TakeOneAsync(), "The message came again.");
    }

    [Fact]
    public async Task A_malformed_message_goes_to_the_poison_queue_with_its_reason_at_once()
    {
        await SendAsync("{ \"staff\": ");

        Assert.True(await app.Requests().TakeOneAsync());

        var entry = JsonElement.Parse((await PoisonAsync()).Body);
        Assert.Equal(PoisonReason.Unreadable, entry.GetProperty("reason").GetString());
        Assert.False(await app.Requests().TakeOneAsync(), "The message came again.");
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_of_messages_leaves_nothing_lost_and_nothing_twice()
    {
        const int Count = 30;
        var before = await DecisionsAsync();
        for (var i = 0; i < Count; i++)
            await SendAsync(Request.Replace("KEY", $"killed-{i}", StringComparison.Ordinal));

        // What was delivered to a killed worker is visible again once the host's hold on it has lapsed; the test does not wait for that.
        await using (var first = await FunctionsHost.StartAsync(PublishedApp.Settings(app.ConnectionString)))
        {
            var queue = app.Storage.Queue(QueueNames.Requests);
            var messages = (await queue.ReceiveMessagesAsync(16, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)).Value;
            var deliveries = messages.Select(m => first.DeliverAsync(
                "ProcessRequest", new { m.MessageId, m.PopReceipt, MessageText = m.Body.ToString(), m.DequeueCount, m.InsertedOn }))
                    .ToList();
            await Task.WhenAny(deliveries);
            await first.Worker.KillAsync();
            await Assert.ThrowsAnyAsync<WorkerGoneException>(() => Task.WhenAll(deliveries));
        }
        await Eventually.IsSoAsync("the queue is empty", async () =>
            !await app.Requests().TakeOneAsync()
                && (await app.Storage.Queue(QueueNames.Requests).GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);

        Assert.Equal(before + Count, await DecisionsAsync());
    }

    private Task SendAsync(string text) => app.Storage.Queue(QueueNames.Requests).SendMessageAsync(text);

    private async Task<Azure.Storage.Queues.Models.QueueMessage> PoisonAsync()
    {
        Response<Azure.Storage.Queues.Models.QueueMessage>? message = null;
        await Eventually.IsSoAsync("a message on the poison queue", async () =>
            (message = await app.Storage.Queue(QueueNames.RequestsPoison).ReceiveMessageAsync()).Value is not null);
        return message!.Value;
    }

    private async Task<int> DecisionsAsync()
    {
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("Accept", "application/x-ndjson");
        var lines = await client.GetStringAsync("/api/decisions?staff=rn-1042", TestContext.Current.CancellationToken);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
