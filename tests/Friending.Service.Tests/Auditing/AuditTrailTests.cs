using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>There is one trail an account, so each test begins by emptying it.</summary>
public sealed class AuditTrailTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private AuditTrail Trail => service.Get<AuditTrail>();

    private TableClient Table => service.Storage.Table(TableNames.Audit);

    public async ValueTask InitializeAsync()
    {
        await service.EmptyAsync(TableNames.Audit);
        await service.EmptyAsync(TableNames.Decisions);
        await foreach (var blob in service.Storage.Container(ContainerNames.Audit).GetBlobsAsync(cancellationToken: Cancelled))
            await service.Storage.Container(ContainerNames.Audit).DeleteBlobAsync(blob.Name, cancellationToken: Cancelled);
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_review_and_a_withdrawal_are_appended_once_with_who_did_them_however_often_they_are_relayed()
    {
        var made = await PendingAsync();
        var desk = service.Get<ReviewDesk>();
        await desk.ResolveAsync(
            made.Id, new() { Resolution = "decline", Reason = "They met at work." }, new("ana", "ana"), null, Cancelled);
        await desk.WithdrawAsync(made.Id, "rn-1042", null, Cancelled);
        var outbox = await service.OutboxAsync(made.Id);

        await service.Relay.RelayAsync(made.Id, Cancelled);
        // As if the relay had died before it deleted the rows.
        foreach (var row in outbox)
            await service.Storage.Table(TableNames.Decisions).AddEntityAsync(row, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);

        Assert.Equal(
            [("decision.reviewed", made.Id.ToString(), "decline", "ana"), ("decision.withdrawn", made.Id.ToString(), "", "rn-1042")],
            (await RowsAsync()).Select(r => (r.GetString("What"), r.GetString("Subject"), r.GetString("Detail"), r.GetString("Actor"))));
        Assert.Empty((await CheckAsync()).Problems);
    }

    [Fact]
    public async Task Each_time_a_case_is_taken_and_given_back_is_an_entry_of_its_own()
    {
        var made = await PendingAsync();
        var desk = service.Get<ReviewDesk>();
        Reviewer ana = new("ana", "ana"), ben = new("ben", "ben");
        await desk.ClaimAsync(made.Id, ana, null, Cancelled);
        await desk.ReleaseAsync(made.Id, ana, null, Cancelled);
        await desk.ClaimAsync(made.Id, ben, null, Cancelled);
        await desk.ReleaseAsync(made.Id, ben, null, Cancelled);
        var outbox = await service.OutboxAsync(made.Id);

        await service.Relay.RelayAsync(made.Id, Cancelled);
        foreach (var row in outbox)
            await service.Storage.Table(TableNames.Decisions).AddEntityAsync(row, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);

        Assert.Equal(
            [("decision.claimed", "ana"), ("decision.released", "ana"), ("decision.claimed", "ben"), ("decision.released", "ben")],
            (await RowsAsync()).Select(r => (r.GetString("What"), r.GetString("Actor"))));
        Assert.Empty((await CheckAsync()).Problems);
    }

    [Fact]
    public async Task A_policy_is_noted_when_it_comes_into_force_and_not_again_while_it_is()
    {
        PolicyReference first = new("friending", "1.0.0", new('a', 64)), second = new("friending", "1.1.0", new('b', 64));

        foreach (var policy in new[] { first, first, second, first })
        {
            await Trail.AppendPolicyAsync(policy, Cancelled);
            await Trail.AppendAsync(Entry("something else"), Cancelled);
        }

        Assert.Equal(
            [first.Sha256, second.Sha256, first.Sha256], (await RowsAsync()).Where(r => r.GetString("What") == "policy.chosen")
            .Select(r => r.GetString("Subject")));
    }

    [Fact]
    public async Task Hosts_that_append_at_once_make_one_chain_without_gaps()
    {
        // Ten entries, each by three hosts, beside one another.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 30), new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancelled },
            async (i, cancellation) => await Trail.AppendAsync(Entry($"act {i % 10}"), cancellation));

        var report = await CheckAsync();
        Assert.Empty(report.Problems);
        Assert.Equal(10, report.Rows);
        Assert.Equal(10, (await RowsAsync()).Select(r => r.GetString("Subject")).Distinct().Count());
    }

    [Fact]
    public async Task Who_acted_can_be_erased_and_the_chain_holds()
    {
        await AppendAsync(3);
        await Trail.AppendAsync(Entry("other") with { Actor = "ben" }, Cancelled);

        Assert.Equal(3, await Trail.ForgetAsync(id => id.Equals("SomeOne", StringComparison.OrdinalIgnoreCase), Cancelled));

        Assert.Empty((await CheckAsync()).Problems);
        Assert.Equal([null, null, null, "ben", null], (await RowsAsync()).Select(r => r.GetString("Actor")));
        Assert.Equal([null, null, null], (await RowsAsync()).Take(3).Select(r => r.GetString("ActorSalt")));
    }

    private static AuditEntry Entry(string subject) => new("test.done", subject, "", "someone", $"key of {subject}");

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Trail.AppendAsync(Entry(Guid.NewGuid().ToString()), Cancelled);
    }

    private Task<AuditReport> CheckAsync() => service.Get<AuditCheck>().RunAsync(Cancelled);

    private async Task<List<TableEntity>> RowsAsync() =>
        await Table.QueryAsync<TableEntity>(r => r.RowKey.CompareTo("n|") > 0, cancellationToken: Cancelled).ToListAsync(Cancelled);

    private async Task<Decision> PendingAsync()
    {
        var policy = service.Get<PolicyDecisionPoint>();
        await service.Get<PolicyArchive>().KeepActiveAsync(Cancelled);
        var made = StoredDecisions.PendingAt(DateTimeOffset.UtcNow.AddMinutes(-5), policy);
        Assert.NotNull(await service.Decisions.TryAddAsync(made, Cancelled));
        return made;
    }
}
