using Azure.Data.Tables;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

public sealed class ReviewDeskTests(AzuriteFixture azurite)
{
    private static readonly PolicyDecisionPoint s_policy = DefaultPolicy.Load();
    private static readonly DateTimeOffset s_made = new(2035, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly DateTimeOffset s_now = s_made.AddHours(5).AddTicks(1234567);
    private static readonly Reviewer s_ana = new("ana", "ana");
    private static readonly Reviewer s_ben = new("ben", "ben");
    private static readonly ReviewRequest s_decline = new() { Resolution = "decline", Reason = "They met at work." };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resolution_stands_beside_the_policys_answer_and_its_event_is_written_with_it()
    {
        var (store, desk, account) = await StartAsync();
        var made = await PendingAsync(store);

        var done = Assert.IsType<DecisionChange.Done>(await desk.ResolveAsync(made.Id, s_decline, s_ana, null, Cancelled));

        var kept = (await store.FindAsync(made.Id, Cancelled))!;
        Assert.Equal(2, kept.Revision);
        Assert.Equal(done.Stored.ETag, kept.ETag);
        Assert.Equal(DecisionStatus.Reviewed, kept.Decision.Status);
        Assert.Equal(("review", made.Summary), (kept.Decision.Outcome, kept.Decision.Summary));
        var review = kept.Decision.Review!;
        Assert.Equal(("decline", "They met at work.", "ana", s_now), (review.Resolution, review.Reason, review.By, review.At));
        Assert.Contains("guideline 7", review.Reply!.Text, StringComparison.Ordinal);
        Assert.Equal("en", review.Reply.Language);
        Assert.Equal([DecisionEvents.Made, DecisionEvents.Reviewed], await OutboxAsync(account, made.Id));
        var row = await RowAsync(account, made.Id);
        Assert.Equal(("decline", "ana", s_now, true), (row.Resolution, row.ReviewedBy, row.ReviewedAt, row.ReviewOpened));
    }

    [Theory]
    [InlineData("decline", "accept", "es", "directriz 7")]
    [InlineData("discourage", "accept", "en", "guideline 7")]
    [InlineData("permit", "accept", "en", null)]
    [InlineData("decline", "initiate", "en", null)]
    public async Task The_reply_is_the_one_for_the_outcome_that_the_reviewer_gave(string resolution, string direction, string language,
        string? part)
    {
        var (store, desk, _) = await StartAsync();
        var made = StoredDecisions.PendingAt(s_made, s_policy, direction: direction, language: language);
        await store.TryAddAsync(made, Cancelled);

        var done = Assert.IsType<DecisionChange.Done>(
            await desk.ResolveAsync(made.Id, s_decline with { Resolution = resolution }, s_ana, null, Cancelled));

        var reply = done.Stored.Decision.Review!.Reply;
        Assert.Equal(part is null, reply is null);
        if (part is not null)
            Assert.Contains(part, reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_that_made_the_decision_gives_the_reply_though_another_is_in_force()
    {
        var (store, _, account) = await StartAsync();
        var made = await PendingAsync(store);
        var other = PolicyDecisionPoint.Load("""
            {"id":"other","version":"1.0.0","title":{"en":"Other"},"languages":["en"],"outcomes":[{"value":"permit","kind":"permit"}],"otherwise":"permit","facts":[],"guidelines":[]}
            """u8.ToArray());
        var desk = Desks.Of(account, store, new PolicyArchive(account, other), s_now);

        var done = Assert.IsType<DecisionChange.Done>(await desk.ResolveAsync(made.Id, s_decline, s_ana, null, Cancelled));

        Assert.NotNull(done.Stored.Decision.Review!.Reply);
    }

    [Fact]
    public async Task Nobody_reviews_their_own_request_however_their_name_is_written()
    {
        var (store, desk, _) = await StartAsync();
        var made = await PendingAsync(store, "Ana@Example.org");

        foreach (var id in new[] { "ana@example.org", "ana@example.org ", "ＡＮＡ@example.org", "a\u200Bna@example.org" })
            Assert.IsType<DecisionChange.OwnRequest>(await desk.ResolveAsync(made.Id, s_decline, new(id, id), null, Cancelled));
        Assert.IsType<DecisionChange.Done>(await desk.ResolveAsync(made.Id, s_decline, new("key:flow", null), null, Cancelled));
    }

    [Fact]
    public async Task Only_what_is_pending_is_resolved_and_only_the_version_that_was_meant()
    {
        var (store, desk, _) = await StartAsync();
        var made = await PendingAsync(store);

        Assert.IsType<DecisionChange.NotFound>(await desk.ResolveAsync(DecisionId.NewAt(s_made), s_decline, s_ana, null, Cancelled));
        Assert.IsType<DecisionChange.ChangedMeanwhile>(await desk.ResolveAsync(made.Id, s_decline, s_ana, [2, 3], Cancelled));
        Assert.IsType<DecisionChange.ChangedMeanwhile>(await desk.ResolveAsync(made.Id, s_decline, s_ana, [], Cancelled));
        Assert.IsType<DecisionChange.Done>(await desk.ResolveAsync(made.Id, s_decline, s_ana, [4, 1], Cancelled));
        Assert.Equal(DecisionStatus.Reviewed,
            Assert.IsType<DecisionChange.NotPending>(await desk.ResolveAsync(made.Id, s_decline, s_ben, null, Cancelled)).Status);
        Assert.IsType<DecisionChange.ChangedMeanwhile>(await desk.ResolveAsync(made.Id, s_decline, s_ben, [1], Cancelled));
    }

    [Fact]
    public async Task A_withdrawal_keeps_the_review_and_that_there_was_one_and_repeated_changes_nothing()
    {
        var (store, desk, account) = await StartAsync();
        var (reviewed, pending, final) = (await PendingAsync(store), await PendingAsync(store), StoredDecisions.At(s_made));
        await store.TryAddAsync(final, Cancelled);
        await desk.ResolveAsync(reviewed.Id, s_decline, s_ana, null, Cancelled);

        foreach (var (id, revision) in new[] { (reviewed.Id, 3), (pending.Id, 2), (final.Id, 2) })
        {
            Assert.IsType<DecisionChange.ChangedMeanwhile>(await desk.WithdrawAsync(id, "ana", [7], Cancelled));
            var done = Assert.IsType<DecisionChange.Done>(await desk.WithdrawAsync(id, "ana", [revision - 1], Cancelled));
            // The version that the first call was meant for: that call may have been repeated by a network.
            var again = Assert.IsType<DecisionChange.Done>(await desk.WithdrawAsync(id, "ana", [revision - 1], Cancelled));
            Assert.Equal((DecisionStatus.Withdrawn, revision), (done.Stored.Decision.Status, done.Stored.Revision));
            Assert.Equal(revision, again.Stored.Revision);
        }
        Assert.NotNull((await store.FindAsync(reviewed.Id, Cancelled))!.Decision.Review);
        Assert.True((await RowAsync(account, pending.Id)).ReviewOpened);
        Assert.True((await RowAsync(account, reviewed.Id)).ReviewOpened);
        Assert.Null((await RowAsync(account, final.Id)).ReviewOpened);
        Assert.Equal([DecisionEvents.Made, DecisionEvents.Withdrawn], await OutboxAsync(account, pending.Id));
        Assert.IsType<DecisionChange.NotPending>(await desk.ResolveAsync(pending.Id, s_decline, s_ana, null, Cancelled));
    }

    [Fact]
    public async Task An_update_of_what_has_changed_since_it_was_read_writes_neither_the_change_nor_its_event()
    {
        var (store, _, account) = await StartAsync();
        var made = await PendingAsync(store);
        var read = (await store.FindAsync(made.Id, Cancelled))!;
        var withdrawn = read.Decision with { Status = DecisionStatus.Withdrawn };

        Assert.NotNull(await store.TryUpdateAsync(read, read.Decision with { Note = "first" }, DecisionEvents.Reviewed, "ana", Cancelled));
        Assert.Null(await store.TryUpdateAsync(read, withdrawn, DecisionEvents.Withdrawn, "ana", Cancelled));
        Assert.Null(await store.TryUpdateAsync(read with { Decision = read.Decision with { Id = DecisionId.NewAt(s_made) } },
            withdrawn with { Id = DecisionId.NewAt(s_made) }, DecisionEvents.Withdrawn, "ana", Cancelled));

        Assert.Equal("first", (await store.FindAsync(made.Id, Cancelled))!.Decision.Note);
        Assert.Equal([DecisionEvents.Made, DecisionEvents.Reviewed], await OutboxAsync(account, made.Id));
    }

    [Fact]
    public async Task Of_a_review_and_a_withdrawal_at_the_same_moment_both_are_kept_or_the_review_came_too_late()
    {
        var (store, desk, account) = await StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var made = await PendingAsync(store);
            var review = desk.ResolveAsync(made.Id, s_decline, s_ana, null, Cancelled);
            var withdrawal = desk.WithdrawAsync(made.Id, "ana", null, Cancelled);

            Assert.IsType<DecisionChange.Done>(await withdrawal);
            var isReviewed = await review is DecisionChange.Done;
            var kept = (await store.FindAsync(made.Id, Cancelled))!;
            Assert.Equal(DecisionStatus.Withdrawn, kept.Decision.Status);
            Assert.Equal(isReviewed, kept.Decision.Review is not null);
            string[] events = isReviewed
                ? [DecisionEvents.Made, DecisionEvents.Reviewed, DecisionEvents.Withdrawn]
                : [DecisionEvents.Made, DecisionEvents.Withdrawn];
            Assert.Equal(events, await OutboxAsync(account, made.Id));
        }
    }

    private async Task<(DecisionStore Store, ReviewDesk Desk, StorageAccount Account)> StartAsync()
    {
        var account = await Emulated.AccountAsync(azurite);
        var archive = new PolicyArchive(account, s_policy);
        await archive.KeepActiveAsync(Cancelled);
        var store = new DecisionStore(account, new());
        return (store, Desks.Of(account, store, archive, s_now), account);
    }

    private static async Task<Decision> PendingAsync(DecisionStore store, string staffId = "rn-1042")
    {
        var made = StoredDecisions.PendingAt(s_made, s_policy, staffId);
        Assert.NotNull(await store.TryAddAsync(made, Cancelled));
        return made;
    }

    private static async Task<IEnumerable<string>> OutboxAsync(StorageAccount account, DecisionId id)
    {
        var rows = account.Table(TableNames.Decisions).QueryAsync<TableEntity>(
            r => r.PartitionKey == DecisionKeys.PartitionOf(id), cancellationToken: Cancelled);
        return await rows.Where(r => r.RowKey.StartsWith($"o|{id}|", StringComparison.Ordinal)).Select(r => r.GetString("Type"))
            .ToListAsync(Cancelled);
    }

    private async Task<DecisionRow> RowAsync(StorageAccount account, DecisionId id) =>
        await new DecisionScan(account, Emulated.Options(azurite)).ReadAsync(new(id.Time, id.Time.AddMilliseconds(1)), Cancelled)
            .SingleAsync(r => r.Id == id, Cancelled);
}
