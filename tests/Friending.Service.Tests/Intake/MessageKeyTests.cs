using System.Text.Json;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>A message is delivered again and again, on whatever day: it has one decision.</summary>
public sealed class MessageKeyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly DateTimeOffset s_midnight = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly FriendRequest s_request = JsonSerializer.Deserialize(Messages.PatientInCare, ServiceJson.Web.FriendRequest)!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MessageKeyStore Keys => service.Get<MessageKeyStore>();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-30)]
    public async Task Deliveries_at_once_make_one_decision_with_one_event(int days)
    {
        var (messageId, insertedOn) = (ServiceFixture.NewId(), service.Time.GetUtcNow().AddDays(days));
        var taken = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => service.TakeAsync(Messages.PatientInCare, messageId, 1, insertedOn)));

        var id = Assert.Single(taken.Select(t => t.Decision).Distinct());
        Assert.Single(await service.OutboxAsync(id!.Value));
        Assert.Equal(id, await Keys.FindAsync(new(messageId, insertedOn), Cancellation));
    }

    [Fact]
    public async Task Deliveries_on_both_sides_of_midnight_make_one_decision()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = new MessageKey(ServiceFixture.NewId(), s_midnight.AddSeconds(-1));
            var made = await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(i => SubmitAsync(key, s_midnight.AddMilliseconds(i % 2 == 0 ? -1 : 1))));

            Assert.Single(made, m => m.IsNew);
            Assert.Single(made.Select(m => m.Stored.Decision.Id).Distinct());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(100_000_000)]
    public async Task What_a_delivery_claimed_and_did_not_come_to_write_is_decided_under_its_id(int milliseconds)
    {
        var key = new MessageKey(ServiceFixture.NewId(), s_midnight.AddSeconds(-1));
        var claimed = DecisionId.NewAt(s_midnight.AddMilliseconds(1));
        Assert.Equal(claimed, await Keys.ClaimAsync(key, claimed, Cancellation));

        var decided = await SubmitAsync(key, s_midnight.AddMilliseconds(milliseconds));

        Assert.Equal((claimed, true), (decided.Stored.Decision.Id, decided.IsNew));
        Assert.NotNull(await service.Decisions.FindAsync(claimed, Cancellation));
        Assert.Equal(claimed, await Keys.ClaimAsync(key, DecisionId.NewAt(s_midnight), Cancellation));
    }

    [Fact]
    public async Task A_decision_says_when_it_was_made_however_long_its_message_waited()
    {
        var now = s_midnight.AddDays(3);
        var decided = await SubmitAsync(new(ServiceFixture.NewId(), s_midnight), now);
        Assert.Equal(now, decided.Stored.Decision.DecidedAt);
    }

    [Fact]
    public async Task A_message_of_which_nobody_tells_when_it_was_queued_has_one_decision_too()
    {
        var messageId = ServiceFixture.NewId();
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            service.Intake.TakeAsync(messageId, 1, insertedOn: null, new(Messages.PatientInCare), Cancellation)));
        Assert.Single(taken.Select(t => t.Decision).Distinct());
    }

    private async Task<Submission.Decided> SubmitAsync(MessageKey key, DateTimeOffset time)
    {
        var ids = new SubmissionIds(service.Get<RequestKeyStore>(), Keys, service.Decisions, new FixedTime(time));
        var submission = new RequestSubmission(service.Get<RequestDecider>(), ids, service.Decisions, service.Get<StaffRequests>(),
            service.Get<PolicyArchive>());
        return Assert.IsType<Submission.Decided>(
            await submission.SubmitAsync(s_request, new(RequestIntake.KeyScope, DecisionSource.Queue, "en", Message: key), Cancellation));
    }
}
