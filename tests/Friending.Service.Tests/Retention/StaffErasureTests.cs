using Azure.Data.Tables;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Retention;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

public sealed class StaffErasureTests : IAsyncLifetime
{
    private readonly ServiceFixture _service = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Nothing_of_a_person_is_left_and_everything_of_others()
    {
        var time = DateTimeOffset.UtcNow.AddDays(-3);
        var asked = await AddAsync(StoredDecisions.At(time, staffId: "Erin.Example@hospital.example") with
        {
            Note = "A remark of hers.",
            OtherParty = new() { Patient = "current", Reference = "her-reference" },
        });
        var reviewed = await AddAsync(StoredDecisions.At(time.AddDays(-100), status: DecisionStatus.Reviewed) with
        {
            Review = new("permit", "A reason that names nobody.", "erin.example@hospital.example", time, null),
        });
        var other = await AddAsync(StoredDecisions.At(time, staffId: "rn-7"));
        await _service.Get<AuditTrail>()
            .AppendAsync(AuditEntry.Of(DecisionEvents.Reviewed, reviewed, 2, "erin.example@hospital.example"), Cancelled);

        var report = await _service.Get<StaffErasure>().RunAsync("erin.example@hospital.example", null, Cancelled);

        Assert.Equal(new(2, 1), report);
        var everything = string.Join('\n', await EverythingAsync().ToListAsync(Cancelled));
        Assert.DoesNotContain("erin", everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("remark", everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("her-reference", everything, StringComparison.Ordinal);
        Assert.Equal("decline", (await _service.Decisions.FindAsync(asked.Id, Cancelled))!.Decision.Outcome);
        Assert.Equal("A reason that names nobody.", (await _service.Decisions.FindAsync(reviewed.Id, Cancelled))!.Decision.Review!.Reason);
        Assert.Equal("rn-1042", (await _service.Decisions.FindAsync(reviewed.Id, Cancelled))!.Decision.Staff.Id);
        Assert.Equal("rn-7", (await _service.Decisions.FindAsync(other.Id, Cancelled))!.Decision.Staff.Id);
        Assert.Empty((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
    }

    [Fact]
    public async Task Who_had_a_hand_in_a_case_is_erased_from_it_and_from_the_list_and_what_an_asker_wrote_goes_with_them()
    {
        var time = DateTimeOffset.UtcNow.AddDays(-3);
        var policy = _service.Get<Friending.Policy.Engine.PolicyDecisionPoint>();
        const string erin = "erin.example@hospital.example";
        CaseMessage[] said =
        [
            new(CaseParty.Reviewer, "Since when have you known each other?", erin, time),
            new(CaseParty.Asker, "For long, says she.", "ANA", time),
        ];
        var against = new DecisionReview("decline", "A reason that names nobody.", erin, time, null);
        var waiting = await AddAsync(StoredDecisions.PendingAt(time, policy, "ana") with
        {
            Case = new()
            { OpenedAt = time, DueAt = time, Owner = erin, Messages = said, Appeal = new("Look again, says she.", time, against) },
        });
        var list = _service.Get<Reviews.ReviewList>();
        await list.PutAsync(waiting, Cancelled);
        await list.PutResolvedAsync(waiting, against, Cancelled);

        await _service.Get<StaffErasure>().RunAsync(erin, null, Cancelled);

        Assert.DoesNotContain("erin", string.Join('\n', await EverythingAsync().ToListAsync(Cancelled)),
            StringComparison.OrdinalIgnoreCase);
        var kept = (await _service.Decisions.FindAsync(waiting.Id, Cancelled))!.Decision.Case!;
        Assert.Equal(("erased", said[0] with { By = "erased" }, said[1], "erased"),
            (kept.Owner, kept.Messages[0], kept.Messages[1], kept.Appeal!.Against!.By));
        Assert.Equal(time, (await list.ResolvedAsync(time, time.AddDays(1), Cancelled).SingleAsync(Cancelled)).OpenedAt);

        await _service.Get<StaffErasure>().RunAsync("ana", null, Cancelled);

        var everything = string.Join('\n', await EverythingAsync().ToListAsync(Cancelled));
        Assert.DoesNotContain("says she", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ANA\"", everything, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Since when have you known each other?", everything, StringComparison.Ordinal);
        Assert.Empty((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
    }

    private async Task<Decision> AddAsync(Decision decision)
    {
        Assert.NotNull(await _service.Decisions.TryAddAsync(decision, Cancelled));
        // Its event would hold a copy until it is delivered.
        foreach (var row in await _service.OutboxAsync(decision.Id))
            await _service.Storage.Table(TableNames.Decisions)
                .DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
        return decision;
    }

    private async IAsyncEnumerable<string> EverythingAsync()
    {
        foreach (var table in TableNames.All)
            await foreach (var row in _service.Storage.Table(table).QueryAsync<TableEntity>(cancellationToken: Cancelled))
                yield return string.Join(' ', row.Select(p => $"{p.Key}={p.Value}"));
    }
}
