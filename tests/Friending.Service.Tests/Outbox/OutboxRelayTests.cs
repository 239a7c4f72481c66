using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests;

public sealed class OutboxRelayTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_becomes_a_CloudEvent_and_its_outbox_row_goes()
    {
        await service.DrainAsync(QueueNames.Decisions);
        var decision = await DecideAsync(Messages.PatientInCare);
        Assert.Single(await service.OutboxAsync(decision.Id));

        await service.Relay.RelayAsync(decision.Id, Cancellation);

        var made = Assert.Single(await service.EventsAsync());
        Assert.Equal("1.0", made.GetProperty("specversion").GetString());
        Assert.Equal($"{decision.Id}/1/made", made.GetProperty("id").GetString());
        Assert.Equal("friending.decision.made", made.GetProperty("type").GetString());
        Assert.Equal("/friending", made.GetProperty("source").GetString());
        Assert.Equal(decision.Id.ToString(), made.GetProperty("subject").GetString());
        Assert.Equal(decision.DecidedAt, made.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("application/json", made.GetProperty("datacontenttype").GetString());
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(decision, ServiceJson.Web.Decision),
            made.GetProperty("data")));
        Assert.Empty(await service.OutboxAsync(decision.Id));
        Assert.False(await service.IsListedAsync(decision.Id));
    }

    [Fact]
    public async Task A_relay_that_died_before_it_deleted_the_row_makes_the_same_event_again()
    {
        await service.DrainAsync(QueueNames.Decisions);
        var decision = await DecideAsync(Messages.Unusual);
        var row = Assert.Single(await service.OutboxAsync(decision.Id));
        await service.Relay.RelayAsync(decision.Id, Cancellation);
        await service.Storage.Table(TableNames.Decisions).AddEntityAsync(row, Cancellation);

        await service.Relay.RelayAsync(decision.Id, Cancellation);

        var events = await service.EventsAsync();
        Assert.Equal(2, events.Length);
        Assert.Equal(events[0].GetRawText(), events[1].GetRawText());
        Assert.Empty(await service.OutboxAsync(decision.Id));
        Assert.True(await service.IsListedAsync(decision.Id));
    }

    [Fact]
    public async Task Many_relays_at_once_leave_no_row_and_no_event_of_another_id()
    {
        await service.DrainAsync(QueueNames.Decisions);
        var decisions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => DecideAsync(Messages.PatientInCare)));

        service.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Relay.SweepRecentAsync(Cancellation)));

        var ids = (await service.EventsAsync()).Select(e => e.GetProperty("id").GetString()!).Distinct();
        Assert.Equal(decisions.Select(d => $"{d.Id}/1/made").Order(), ids.Order());
        foreach (var decision in decisions)
            Assert.Empty(await service.OutboxAsync(decision.Id));
    }

    [Fact]
    public async Task A_sweep_leaves_a_decision_that_has_just_been_made_to_the_relay_that_follows_the_answer()
    {
        var decision = await DecideAsync(Messages.PatientInCare);

        Assert.InRange(await service.Relay.SweepRecentAsync(Cancellation), 1, int.MaxValue);
        Assert.Single(await service.OutboxAsync(decision.Id));

        service.Time.Advance(TimeSpan.FromSeconds(11));
        await service.Relay.SweepRecentAsync(Cancellation);
        Assert.Empty(await service.OutboxAsync(decision.Id));
    }

    [Fact]
    public async Task An_event_of_an_old_decision_is_found_by_the_sweep_of_all_days()
    {
        var decision = await DecideAsync(Messages.Unusual);
        await service.Relay.RelayAsync(decision.Id, Cancellation);
        service.Time.Advance(TimeSpan.FromDays(40));
        await ChangeAsync(decision with { Status = DecisionStatus.Withdrawn }, DecisionEvents.Withdrawn);

        await service.Relay.SweepRecentAsync(Cancellation);
        Assert.Single(await service.OutboxAsync(decision.Id));
        Assert.True(await service.IsListedAsync(decision.Id));

        await service.Relay.SweepAllAsync(Cancellation);
        Assert.Empty(await service.OutboxAsync(decision.Id));
        Assert.False(await service.IsListedAsync(decision.Id));
    }

    [Fact]
    public async Task A_late_event_does_not_list_a_decision_that_has_been_reviewed_meanwhile()
    {
        var decision = await DecideAsync(Messages.Unusual);
        var late = Assert.Single(await service.OutboxAsync(decision.Id));
        await ChangeAsync(
            decision with
            {
                Status = DecisionStatus.Reviewed,
                Review = new("permit", "They are old friends.", "lead-7", service.Time.GetUtcNow(), null)
            },
            DecisionEvents.Reviewed);
        await service.Relay.RelayAsync(decision.Id, Cancellation);
        Assert.False(await service.IsListedAsync(decision.Id));

        await service.Storage.Table(TableNames.Decisions).AddEntityAsync(late, Cancellation);
        await service.Relay.RelayAsync(decision.Id, Cancellation);

        Assert.False(await service.IsListedAsync(decision.Id));
    }

    [Fact]
    public async Task Events_of_one_decision_come_in_the_order_they_happened()
    {
        await service.DrainAsync(QueueNames.Decisions);
        var decision = await DecideAsync(Messages.Unusual);
        await ChangeAsync(
            decision with
            {
                Status = DecisionStatus.Reviewed,
                Review = new("permit", "They are old friends.", "lead-7", service.Time.GetUtcNow(), null)
            },
            DecisionEvents.Reviewed);

        await service.Relay.RelayAsync(decision.Id, Cancellation);

        var events = await service.EventsAsync();
        Assert.Equal(["friending.decision.made", "friending.decision.reviewed"], events.Select(e => e.GetProperty("type").GetString()!));
        Assert.Equal(["pending-review", "reviewed"], events.Select(e => e.GetProperty("data").GetProperty("status").GetString()!));
    }

    [Fact]
    public async Task A_row_that_cannot_be_delivered_stays_and_keeps_no_other()
    {
        var broken = await DecideAsync(Messages.PatientInCare);
        var row = Assert.Single(await service.OutboxAsync(broken.Id));
        row["Document"] = "{";
        await service.Storage.Table(TableNames.Decisions).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Cancellation);
        var good = await DecideAsync(Messages.PatientInCare);
        service.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(1, await service.Relay.SweepRecentAsync(Cancellation));

        Assert.Empty(await service.OutboxAsync(good.Id));
        await service.Storage.Table(TableNames.Decisions).DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, Cancellation);
    }

    private async Task<Decision> DecideAsync(string message)
    {
        var taken = await service.TakeAsync(message);
        return (await service.Decisions.FindAsync(taken.Decision!.Value, Cancellation))!.Decision;
    }

    // What a review or a withdrawal writes.
    private async Task ChangeAsync(Decision changed, string what)
    {
        var document = JsonSerializer.Serialize(changed, ServiceJson.Web.Decision);
        var row = new TableEntity(DecisionKeys.PartitionOf(changed.Id), DecisionKeys.RowOf(changed.Id))
        { ["Document"] = document, ["Revision"] = 2 };
        await service.Storage.Table(TableNames.Decisions).SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateMerge, row),
                new(TableTransactionActionType.Add, OutboxRow.RowFor(changed.Id, what, document, revision: 2))], Cancellation);
    }
}
