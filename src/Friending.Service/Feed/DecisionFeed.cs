using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Feed;

/// <summary>
/// The changes of all decisions, in an order that a reader can follow with a cursor and miss none. Ids cannot be that cursor:
/// they are made before the commit, some long before.
/// </summary>
/// <remarks>
/// <para>
/// Each shard numbers its changes without gaps. An append is one transaction of three rows: the change under the next number,
/// the shard's head with that number, conditional on its ETag, and the decision's mark with the revision that was appended
/// last. So no number is given twice, whichever hosts append at once; a change is appended once, however often it is
/// relayed; and no change of a decision comes before an earlier one. Clocks play no part.
/// </para>
/// <para>
/// A reader takes numbers only as far as they follow each other: storage promises a consistent view within a page at most.
/// </para>
/// </remarks>
public sealed class DecisionFeed(StorageAccount account, DecisionStore decisions)
{
    private const string HeadKey = "head";
    private const string Number = "Number";
    private const string First = "First";
    private const string Revision = "Revision";

    // Of hosts that append to a shard at the same moment one wins a round.
    private const int MostAttempts = 50;
    private const int BatchSize = 100;
    private const int AtOnce = 16;

    private readonly TableClient _table = account.Table(TableNames.Feed);

    /// <summary>Appends a change, unless it is there.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="revision">The decision's revision that the change made: 1 when made, one more with each change.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="cancellation">Gives up; doing it again is safe.</param>
    /// <returns>True if the change is in the feed; false, and nothing is appended, if the change before it is not.</returns>
    /// <exception cref="RequestFailedException">Storage refuses, or too many others append at the same time.</exception>
    public async Task<bool> AppendAsync(DecisionId id, int revision, string what, DateTimeOffset at, CancellationToken cancellation)
    {
        var partition = FeedRow.Partition(DecisionKeys.ShardOf(id));
        for (var attempt = 1; ; attempt++)
        {
            // The head first: if anything is appended after it was read, the transaction is refused, so the mark is not outdated.
            var head = await _table.FindAsync(partition, HeadKey, cancellation);
            var mark = await _table.FindAsync(partition, DecisionKeys.RowOf(id), cancellation);
            var last = mark?.GetInt32(Revision) ?? 0;
            if (last >= revision)
                return true;
            if (last < revision - 1)
                return false;
            var number = (head?.GetInt64(Number) ?? 0) + 1;
            TableTransactionAction[] append =
            [
                new(TableTransactionActionType.Add, new FeedRow(number, id, what, at).ToEntity()),
                Write(head, new(partition, HeadKey) { [Number] = number, [First] = head?.GetInt64(First) ?? 1 }),
                Write(mark, new(partition, DecisionKeys.RowOf(id)) { [Revision] = revision }),
            ];
            try
            {
                await _table.SubmitTransactionAsync(append, cancellation);
                return true;
            }
            catch (RequestFailedException e) when (IsRefused(e) && attempt < MostAttempts)
            {
                // Another host appended to the shard meanwhile, or this append went through though its answer was lost.
            }
        }
    }

    /// <summary>Reads the changes after a cursor.</summary>
    /// <param name="cursor">How far the reader has read.</param>
    /// <param name="limit">At most how many changes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<FeedPage> PollAsync(FeedCursor cursor, int limit, CancellationToken cancellation)
    {
        while (true)
        {
            var rows = Merge(await Task.WhenAll(Enumerable.Range(0, DecisionKeys.Shards)
                .Select(s => ReadAsync(s, cursor[s], limit, cancellation)))).Take(limit).ToList();
            cursor = rows.Aggregate(cursor, (c, row) => c.With(DecisionKeys.ShardOf(row.Id), row.Number));
            // Read after the rows, and each once: so the decision is at least as far as the change, and goes back nowhere.
            var found = new Dictionary<DecisionId, Decision>();
            foreach (var ids in rows.Select(r => r.Id).Distinct().Chunk(AtOnce))
                foreach (var (id, stored) in ids.Zip(await Task.WhenAll(ids.Select(id => decisions.FindAsync(id, cancellation)))))
                    if (stored is not null)
                        found[id] = stored.Decision;
            List<FeedItem> items = [.. rows.Where(r => found.ContainsKey(r.Id))
                .Select(r => new FeedItem(r.Id, found[r.Id], DecisionEvents.TypeOf(r.What), r.At))];
            // A page of nothing but purged decisions is not the end.
            if (items.Count > 0 || rows.Count == 0)
                return new(items, cursor.ToString());
        }
    }

