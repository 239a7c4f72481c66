using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>Reads rows by the storage client alone, as many shards at once as the product does, and does nothing with them.</summary>
internal sealed class BareScan(EmulatedService service)
{
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
