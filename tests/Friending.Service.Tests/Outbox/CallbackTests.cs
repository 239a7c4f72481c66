using System.Text.Json;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>What happens to a decision is sent to the request's callback.</summary>
public sealed class CallbackTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_callback_gets_the_event_that_the_queue_gets_and_its_address_is_shown_nowhere()
    {
        await using var receiver = await Receiver.StartAsync(202);
        await service.DrainAsync(QueueNames.Decisions);
        var id = await DecideAsync(receiver);

        await service.Relay.RelayAsync(id, Cancellation);

        var (path, mediaType, _, body) = Assert.Single(receiver.Calls);
        Assert.Equal(("/hook", "application/cloudevents+json; charset=utf-8"), (path, mediaType));
        Assert.Equal(Assert.Single(await service.EventsAsync()).GetRawText(), body);
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
        Assert.Empty(await service.OutboxAsync(id));
    }

    [Fact]
    public async Task The_callback_hears_of_what_happens_to_the_decision_later()
    {
        await using var receiver = await Receiver.StartAsync(200);
        var id = await DecideAsync(receiver);
        await service.Relay.RelayAsync(id, Cancellation);
        var decision = (await service.Decisions.FindAsync(id, Cancellation))!.Decision with { Status = DecisionStatus.Withdrawn };
        await service.Storage.Table(TableNames.Decisions)
            .AddEntityAsync(OutboxRow.RowFor(id, DecisionEvents.Withdrawn, JsonSerializer.Serialize(decision, ServiceJson.Web.Decision),
                revision: 2), Cancellation);

        await service.Relay.RelayAsync(id, Cancellation);

        Assert.Equal([$"{id}/1/made", $"{id}/2/withdrawn"],
            receiver.Calls.Select(c => JsonDocument.Parse(c.Body).RootElement.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task A_callback_that_fails_is_tried_again_later_and_later_and_the_event_is_published_once()
    {
        await using var receiver = await Receiver.StartAsync(500, 302, 429, 200);
        await service.DrainAsync(QueueNames.Decisions);
        var id = await DecideAsync(receiver);

        await service.Relay.RelayAsync(id, Cancellation);
        await service.Relay.RelayAsync(id, Cancellation);
        Assert.Single(receiver.Calls);

        // After one minute, two, four.
        foreach (var (minutes, calls) in new[] { (1.1, 2), (1.1, 2), (1.0, 3), (2.1, 3), (2.1, 4) })
        {
            service.Time.Advance(TimeSpan.FromMinutes(minutes));
            await service.Relay.SweepRecentAsync(Cancellation);
            Assert.Equal(calls, receiver.Calls.Count);
        }
        Assert.All(receiver.Calls, c => Assert.Equal("/hook", c.Path));
        Assert.Single(receiver.Calls.Select(c => c.Body).Distinct());
        Assert.Empty(await service.OutboxAsync(id));
        Assert.Single(await service.EventsAsync());
    }

    [Fact]
    public async Task A_callback_that_asks_to_be_left_alone_for_a_while_is_not_called_before()
    {
        await using var receiver = await Receiver.StartAsync(429, 200);
        receiver.RetryAfter = "600";
        var id = await DecideAsync(receiver);
        await service.Relay.RelayAsync(id, Cancellation);

        foreach (var (minutes, calls) in new[] { (9.5, 1), (0.6, 2) })
        {
            service.Time.Advance(TimeSpan.FromMinutes(minutes));
            await service.Relay.SweepRecentAsync(Cancellation);
            Assert.Equal(calls, receiver.Calls.Count);
        }
        Assert.Empty(await service.OutboxAsync(id));
    }

    [Fact]
    public async Task A_callback_that_fails_for_a_day_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync(503);
        var id = await DecideAsync(receiver);
        await service.Relay.RelayAsync(id, Cancellation);

        for (var hours = 0; hours < 23; hours++)
        {
            service.Time.Advance(TimeSpan.FromHours(1));
            await service.Relay.SweepRecentAsync(Cancellation);
        }
        Assert.Single(await service.OutboxAsync(id));

        service.Time.Advance(TimeSpan.FromHours(1.1));
        await service.Relay.SweepRecentAsync(Cancellation);

        Assert.Empty(await service.OutboxAsync(id));
        Assert.Equal(25, receiver.Calls.Count);
    }

    [Fact]
    public async Task A_callback_that_is_gone_is_not_called_again()
    {
        await using var receiver = await Receiver.StartAsync(410);
        var id = await DecideAsync(receiver);

        await service.Relay.RelayAsync(id, Cancellation);

        Assert.Empty(await service.OutboxAsync(id));
    }

    private async Task<DecisionId> DecideAsync(Receiver receiver) =>
        (await service.TakeAsync(Messages.With($"\"callback\":\"{receiver.Address}\""))).Decision!.Value;
}
