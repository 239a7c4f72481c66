using System.Text.Json;
using Friending.Service.Decisions;
using Friending.Service.Outbox;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Flows that subscribed are called for each event that they asked for, each for itself.</summary>
public sealed class SubscriptionTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    private readonly string _owner = $"key:flow-{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Subscriptions Subscriptions => service.Get<Subscriptions>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Others' decisions are none of theirs.
    public async ValueTask DisposeAsync()
    {
        await foreach (var row in service.Storage.Table(TableNames.Subscriptions)
            .QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: CancellationToken.None))
            await service.Storage.Table(TableNames.Subscriptions).DeleteEntityAsync(row.PartitionKey, row.RowKey);
    }

    [Fact]
    public async Task Every_subscription_hears_of_each_event_that_it_asked_for()
    {
        await using var all = await Receiver.StartAsync(200);
        await using var withdrawn = await Receiver.StartAsync(200);
        await SubscribeAsync(all);
        await SubscribeAsync(withdrawn, "friending.decision.withdrawn");

        var id = await DecideAsync();
        await service.Relay.RelayAsync(id, Cancelled);
        await service.Get<ReviewDesk>().WithdrawAsync(id, "rn-1042", null, Cancelled);
        await service.Relay.RelayAsync(id, Cancelled);

        Assert.Equal([$"{id}/1/made", $"{id}/2/withdrawn"], Ids(all));
        Assert.Equal([$"{id}/2/withdrawn"], Ids(withdrawn));
        Assert.Empty(await service.OutboxAsync(id));
        Assert.All(all.Calls, c => Assert.DoesNotContain("s3cret", c.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_and_keeps_no_other_waiting()
    {
        await using var failing = await Receiver.StartAsync(500, 500, 200);
        await using var good = await Receiver.StartAsync(200);
        await SubscribeAsync(failing);
        await SubscribeAsync(good);
        await service.DrainAsync(QueueNames.Decisions);

        var id = await DecideAsync();
        await service.Relay.RelayAsync(id, Cancelled);
        Assert.Equal((1, 1), (failing.Calls.Count, good.Calls.Count));
        Assert.Single(await service.OutboxAsync(id));

        foreach (var (minutes, calls) in new[] { (1.1, 2), (1.1, 2), (1.0, 3) })
        {
            service.Time.Advance(TimeSpan.FromMinutes(minutes));
            await service.Relay.SweepRecentAsync(Cancelled);
            Assert.Equal(calls, failing.Calls.Count);
        }
        Assert.Single(good.Calls);
        Assert.Single(failing.Calls.Select(c => c.Body).Distinct());
        Assert.Empty(await service.OutboxAsync(id));
        Assert.Single(await service.EventsAsync());
    }

    [Fact]
    public async Task An_address_that_answers_410_is_never_called_again()
    {
        await using var gone = await Receiver.StartAsync(410);
        var subscription = await SubscribeAsync(gone);

        foreach (var _ in new[] { 1, 2 })
            await service.Relay.RelayAsync(await DecideAsync(), Cancelled);

        Assert.Single(gone.Calls);
        Assert.False(await Subscriptions.RemoveAsync(subscription.Id, _owner, Cancelled));
    }

    [Fact]
    public async Task Only_its_owner_ends_a_subscription_and_then_nothing_is_delivered_any_more()
    {
        await using var receiver = await Receiver.StartAsync(500);
        var subscription = await SubscribeAsync(receiver);
        var id = await DecideAsync();
        await service.Relay.RelayAsync(id, Cancelled);

        Assert.False(await Subscriptions.RemoveAsync(subscription.Id, "key:other", Cancelled));
        Assert.False(await Subscriptions.RemoveAsync("no id", _owner, Cancelled));
        Assert.True(await Subscriptions.RemoveAsync(subscription.Id, _owner, Cancelled));

        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.Relay.SweepRecentAsync(Cancelled);
        Assert.Single(receiver.Calls);
        Assert.Empty(await service.OutboxAsync(id));
    }

    [Fact]
    public async Task A_caller_has_twenty_at_most_and_no_other_callers_count()
    {
        for (var i = 0; i < Subscriptions.MostOfCaller; i++)
            Assert.IsType<Subscribing.Subscribed>(await AddAsync("https://localhost/hook", _owner));

        Assert.IsType<Subscribing.TooMany>(await AddAsync("https://localhost/hook", _owner));
        Assert.IsType<Subscribing.Subscribed>(await AddAsync("https://localhost/hook", _owner + "-2"));
    }

    [Theory]
    [InlineData(null, null, "/callback", "Is required.")]
    [InlineData("https://elsewhere.example.org/hook", null, "/callback", "The host is not on the list of allowed ones.")]
    [InlineData("http://elsewhere.example.org/hook", null, "/callback", "Must be an https address.")]
    [InlineData("https://localhost/hook", "made", "/events/0",
        "Must be one of friending.decision.made, friending.decision.claimed, friending.decision.released, friending.decision.asked, "
            + "friending.decision.answered, friending.decision.reviewed, friending.decision.appealed, friending.decision.withdrawn.")]
    public async Task What_cannot_be_called_or_told_is_refused_with_its_place(string? callback, string? type, string pointer,
        string message)
    {
        var refused = Assert.IsType<Subscribing.Invalid>(
            await Subscriptions.AddAsync(new() { Callback = callback, Events = type is null ? null : [type] }, _owner, Cancelled));
        Assert.Equal((pointer, message), (Assert.Single(refused.Problems).Pointer, refused.Problems[0].Message));
    }

    [Fact]
    public async Task More_subscriptions_than_a_transaction_takes_rows_are_all_called()
    {
        await using var receiver = await Receiver.StartAsync(200);
        for (var i = 0; i < 45; i++)
            await AddAsync(receiver.Address, $"{_owner}-{i % 3}");

        var id = await DecideAsync();
        await service.Relay.RelayAsync(id, Cancelled);

        Assert.Equal(45, receiver.Calls.Count);
        Assert.Empty(await service.OutboxAsync(id));
    }

    private static IEnumerable<string> Ids(Receiver receiver) =>
        receiver.Calls.Select(c => JsonDocument.Parse(c.Body).RootElement.GetProperty("id").GetString()!);

    private Task<Subscribing> AddAsync(string callback, string owner) =>
        Subscriptions.AddAsync(new() { Callback = callback }, owner, Cancelled);

    private async Task<Subscription> SubscribeAsync(Receiver receiver, params string[] events) => Assert.IsType<Subscribing.Subscribed>(
        await Subscriptions.AddAsync(new() { Callback = receiver.Address, Events = events }, _owner, Cancelled)).Subscription;

    private async Task<DecisionId> DecideAsync() => (await service.TakeAsync(Messages.PatientInCare)).Decision!.Value;
}
