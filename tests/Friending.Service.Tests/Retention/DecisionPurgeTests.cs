using System.ComponentModel.DataAnnotations;
using Azure.Data.Tables;
using Friending.Policy;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Intake;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>In a time before all other tests' decisions, since a purge spares nothing that is older.</summary>
public sealed class DecisionPurgeTests(AzuriteFixture azurite)
{
    // With ten days to keep, the first day kept is 1 March.
    private static readonly DateTimeOffset s_now = new(1975, 3, 11, 3, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_kept = new(1975, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_days_past_the_age_go_and_what_is_pending_or_not_published_stays()
    {
        var (store, purge, account) = await StartAsync();
        var expired = new[] { s_kept.AddMilliseconds(-1), s_kept.AddDays(-1), s_kept.AddDays(-400),
            new DateTimeOffset(1971, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var gone = new List<Decision>();
        // More than one transaction takes, all in one shard.
        while (gone.Count(d => DecisionKeys.ShardOf(d.Id) == 3) < 130)
            gone.Add(StoredDecisions.At(s_kept.AddDays(-7).AddMilliseconds(gone.Count)));
        gone.RemoveAll(d => DecisionKeys.ShardOf(d.Id) != 3);
        gone.AddRange(expired.Select(t => StoredDecisions.At(t)));
        gone.AddRange(new[] { DecisionStatus.Reviewed, DecisionStatus.Withdrawn }.Select(s => StoredDecisions.At(expired[2], status: s)));
        var pending = expired.Select(t => StoredDecisions.At(t, status: DecisionStatus.PendingReview)).ToList();
        var unpublished = StoredDecisions.At(expired[1]);
        var young = new[] { s_kept, s_now }.Select(t => StoredDecisions.At(t)).ToList();
        await Parallel.ForEachAsync((Decision[])[.. gone, .. pending, .. young], Cancelled,
            async (d, _) => await AddPublishedAsync(store, account, d));
        await store.TryAddAsync(unpublished, Cancelled);
        // Its decision has been purged already, its event has not been published.
        var orphan = OutboxRow.RowFor(DecisionId.NewAt(expired[1]), DecisionEvents.Withdrawn, "{}", revision: 2);
        await account.Table(TableNames.Decisions).AddEntityAsync(orphan, Cancelled);

        var report = await purge.RunAsync(Cancelled);
        var again = await purge.RunAsync(Cancelled);

        Assert.Equal(new PurgeReport(gone.Count, 0, pending.Count, 1, 0), report);
        Assert.Equal(new PurgeReport(0, 0, pending.Count, 1, 0), again);
        Decision[] stay = [.. pending, unpublished, .. young];
        Assert.Equal(
            stay.Select(d => DecisionKeys.RowOf(d.Id)).Append(DecisionKeys.OutboxRowOf(unpublished.Id, DecisionEvents.Made))
                .Append(orphan.RowKey).Order(),
            await RowsAsync(account));

        // Once they are resolved and published, nothing holds them.
        foreach (var row in await OutboxAsync(account))
            await account.Table(TableNames.Decisions).DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
        foreach (var decision in pending)
        {
            var stored = (await store.FindAsync(decision.Id, Cancelled))!;
            await store.TryUpdateAsync(stored, stored.Decision with { Status = DecisionStatus.Reviewed }, DecisionEvents.Reviewed,
                "ana", Cancelled);
            await PublishAsync(account, decision.Id, DecisionEvents.Reviewed);
        }
        Assert.Equal(new PurgeReport(pending.Count + 1, 0, 0, 0, 0), await purge.RunAsync(Cancelled));
        Assert.Equal(young.Select(d => DecisionKeys.RowOf(d.Id)).Order(), await RowsAsync(account));
    }

    [Fact]
    public async Task A_purge_that_is_stopped_again_and_again_ends_where_one_in_peace_does()
    {
        var (store, purge, account) = await StartAsync();
        var old = Enumerable.Range(0, 300).Select(i => StoredDecisions.At(
            s_kept.AddDays(-1 - i % 5), status: i % 10 == 0 ? DecisionStatus.PendingReview : DecisionStatus.Final)).ToList();
        await Parallel.ForEachAsync(old, Cancelled, async (d, _) => await AddPublishedAsync(store, account, d));

        var stopped = 0;
        for (var patience = 1; ; patience += 5)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            stop.CancelAfter(patience);
            try
            {
                await purge.RunAsync(stop.Token);
                break;
            }
            catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
            {
                stopped++;
            }
        }

        Assert.NotEqual(0, stopped);
        Assert.Equal(old.Where(d => d.Status == DecisionStatus.PendingReview).Select(d => DecisionKeys.RowOf(d.Id)).Order(),
            await RowsAsync(account));
    }

    [Fact]
    public async Task A_decision_that_is_withdrawn_while_it_is_purged_is_not_lost_before_its_event_is_published()
    {
        var (store, purge, account) = await StartAsync();
        var desk = Desks.Of(account, store, new PolicyArchive(account, DefaultPolicy.Load()), s_now);
        var old = Enumerable.Range(0, 200).Select(i => StoredDecisions.At(s_kept.AddDays(-2))).ToList();
        await Parallel.ForEachAsync(old, Cancelled, async (d, _) => await AddPublishedAsync(store, account, d));

        var purging = purge.RunAsync(Cancelled);
        var withdrawn = new List<DecisionId>();
        foreach (var decision in old)
            if (await desk.WithdrawAsync(decision.Id, "ana", null, Cancelled) is DecisionChange.Done)
                withdrawn.Add(decision.Id);
        var report = await purging;

        var rows = (await RowsAsync(account)).ToHashSet();
        Assert.All(withdrawn,
            id => Assert.Superset(new HashSet<string>
                { DecisionKeys.RowOf(id), DecisionKeys.OutboxRowOf(id, DecisionEvents.Withdrawn, 2) }, rows));
        Assert.Equal(old.Count, report.Decisions + rows.Count(r => r.StartsWith("d|", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Idempotency_keys_go_with_the_decisions_of_their_days()
    {
        var (_, purge, account) = await StartAsync();
        var keys = new RequestKeyStore(account);
        var hash = new string('0', 64);
        for (var i = 0; i < 40; i++)
            await keys.ClaimAsync("test", $"old-{i}", DecisionId.NewAt(s_kept.AddMilliseconds(-1 - i)), hash, Cancelled);
        var young = DecisionId.NewAt(s_kept);
        await keys.ClaimAsync("test", "young", young, hash, Cancelled);
        var messages = new MessageKeyStore(account);
        var (oldMessage, youngMessage) = (new MessageKey("old", s_kept.AddSeconds(-1)), new MessageKey("young", s_kept));
        await messages.ClaimAsync(oldMessage, young, Cancelled);
        await messages.ClaimAsync(youngMessage, young, Cancelled);

        var report = await purge.RunAsync(Cancelled);

        Assert.Equal(41, report.RequestKeys);
        var left = await account.Table(TableNames.RequestKeys)
            .QueryAsync<TableEntity>(r => r.PartitionKey.CompareTo("00-1975") >= 0 && r.PartitionKey.CompareTo("16-") < 0,
                cancellationToken: Cancelled)
            .Where(r => r.PartitionKey.EndsWith("-19750228", StringComparison.Ordinal)).ToListAsync(Cancelled);
        Assert.Empty(left);
        Assert.Null(await messages.FindAsync(oldMessage, Cancelled));
        Assert.Equal(young, await messages.FindAsync(youngMessage, Cancelled));
        Assert.True((await keys.ClaimAsync("test", "old-7", DecisionId.NewAt(s_now), hash, Cancelled)).IsNew);
        Assert.Equal(young, (await keys.ClaimAsync("test", "young", DecisionId.NewAt(s_now), hash, Cancelled)).Id);
    }

    [Fact]
    public async Task What_is_known_of_messages_that_could_not_be_taken_goes_with_the_keys_of_their_day()
    {
        var (_, purge, account) = await StartAsync();
        var (old, young) = (new string('x', 70_000), "young");
        foreach (var (content, at) in new[] { (old, s_kept.AddSeconds(-1)), (young, s_kept) })
        {
            var entry = new PoisonEntry
            {
                Id = PoisonEntries.IdOf(content),
                Reason = PoisonReason.Unreadable,
                Errors = new Dictionary<string, IReadOnlyList<string>>(),
                Message = content,
                MessageId = content[..1],
                Received = at,
                DequeueCount = 1,
            };
            Assert.True(await Poison(at).AddOnceAsync(entry, Cancelled));
        }
        Assert.Equal(old, await Poison(s_now).WholeMessageAsync(PoisonEntries.IdOf(old), Cancelled));

        var report = await purge.RunAsync(Cancelled);

        Assert.Equal(1, report.RequestKeys);
        Assert.Null(await Poison(s_now).WholeMessageAsync(PoisonEntries.IdOf(old), Cancelled));
        var left = await account.Table(TableNames.RequestKeys).QueryAsync<TableEntity>(cancellationToken: Cancelled).ToListAsync(Cancelled);
        Assert.DoesNotContain(left, r => r.RowKey == PoisonEntries.IdOf(old));
        Assert.Equal(2, left.Count(r => r.RowKey == PoisonEntries.IdOf(young)));

        PoisonEntries Poison(DateTimeOffset at) => new(account, new FixedTime(at), NullLogger<PoisonEntries>.Instance);
    }

    [Fact]
    public async Task A_purged_decision_leaves_nothing_in_the_list_of_its_person()
    {
        var (store, purge, account) = await StartAsync();
        var staff = $"rn-{Guid.NewGuid():N}";
        var (old, pending, young) = (
            StoredDecisions.At(s_kept.AddDays(-1), staffId: staff),
            StoredDecisions.At(s_kept.AddDays(-1), status: DecisionStatus.PendingReview, staffId: staff),
            StoredDecisions.At(s_kept, staffId: staff));
        foreach (var decision in new[] { old, pending, young })
        {
            await AddPublishedAsync(store, account, decision);
            await Requests(account).PutAsync(staff, decision.Id, Cancelled);
        }

        await purge.RunAsync(Cancelled);

        Assert.Equal([young.Id, pending.Id], (await Requests(account).ListAsync(staff, null, 10, Cancelled)).Items.Select(d => d.Id));
        var left = account.Table(TableNames.ByStaff).QueryAsync<TableEntity>(cancellationToken: Cancelled);
        Assert.DoesNotContain(await left.Select(r => r.RowKey).ToListAsync(Cancelled),
            row => row.EndsWith(old.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_promised_and_never_decided_goes_too()
    {
        var (_, purge, account) = await StartAsync();
        var accepted = new AcceptedRequests(account);
        var (old, young) = (DecisionId.NewAt(s_kept.AddMilliseconds(-1)), DecisionId.NewAt(s_kept));
        foreach (var id in new[] { old, young })
            await accepted.PutAsync(id, new("key:form", "rn-1042", "en", new('0', 64)), Cancelled);

        await purge.RunAsync(Cancelled);

        Assert.Null(await accepted.FindAsync(old, Cancelled));
        Assert.NotNull(await accepted.FindAsync(young, Cancelled));
    }

    [Fact]
    public async Task A_purge_asks_each_shard_as_often_whatever_its_age_when_there_is_nothing_to_purge()
    {
        var (_, purge, account) = await StartAsync();
        await purge.RunAsync(Cancelled);
        var earlier = new FixedTime(s_now.AddYears(-4));
        var audit = new AuditTrail(account, earlier, NullLogger<AuditTrail>.Instance);
        var later = new DecisionPurge(account, Feed(account), Requests(account), audit,
            Options.Create(new RetentionOptions { Days = 1 }), earlier);

        var (once, aged) = (await StorageRequests.CountAsync(() => purge.RunAsync(Cancelled)),
            await StorageRequests.CountAsync(() => later.RunAsync(Cancelled)));

        Assert.Equal((once, true), (aged, once <= 5 * DecisionKeys.Shards + 2));
    }

    [Fact]
    public async Task What_digests_know_of_resolved_reviews_goes_by_the_day_of_the_resolution()
    {
        var (_, purge, account) = await StartAsync();
        var reviews = Desks.ListOf(account, new(account, new()));
        var moments = new[] { s_kept.AddDays(-200), s_kept.AddMilliseconds(-1), s_kept, s_now };
        foreach (var moment in moments)
            await reviews.PutResolvedAsync(StoredDecisions.At(s_kept.AddDays(-300)),
                new("permit", "on purpose", "ana", moment, null), Cancelled);

        await purge.RunAsync(Cancelled);

        Assert.Equal(moments[2..].Select(m => (DateTimeOffset?)m),
            (await reviews.ResolvedAsync(moments[0], s_now.AddDays(1), Cancelled).Select(r => r.ResolvedAt)
                .ToListAsync(Cancelled)).Order());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(400, true)]
    public void At_least_a_day_is_kept(int days, bool isValid)
    {
        var options = new RetentionOptions { Days = days };
        Assert.Equal(isValid, Validator.TryValidateObject(options, new(options), null, validateAllProperties: true));
    }

    [Fact]
    public void Four_hundred_days_are_kept_unless_set_otherwise() => Assert.Equal(400, new RetentionOptions().Days);

    private async Task<(DecisionStore Store, DecisionPurge Purge, StorageAccount Account)> StartAsync()
    {
        var account = await Emulated.AccountAsync(azurite);
        foreach (var row in await AllAsync(account))
            await account.Table(TableNames.Decisions).DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
        var time = new FixedTime(s_now);
        var audit = new AuditTrail(account, time, NullLogger<AuditTrail>.Instance);
        return (new(account, new()),
            new(account, Feed(account), Requests(account), audit, Options.Create(new RetentionOptions { Days = 10 }), time), account);
    }

    private static StaffRequests Requests(StorageAccount account) =>
        new(account, new(account, new()), new(Options.Create(new PseudonymOptions { Key = new('k', 32) })),
            new(account, DefaultPolicy.Load()));

    private static DecisionFeed Feed(StorageAccount account) => new(account, new(account, new()));

    private static async Task AddPublishedAsync(DecisionStore store, StorageAccount account, Decision decision)
    {
        await store.TryAddAsync(decision, Cancelled);
        await PublishAsync(account, decision.Id, DecisionEvents.Made);
    }

    // What the relay does last.
    private static async Task PublishAsync(StorageAccount account, DecisionId id, string what) => await account.Table(TableNames.Decisions)
        .DeleteEntityAsync(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowOf(id, what, what == DecisionEvents.Made ? 1 : 2),
            cancellationToken: Cancelled);

    private static async Task<List<TableEntity>> AllAsync(StorageAccount account) =>
        await Enumerable.Range(0, DecisionKeys.Shards).ToAsyncEnumerable()
        .SelectMany(shard => account.Table(TableNames.Decisions).QueryAsync<TableEntity>(
            r => r.PartitionKey.CompareTo(DecisionKeys.Partition(shard, DateOnly.MinValue)) >= 0
                && r.PartitionKey.CompareTo(DecisionKeys.Partition(shard, new(1980, 1, 1))) < 0,
            cancellationToken: Cancelled))
        .ToListAsync(Cancelled);

    private static async Task<IEnumerable<string>> RowsAsync(StorageAccount account) =>
        (await AllAsync(account)).Select(r => r.RowKey).Order();

    private static async Task<IEnumerable<TableEntity>> OutboxAsync(StorageAccount account) =>
        (await AllAsync(account)).Where(r => r.RowKey.StartsWith("o|", StringComparison.Ordinal));
}
