using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Each person finds their own requests, and nobody else's.</summary>
public sealed class StaffRequestsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private StaffRequests Requests => service.Get<StaffRequests>();

    [Fact]
    public async Task What_a_person_just_submitted_is_in_their_list_before_anything_is_relayed()
    {
        var staff = $"rn-{Guid.NewGuid():N}";
        var request = JsonSerializer.Deserialize(Messages.PatientInCare, ServiceJson.Web.FriendRequest)! with
        { Staff = new() { Id = staff, CareRole = true } };

        var first = await SubmitAsync(request);
        service.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await SubmitAsync(request);

        var (items, next) = await Requests.ListAsync(staff.ToUpperInvariant(), null, 10, Cancelled);
        Assert.Equal([second.Id, first.Id], items.Select(d => d.Id));
        Assert.All(items, d => Assert.Equal(["appeal", "withdraw"], d.Next));
        Assert.Null(next);
    }

    [Fact]
    public async Task A_message_is_in_the_list_once_it_is_relayed_and_the_list_shows_where_it_stands()
    {
        var staff = $"rn-{Guid.NewGuid():N}";
        var id = (await service.TakeAsync(Messages.Unusual.Replace("rn-1042", staff, StringComparison.Ordinal))).Decision!.Value;
        await service.Relay.RelayAsync(id, Cancelled);

        var pending = Assert.Single((await Requests.ListAsync(staff, null, 10, Cancelled)).Items);
        Assert.Equal((DecisionStatus.PendingReview, null), (pending.Status, pending.Standing));

        await service.Get<ReviewDesk>()
            .ResolveAsync(id, new() { Resolution = "permit", Reason = "An old friend." }, new("ana", "ana"), null, Cancelled);
        var reviewed = Assert.Single((await Requests.ListAsync(staff, null, 10, Cancelled)).Items);
        Assert.Equal((DecisionStatus.Reviewed, "permit", "An old friend."), (reviewed.Status, reviewed.Standing, reviewed.Review?.Reason));

        await service.Get<ReviewDesk>().WithdrawAsync(id, staff, null, Cancelled);
        var withdrawn = Assert.Single((await Requests.ListAsync(staff, null, 10, Cancelled)).Items);
        Assert.Equal((DecisionStatus.Withdrawn, null), (withdrawn.Status, withdrawn.Standing));
        Assert.Empty(withdrawn.Next!);
    }

    [Fact]
    public async Task Pages_hold_every_decision_once_newest_first_whatever_is_listed_and_not_there()
    {
        var staff = $"rn-{Guid.NewGuid():N}";
        var start = service.Time.GetUtcNow();
        var decisions = Enumerable.Range(0, 11).Select(i => StoredDecisions.At(start.AddMinutes(-i), staffId: staff)).ToList();
        foreach (var decision in decisions)
        {
            await Requests.PutAsync(staff, decision.Id, Cancelled);
            // Every third was never made.
            if (decisions.IndexOf(decision) % 3 != 1)
                await service.Decisions.TryAddAsync(decision, Cancelled);
        }
        var other = StoredDecisions.At(start, staffId: "somebody-else");
        await service.Decisions.TryAddAsync(other, Cancelled);
        await Requests.PutAsync("somebody-else", other.Id, Cancelled);

        var seen = new List<DecisionId>();
        DecisionId? before = null;
        do
        {
            var (items, next) = await Requests.ListAsync(staff, before, 3, Cancelled);
            Assert.InRange(items.Count, 1, 3);
            seen.AddRange(items.Select(d => d.Id));
            before = next;
        }
        while (before is not null);

        Assert.Equal(decisions.Where((_, i) => i % 3 != 1).Select(d => d.Id), seen);
    }

    [Fact]
    public async Task Who_is_erased_has_no_list()
    {
        var staff = $"rn-{Guid.NewGuid():N}";
        var decision = StoredDecisions.At(service.Time.GetUtcNow(), staffId: staff);
        await service.Decisions.TryAddAsync(decision, Cancelled);
        await service.Relay.RelayAsync(decision.Id, Cancelled);
        // A row that leads to no decision, as a crash may leave one.
        await Requests.PutAsync(staff, DecisionId.NewAt(service.Time.GetUtcNow()), Cancelled);
        var partition = service.Get<Pseudonyms>().OfStaff(staff);
        Assert.Equal(2, await RowsAsync(partition));

        await service.Get<StaffErasure>().RunAsync(staff, null, Cancelled);

        Assert.Empty((await Requests.ListAsync(staff, null, 10, Cancelled)).Items);
        Assert.Equal(0, await RowsAsync(partition));
    }

    private ValueTask<int> RowsAsync(string partition) => service.Storage.Table(TableNames.ByStaff)
        .QueryAsync<TableEntity>(r => r.PartitionKey == partition, cancellationToken: Cancelled).CountAsync(Cancelled);

    private async Task<Decision> SubmitAsync(FriendRequest request) => Assert.IsType<Submission.Decided>(
        await service.Get<RequestSubmission>().SubmitAsync(request, new("key:form", DecisionSource.Http, "en"), Cancelled)).Stored.Decision;
}
