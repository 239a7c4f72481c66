using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Azure.Data.Tables;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Service.Decisions;

/// <summary>
/// Reads the decisions of a time range as a stream: one range of keys in each shard, several shards at once, and no more
/// in memory than a page or two of each, whatever the range holds. Days without a decision cost nothing.
/// </summary>
public sealed class DecisionScan(StorageAccount account, IOptions<StorageOptions> options)
{
    // Storage gives at most 1000 rows a page. A reading in order holds a page or two of each shard, and a document is some
    // kilobytes, so then it is asked for fewer.
    private const int LargePage = 1000;
    private const int SmallPage = 100;
    private const int LeastPage = 8;

    private readonly TableClient _table = account.Table(TableNames.Decisions);
    private readonly int _parallelism = options.Value.ScanParallelism;

    /// <summary>The decisions in no particular order: as fast as storage gives them.</summary>
    public async IAsyncEnumerable<DecisionRow> ReadAsync(DecisionQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pageSize = query.Columns?.Contains(nameof(DecisionRow.Document)) == false ? LargePage : SmallPage;
        // Readers wait when whoever counts the rows is slower than they are.
        var pages = Channel.CreateBounded<IReadOnlyList<DecisionRow>>(2);
        var reading = ReadShardsAsync(query, pageSize, pages.Writer, stop.Token);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellation))
                foreach (var row in page)
                    yield return row;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>The decisions by id, oldest first: the shards merged.</summary>
    public async IAsyncEnumerable<DecisionRow> ReadInOrderAsync(DecisionQuery query,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pageSize = query.PageSize is { } wanted ? PageOfEachShard(wanted) : SmallPage;
        var shards = Shards(query).Select(shard => new ShardReader(PagesAsync(query, shard, pageSize, stop.Token))).ToList();
        try
        {
            await Parallel.ForEachAsync(
                shards,
                new ParallelOptions { MaxDegreeOfParallelism = _parallelism, CancellationToken = cancellation },
                async (shard, _) => await shard.MoveNextAsync());

            var next = new PriorityQueue<ShardReader, DecisionId>();
            foreach (var shard in shards)
                if (shard.Current is { } first)
                    next.Enqueue(shard, first.Id);
            while (next.TryDequeue(out var shard, out _))
            {
                yield return shard.Current!;
                if (await shard.MoveNextAsync())
                    next.Enqueue(shard, shard.Current!.Id);
            }
        }
        finally
        {
            // If the stream was left early, pages may still be on their way.
            await stop.CancelAsync();
            foreach (var shard in shards)
                await shard.DisposeAsync();
        }
    }

    // A reader of the first so many rows takes about as many from each shard; twice as many, since the draw is not even.
    internal static int PageOfEachShard(int wanted) => Math.Min(SmallPage, Math.Max(LeastPage, 2 * wanted / DecisionKeys.Shards));

    // Ends by completing the channel, with the error if there was one: the stream's reader is told, nobody else.
    private async Task ReadShardsAsync(DecisionQuery query, int pageSize, ChannelWriter<IReadOnlyList<DecisionRow>> pages,
        CancellationToken cancellation)
    {
        try
        {
            await Parallel.ForEachAsync(
                Shards(query),
                new ParallelOptions { MaxDegreeOfParallelism = _parallelism, CancellationToken = cancellation },
                async (shard, token) =>
                {
                    await foreach (var page in PagesAsync(query, shard, pageSize, token))
                        await pages.WriteAsync(page, token);
                });
            pages.Complete();
        }
        catch (Exception e)
        {
            pages.Complete(e);
        }
    }

    private static IEnumerable<int> Shards(DecisionQuery query) => query.From < query.To ? Enumerable.Range(0, DecisionKeys.Shards) : [];

    private async IAsyncEnumerable<IReadOnlyList<DecisionRow>> PagesAsync(
        DecisionQuery query, int shard, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var select = query.ReadColumns?.Append(nameof(TableEntity.RowKey));
        var rows = _table.QueryAsync<TableEntity>(query.FilterFor(shard), Math.Min(pageSize, query.PageSize ?? pageSize), select,
            cancellation);
        await foreach (var page in rows.AsPages().WithCancellation(cancellation))
            if (page.Values.Select(DecisionRow.Of).Where(query.Picks).ToList() is { Count: > 0 } picked)
                yield return picked;
    }

    /// <summary>Walks through one shard and, past the middle of a page, has the next one on its way.</summary>
    private sealed class ShardReader(IAsyncEnumerable<IReadOnlyList<DecisionRow>> source) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<IReadOnlyList<DecisionRow>> _pages = source.GetAsyncEnumerator();
        private IReadOnlyList<DecisionRow> _page = [];
        private int _at = -1;
        private Task<bool>? _following;

        internal DecisionRow? Current => _at >= 0 && _at < _page.Count ? _page[_at] : null;

        internal async ValueTask<bool> MoveNextAsync()
        {
            if (++_at >= _page.Count)
            {
                _following ??= _pages.MoveNextAsync().AsTask();
                var hasPage = await _following;
                _page = hasPage ? _pages.Current : [];
                _at = 0;
                // A stream that has ended is not asked again.
                _following = hasPage ? null : _following;
            }
            else if (_at * 2 >= _page.Count)
            {
                _following ??= _pages.MoveNextAsync().AsTask();
            }
            return Current is not null;
        }

        public async ValueTask DisposeAsync()
        {
            // A page that was read ahead may be on its way, or have failed: nobody wants it any more.
            if (_following is Task ahead)
                await ahead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _pages.DisposeAsync();
        }
    }
}