    /// <summary>Deletes the changes of days before <paramref name="kept"/>, and what the feed knows of
    /// decisions that were purged.</summary>
    public async Task PurgeAsync(DateOnly kept, CancellationToken cancellation)
    {
        for (var shard = 0; shard < DecisionKeys.Shards; shard++)
        {
            // The oldest come first, so reading ends with the first that is kept.
            var expired = _table.QueryAsync<TableEntity>(RowPrefix.Filter(FeedRow.Partition(shard), RowPrefix.Feed), BatchSize,
                cancellationToken: cancellation)
                .Select(FeedRow.Of).TakeWhile(r => DecisionKeys.DayOf(r.At) < kept);
            await foreach (var rows in expired.Chunk(BatchSize).WithCancellation(cancellation))
                await DeleteAsync(shard, rows, cancellation);
        }
    }

    private async Task DeleteAsync(int shard, FeedRow[] rows, CancellationToken cancellation)
    {
        var partition = FeedRow.Partition(shard);
        // The head first: a reader that finds numbers missing reads from it whether they were purged.
        for (ETag? told = null; told is null;)
        {
            var head = await _table.FindAsync(partition, HeadKey, cancellation)
                ?? throw new InvalidDataException($"The shard {partition} of the feed has no head.");
            told = await _table.TryUpdateAsync(new(partition, HeadKey) { [First] = rows[^1].Number + 1 }, head.ETag, TableUpdateMode.Merge,
                cancellation);
        }
        // Marks before changes, which lead to them if this is stopped in between.
        foreach (var id in rows.Select(r => r.Id).Distinct())
            if (await decisions.FindAsync(id, cancellation) is null)
                await _table.DeleteEntityAsync(partition, DecisionKeys.RowOf(id), cancellationToken: cancellation);
        try
        {
            await _table.SubmitTransactionAsync(
                rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r.ToEntity(), ETag.All)), cancellation);
        }
        catch (RequestFailedException e) when (IsRefused(e))
        {
            // Another run deleted them.
        }
    }

    private async Task<List<FeedRow>> ReadAsync(int shard, long after, int limit, CancellationToken cancellation)
    {
        var partition = FeedRow.Partition(shard);
        var rows = new List<FeedRow>();
        var next = after + 1;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {FeedRow.KeyOf(next)} and RowKey lt {RowPrefix.End(RowPrefix.Feed)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(limit, 1000), cancellationToken: cancellation)
            .Select(FeedRow.Of).Take(limit))
        {
            if (row.Number != next && rows.Count == 0)
                next = Math.Max(next, (await _table.FindAsync(partition, HeadKey, cancellation))?.GetInt64(First) ?? 1);
            if (row.Number != next)
                break;
            rows.Add(row);
            next++;
        }
        return rows;
    }

    // By time, as far as the order within each shard allows.
    private static IEnumerable<FeedRow> Merge(IEnumerable<List<FeedRow>> shards)
    {
        var next = new PriorityQueue<(List<FeedRow> Rows, int At), DateTimeOffset>(shards.Where(s => s.Count > 0)
            .Select(s => ((s, 0), s[0].At)));
        while (next.TryDequeue(out var shard, out _))
        {
            yield return shard.Rows[shard.At];
            if (++shard.At < shard.Rows.Count)
                next.Enqueue(shard, shard.Rows[shard.At].At);
        }
    }

    private static TableTransactionAction Write(TableEntity? stored, TableEntity row) =>
        stored is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, stored.ETag);

    private static bool IsRefused(RequestFailedException e) => e.Status is 412 or 404 || e.ErrorCode == TableErrorCode.EntityAlreadyExists;
}
