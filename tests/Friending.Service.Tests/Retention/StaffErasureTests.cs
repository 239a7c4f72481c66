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
        await _service.Get<AuditTrail>().AppendAsync(AuditEntry.Of(DecisionEvents.Reviewed, reviewed, "erin.example@hospital.example"), Cancelled);

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

    private async Task<Decision> AddAsync(Decision decision)
    {
        Assert.NotNull(await _service.Decisions.TryAddAsync(decision, Cancelled));
        // Its event would hold a copy until it is delivered.
        foreach (var row in await _service.OutboxAsync(decision.Id))
            await _service.Storage.Table(TableNames.Decisions).DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
        return decision;
    }

    private async IAsyncEnumerable<string> EverythingAsync()
    {
        foreach (var table in TableNames.All)
            await foreach (var row in _service.Storage.Table(table).QueryAsync<TableEntity>(cancellationToken: Cancelled))
                yield return string.Join(' ', row.Select(p => $"{p.Key}={p.Value}"));
    }
}
