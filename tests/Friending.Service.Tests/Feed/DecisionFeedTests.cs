using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

public sealed class DecisionFeedTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private DecisionFeed Feed => service.Get<DecisionFeed>();

    [Fact]
    public async Task What_commits_later_under_an_older_id_is_seen_by_a_reader_that_has_read_a_newer_one()
    {
        var cursor = await EndAsync();
        // Promised first, decided last, as a request that was queued.
        var (queued, plain) = (StoredDecisions.At(service.Time.GetUtcNow().AddMinutes(-1)), StoredDecisions.At(service.Time.GetUtcNow()));

        await RelayNewAsync(plain);
        var first = await Feed.PollAsync(cursor, 10, Cancelled);
        await RelayNewAsync(queued);
        var second = await Feed.PollAsync(Next(first), 10, Cancelled);

        Assert.Equal((plain.Id, "friending.decision.made", plain.DecidedAt), Told(Assert.Single(first.Items)));
        Assert.Equal((queued.Id, "friending.decision.made", queued.DecidedAt), Told(Assert.Single(second.Items)));
        var end = await Feed.PollAsync(Next(second), 10, Cancelled);
        Assert.Empty(end.Items);
        Assert.Equal(second.Cursor, end.Cursor);
    }

    [Fact]
    public async Task A_change_waits_for_the_one_before_it_and_is_appended_once()
    {
        var cursor = await EndAsync();
        var decision = StoredDecisions.At(service.Time.GetUtcNow(), status: DecisionStatus.PendingReview);
        await service.Decisions.TryAddAsync(decision, Cancelled);

        Assert.False(await Feed.AppendAsync(decision.Id, 2, DecisionEvents.Withdrawn, decision.DecidedAt, Cancelled));
        Assert.True(await Feed.AppendAsync(decision.Id, 1, DecisionEvents.Made, decision.DecidedAt, Cancelled));
        Assert.True(await Feed.AppendAsync(decision.Id, 2, DecisionEvents.Withdrawn, decision.DecidedAt, Cancelled));
        Assert.True(await Feed.AppendAsync(decision.Id, 1, DecisionEvents.Made, decision.DecidedAt, Cancelled));

        Assert.Equal(["friending.decision.made", "friending.decision.withdrawn"],
            (await Feed.PollAsync(cursor, 10, Cancelled)).Items.Select(i => i.Event));
    }

    [Fact]
    public async Task Appends_at_once_all_come_through_and_pages_hold_each_once()
    {
        var cursor = await EndAsync();
        var decisions = Enumerable.Range(0, 40).Select(_ => StoredDecisions.At(service.Time.GetUtcNow())).ToList();
        await Parallel.ForEachAsync(decisions, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled },
            async (d, _) => await RelayNewAsync(d));

        var seen = new List<DecisionId>();
        FeedPage page;
        do
        {
            page = await Feed.PollAsync(cursor, 7, Cancelled);
            seen.AddRange(page.Items.Select(i => i.Id));
            cursor = Next(page);
        }
        while (page.Items.Count > 0);

        Assert.Equal(decisions.Select(d => d.Id).Order(), seen.Order());
    }

    [Fact]
    public async Task What_is_purged_is_told_no_more_and_a_reader_from_before_reads_on()
    {
        // What another test told of before would keep what comes after it.
        await service.EmptyAsync(TableNames.Feed);
        var cursor = await EndAsync();
        var today = DecisionKeys.DayOf(service.Time.GetUtcNow());
        // Of one shard, so that the numbers that go are before those that stay.
        var (old, kept) = (OfShard(3, service.Time.GetUtcNow().AddDays(-500)), OfShard(3, service.Time.GetUtcNow()));
        await RelayNewAsync(old);
        await RelayNewAsync(kept);
        await service.Storage.Table(TableNames.Decisions)
            .DeleteEntityAsync(DecisionKeys.PartitionOf(old.Id), DecisionKeys.RowOf(old.Id), cancellationToken: Cancelled);

        Assert.Equal([kept.Id], (await Feed.PollAsync(cursor, 1, Cancelled)).Items.Select(i => i.Id));
        await Feed.PurgeAsync(today.AddDays(-400), Cancelled);

        Assert.Equal([kept.Id], (await Feed.PollAsync(cursor, 10, Cancelled)).Items.Select(i => i.Id));
        var left = await service.Storage.Table(TableNames.Feed).QueryAsync<TableEntity>(cancellationToken: Cancelled)
            .ToListAsync(Cancelled);
        Assert.DoesNotContain(left, r => r.RowKey == DecisionKeys.RowOf(old.Id) || r.GetString("Id") == old.Id.ToString());
        Assert.Contains(left, r => r.RowKey == DecisionKeys.RowOf(kept.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.-1")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9223372036854775807")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0. 1")]
    public void What_is_no_cursor_is_refused(string text) => Assert.False(FeedCursor.TryParse(text, out _));

    [Fact]
    public void The_longest_cursor_there_can_be_is_as_long_as_one_may_be()
    {
        var text = "1" + string.Concat(Enumerable.Repeat($".{long.MaxValue - 1}", DecisionKeys.Shards));

        Assert.True(FeedCursor.TryParse(text, out var cursor));
        Assert.Equal((text, FeedCursor.MaxLength), (cursor.ToString(), text.Length));
    }

    private static Decision OfShard(int shard, DateTimeOffset time) =>
        Enumerable.Range(0, 10_000).Select(ms => StoredDecisions.At(time.AddMilliseconds(-ms)))
            .First(d => DecisionKeys.ShardOf(d.Id) == shard);

    private static (DecisionId, string, DateTimeOffset) Told(FeedItem item) => (item.Id, item.Event, item.At);

    private static FeedCursor Next(FeedPage page) =>
        FeedCursor.TryParse(page.Cursor, out var cursor) ? cursor : throw new InvalidDataException(page.Cursor);

    private async Task RelayNewAsync(Decision decision)
    {
        await service.Decisions.TryAddAsync(decision, Cancelled);
        await service.Relay.RelayAsync(decision.Id, Cancelled);
    }

    private async Task<FeedCursor> EndAsync()
    {
        var (cursor, page) = (FeedCursor.Start, new FeedPage([], ""));
        do
        {
            page = await Feed.PollAsync(cursor, 100, Cancelled);
            cursor = Next(page);
        }
        while (page.Items.Count > 0);
        return cursor;
    }
}
