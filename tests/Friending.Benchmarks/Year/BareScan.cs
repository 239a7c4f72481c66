using Azure.Data.Tables;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Digests.Counting;
using Friending.Service.Policies;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>Reads rows by the storage client alone, as many shards at once as the product does, and does nothing with them.</summary>
internal sealed class BareScan(EmulatedService service)
{
    private const int LargePage = 1000;

    private readonly TableClient _table = service.Storage.Table(TableNames.Decisions);
    private readonly int _parallelism = service.Get<IOptions<StorageOptions>>().Value.ScanParallelism;

    /// <summary>Reads what a query asks storage for; how many rows that is.</summary>
    /// <param name="query">The query.</param>
    /// <param name="pageSize">How many rows a page has.</param>
    internal async Task<int> ReadAsync(DecisionQuery query, int pageSize)
    {
        var rows = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, DecisionKeys.Shards),
            new ParallelOptions { MaxDegreeOfParallelism = _parallelism },
            async (shard, cancellation) =>
            {
                var select = query.Columns?.Append(nameof(TableEntity.RowKey));
                var pages = _table.QueryAsync<TableEntity>(query.FilterFor(shard), pageSize, select, cancellation).AsPages();
                await foreach (var page in pages.WithCancellation(cancellation))
                    Interlocked.Add(ref rows, page.Values.Count);
            });
        return rows;
    }

    /// <summary>Reads what a replay of the time asks for; how many rows that is.</summary>
    internal Task<int> ReadReplayedAsync(DateTimeOffset from, DateTimeOffset to) =>
        ReadAsync(new(from, to) { Columns = PolicyReplay.Columns }, LargePage);

    /// <summary>
    /// Reads what a week's digest is counted from: little of the weeks of the trend, and all that is counted of the two that are told in
    /// full; how many rows that is.
    /// </summary>
    internal async Task<int> ReadDigestedAsync(IsoWeek week)
    {
        var zone = service.Get<IOptions<TimeZoneOptions>>().Value.FindZone();
        var trend = week;
        for (var before = 1; before < DigestCounts.Weeks; before++)
            trend = trend.Previous;
        var full = LocalClock.StartOf(week.Previous, zone);
        return await ReadAsync(new(LocalClock.StartOf(trend, zone), full) { Columns = DigestCounter.TrendColumns }, LargePage)
            + await ReadAsync(new(full, LocalClock.StartOf(week.Next, zone)) { Columns = DigestCounter.AllColumns }, LargePage);
    }

    /// <summary>Reads every row of every table, one page after the other; how many there are.</summary>
    internal async Task<int> ReadAllAsync()
    {
        var rows = 0;
        foreach (var table in TableNames.All)
            await foreach (var page in service.Storage.Table(table).QueryAsync<TableEntity>().AsPages())
                rows += page.Values.Count;
        return rows;
    }
}
