using Azure;
using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Forgeries by somebody who can write every table, and cannot write the container of checkpoints.</summary>
public sealed class AuditCheckTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private AuditTrail Trail => service.Get<AuditTrail>();

    private TableClient Audit => service.Storage.Table(TableNames.Audit);

    private TableClient Decisions => service.Storage.Table(TableNames.Decisions);

    public async ValueTask InitializeAsync()
    {
        await service.EmptyAsync(TableNames.Audit);
        await service.EmptyAsync(TableNames.Decisions);
        await foreach (var blob in service.Storage.Container(ContainerNames.Audit).GetBlobsAsync(cancellationToken: Cancelled))
            await service.Storage.Container(ContainerNames.Audit).DeleteBlobAsync(blob.Name, cancellationToken: Cancelled);
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task What_nobody_touched_holds_before_and_after_its_seal()
    {
        await AppendAsync(3);
        var (made, _) = (await PendingAsync(), await PendingAsync());
        Assert.Empty((await CheckAsync()).Problems);

        await SealAsync();
        await service.Get<ReviewDesk>().ResolveAsync(
            made.Id, new() { Resolution = "decline", Reason = "They met at work." }, new("ana", "ana"), null, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);
        Assert.Empty((await CheckAsync()).Problems);

        await SealAsync();
        await SealAsync();
        var report = await CheckAsync();
        Assert.Empty(report.Problems);
        Assert.True(report.Holds);
        Assert.Equal((3, 2), (report.Checkpoints, report.Decisions));
        Assert.Equal(64, report.Hash.Length);
    }

    // A stopping host takes a checkpoint of the trail alone.
    [Fact]
    public async Task What_was_changed_between_a_seal_and_the_end_of_a_host_holds_before_and_after_the_next_seal()
    {
        var made = await PendingAsync();
        await SealAsync();
        await service.Get<ReviewDesk>().ResolveAsync(
            made.Id, new() { Resolution = "decline", Reason = "They met at work." }, new("ana", "ana"), null, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);
        var later = TimeSpan.FromMinutes(10);
        service.Time.Advance(later);
        await service.Get<AuditSeals>().TakeCheckpointAsync(Cancelled);
        service.Time.Advance(-later);

        Assert.Empty((await CheckAsync()).Problems);
        await SealAsync();
        Assert.Empty((await CheckAsync()).Problems);
    }

    public static TheoryData<string> Columns =>
        ["At", "What", "Subject", "Detail", "Actor", "ActorSalt", "ActorHash", "Mark", "Previous", "Hash"];

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_row_that_was_changed_is_found(string column)
    {
        await AppendAsync(5);
        var row = (await RowsAsync())[2];
        row[column] = row.GetString(column) + "x";
        await Audit.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancelled);

        Assert.Contains((await CheckAsync()).Problems, p => p.Number == 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_row_that_is_missing_is_found(int missing)
    {
        await AppendAsync(5);
        await Audit.DeleteEntityAsync("trail", AuditRow.KeyOf(missing), cancellationToken: Cancelled);

        Assert.Contains((await CheckAsync()).Problems, p => p.Number == missing && p.What.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_changed_places_are_found()
    {
        await AppendAsync(5);
        var rows = await RowsAsync();
        (rows[1].RowKey, rows[3].RowKey) = (rows[3].RowKey, rows[1].RowKey);
        await Audit.UpdateEntityAsync(rows[1], ETag.All, TableUpdateMode.Replace, Cancelled);
        await Audit.UpdateEntityAsync(rows[3], ETag.All, TableUpdateMode.Replace, Cancelled);

        Assert.Superset(new HashSet<long> { 2, 4 }, (await CheckAsync()).Problems.Select(p => p.Number).ToHashSet());
    }

    [Fact]
    public async Task An_actor_who_was_blanked_with_the_salt_is_found_and_one_who_was_erased_is_not()
    {
        await AppendAsync(3);
        await Trail.AppendAsync(Entry("erased") with { Actor = "ben" }, Cancelled);
        await Trail.ForgetAsync(id => id == "ben", Cancelled);
        Assert.Empty((await CheckAsync()).Problems);

        var row = (await RowsAsync())[1];
        row.Remove("Actor");
        row.Remove("ActorSalt");
        await Audit.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancelled);

        Assert.Equal([(2L, "Who acted was removed without an erasure.")], (await CheckAsync()).Problems.Select(p => (p.Number, p.What)));
    }

    [Fact]
    public async Task A_trail_cut_short_with_its_head_put_back_is_found()
    {
        await AppendAsync(3);
        var (shorter, head) = (await RowsAsync(), await Audit.GetEntityAsync<TableEntity>("trail", "head", cancellationToken: Cancelled));
        await AppendAsync(2);
        await SealAsync();
        foreach (var row in (await RowsAsync()).Skip(shorter.Count))
        {
            await Audit.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
            await Audit.DeleteEntityAsync(row.PartitionKey, $"e|{row.GetString("Mark")}", cancellationToken: Cancelled);
        }
        await Audit.UpdateEntityAsync(head.Value, ETag.All, TableUpdateMode.Replace, Cancelled);

        var problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal(5, problem.Number);
        Assert.Contains("It is missing, although the checkpoint", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_of_which_everything_was_deleted_is_found_also_when_it_has_begun_anew()
    {
        await AppendAsync(4);
        await SealAsync();
        await service.EmptyAsync(TableNames.Audit);
        Assert.Equal([4L], (await CheckAsync()).Problems.Select(p => p.Number));

        await AppendAsync(6);
        Assert.Contains((await CheckAsync()).Problems, p => p.Number == 4 && p.What.Contains("recomputed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forged_row_past_the_head_is_found_and_the_next_append_does_not_build_on_it()
    {
        await AppendAsync(3);
        var (number, hash) = await Trail.HeadAsync(Cancelled);
        var forged = AuditRow.After(number, hash, new("decision.reviewed", "x", "permit", null, null), DateTimeOffset.UtcNow);
        await Audit.AddEntityAsync(forged.ToEntity(), Cancelled);
        Assert.Equal(
            [(4L, "It is past the trail's head: nobody appended it.")], (await CheckAsync()).Problems.Select(p => (p.Number, p.What)));

        await AppendAsync(1);
        Assert.Empty((await CheckAsync()).Problems);
        Assert.DoesNotContain(await RowsAsync(), r => r.GetString("Subject") == "x");
    }

    [Theory]
    [InlineData("n|3")]
    [InlineData("n|0000000000003")]
    [InlineData("n|000000000003 ")]
    [InlineData("o|000000000003")]
    public async Task A_fork_is_found(string key)
    {
        await AppendAsync(5);
        var rows = await RowsAsync();
        var fork = AuditRow.After(2, rows[1].GetString("Hash"), new("test.done", "another", "", null, null), DateTimeOffset.UtcNow)
            .ToEntity();
        fork.RowKey = key;
        await Audit.AddEntityAsync(fork, Cancelled);

        var problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Contains($"'{key}'", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_in_another_partition_is_found()
    {
        await AppendAsync(2);
        var row = (await RowsAsync())[0];
        row.PartitionKey = "trial";
        await Audit.AddEntityAsync(row, Cancelled);

        Assert.Contains("'trial'", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_chain_computed_anew_is_found()
    {
        await AppendAsync(4);
        await SealAsync();
        var (number, hash) = (0L, AuditRow.Genesis);
        foreach (var entity in await RowsAsync())
        {
            var row = AuditRow.Of(entity) with { Previous = hash, Detail = entity.RowKey == AuditRow.KeyOf(2) ? "forged" : "" };
            row = row with { Hash = row.ComputeHash() };
            await Audit.UpdateEntityAsync(row.ToEntity(), ETag.All, TableUpdateMode.Replace, Cancelled);
            (number, hash) = (row.Number, row.Hash);
        }
        var head = new TableEntity("trail", "head") { ["Number"] = number, ["Hash"] = hash };
        await Audit.UpdateEntityAsync(head, ETag.All, TableUpdateMode.Replace, Cancelled);

        Assert.Contains("recomputed", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_that_keeps_an_entry_out_or_lets_it_in_twice_is_found()
    {
        await AppendAsync(2);
        await Audit.AddEntityAsync(new TableEntity("trail", $"e|{AuditRow.MarkOf("suppressed")}") { ["Number"] = 1L }, Cancelled);
        Assert.Contains("which is not", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
        await Audit.DeleteEntityAsync("trail", $"e|{AuditRow.MarkOf("suppressed")}", cancellationToken: Cancelled);

        await Audit.DeleteEntityAsync("trail", $"e|{(await RowsAsync())[1].GetString("Mark")}", cancellationToken: Cancelled);
        Assert.Equal([2L], (await CheckAsync()).Problems.Select(p => p.Number));
    }

    [Theory]
    [InlineData("Document", "was changed")]
    [InlineData("Outcome", "columns that say something else")]
    [InlineData("Department", "columns that say something else")]
    [InlineData("Facts", "columns that say something else")]
    [InlineData("Status", "columns that say something else")]
    public async Task A_decision_that_was_changed_in_storage_is_found(string column, string what)
    {
        var made = await PendingAsync();
        await PendingAsync();
        await SealAsync();
        var row = await RowOfAsync(made.Id);
        row[column] = column switch
        {
            "Document" => row.GetString("Document").Replace("\"Facebook\"", "\"Mastodon\"", StringComparison.Ordinal),
            "Status" => "final",
            _ => "changed",
        };
        if (column == "Document")
            row["Platform"] = "Mastodon";
        await Decisions.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Cancelled);

        var problem = Assert.Single((await CheckAsync()).Problems);
        Assert.StartsWith($"Decision {made.Id}", problem.What, StringComparison.Ordinal);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_was_removed_is_found_and_one_that_was_purged_is_not()
    {
        var made = await PendingAsync();
        await SealAsync();
        var row = await RowOfAsync(made.Id);
        await Decisions.DeleteEntityAsync(row, cancellationToken: Cancelled);
        Assert.Contains($"Decision {made.Id} was removed.", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);

        await Decisions.AddEntityAsync(row, Cancelled);
        await service.Get<ReviewDesk>().WithdrawAsync(made.Id, "rn-1042", null, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);
        service.Time.Advance(TimeSpan.FromDays(402));
        try
        {
            Assert.Equal(1, (await service.Get<DecisionPurge>().RunAsync(Cancelled)).Decisions);
            Assert.Empty((await CheckAsync()).Problems);
        }
        finally
        {
            service.Time.Advance(-TimeSpan.FromDays(402));
        }
    }

    [Fact]
    public async Task A_decision_that_was_put_back_or_put_elsewhere_is_found()
    {
        var made = await PendingAsync();
        await SealAsync();
        var before = await RowOfAsync(made.Id);
        await service.Get<ReviewDesk>().WithdrawAsync(made.Id, "rn-1042", null, Cancelled);
        await service.Relay.RelayAsync(made.Id, Cancelled);
        await SealAsync();
        var elsewhere = new TableEntity(await RowOfAsync(made.Id)) { PartitionKey = "elsewhere" };
        await Decisions.AddEntityAsync(elsewhere, Cancelled);

        Assert.Contains("where it does not belong", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
        await Decisions.DeleteEntityAsync("elsewhere", elsewhere.RowKey, cancellationToken: Cancelled);

        await Decisions.UpdateEntityAsync(before, ETag.All, TableUpdateMode.Replace, Cancelled);
        Assert.Contains("was put back", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_the_service_did_not_make_is_found_once_a_seal_has_passed_it_by()
    {
        var forged = StoredDecisions.PendingAt(DateTimeOffset.UtcNow.AddDays(-30), service.Get<PolicyDecisionPoint>());
        await Decisions.AddEntityAsync(DecisionRow.For(forged, 1), Cancelled);
        service.Time.Advance(TimeSpan.FromHours(1));
        try
        {
            await SealAsync();

            Assert.Contains("was never sealed", Assert.Single((await CheckAsync()).Problems).What, StringComparison.Ordinal);
        }
        finally
        {
            service.Time.Advance(-TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task A_decision_that_was_erased_holds()
    {
        var made = await PendingAsync();
        await SealAsync();

        var report = await service.Get<StaffErasure>().RunAsync(made.Staff.Id!, null, Cancelled);

        Assert.Equal(1, report.Decisions);
        Assert.Empty((await CheckAsync()).Problems);
        await SealAsync();
        Assert.Empty((await CheckAsync()).Problems);
    }

    private static AuditEntry Entry(string subject) => new("test.done", subject, "", "someone", $"key of {subject}");

    private Task<AuditReport> CheckAsync() => service.Get<AuditCheck>().RunAsync(Cancelled);

    private Task SealAsync() => service.Get<AuditSeals>().RunAsync(Cancelled);

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Trail.AppendAsync(Entry(Guid.NewGuid().ToString()), Cancelled);
    }

    private async Task<List<TableEntity>> RowsAsync() =>
        await Audit.QueryAsync<TableEntity>(r => r.RowKey.CompareTo("n|") > 0, cancellationToken: Cancelled).ToListAsync(Cancelled);

    private async Task<TableEntity> RowOfAsync(DecisionId id) =>
        await Decisions.GetEntityAsync<TableEntity>(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), cancellationToken: Cancelled);

    private async Task<Decision> PendingAsync()
    {
        await service.Get<PolicyArchive>().KeepActiveAsync(Cancelled);
        var made = StoredDecisions.PendingAt(DateTimeOffset.UtcNow.AddMinutes(-5), service.Get<PolicyDecisionPoint>());
        Assert.NotNull(await service.Decisions.TryAddAsync(made, Cancelled));
        return made;
    }
}
