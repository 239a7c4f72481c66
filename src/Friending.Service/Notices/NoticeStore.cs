using Azure;
using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Notices;

/// <summary>
/// Keeps notices: a row each, for as long as decisions are kept, so that none is opened twice; and, in one partition, the keys of those
/// that may be open, so that nobody has to search for them.
/// </summary>
public sealed class NoticeStore(StorageAccount account)
{
    private const string Open = "open";
    private const string Day = "Day";

    private readonly TableClient _table = account.Table(TableNames.Notices);

    /// <summary>Opens a notice unless it was opened before; doing it again changes nothing.</summary>
    internal async Task OpenAsync(Notice notice, CancellationToken cancellation)
    {
        var row = notice.ToEntity();
        if (await _table.FindAsync(row.PartitionKey, row.RowKey, cancellation, ["PartitionKey"]) is not null)
            return;
        // The key first: if this ends in between, whoever asked asks again.
        await _table.UpsertEntityAsync(
            new TableEntity(Open, notice.Key) { [Day] = row.PartitionKey }, TableUpdateMode.Replace, cancellation);
        await _table.TryAddAsync(row, cancellation);
    }

    /// <summary>The notices that are open. Keys of those that are not are taken away.</summary>
    internal async Task<IReadOnlyList<Notice>> OpenAsync(CancellationToken cancellation)
    {
        var open = new List<Notice>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Open}");
        await foreach (var key in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            // One that is not there yet is about to be.
            if (await _table.FindAsync(key.GetString(Day), key.RowKey, cancellation) is not { } row)
                continue;
            if (Notice.Of(row) is { IsClosed: false } notice)
                open.Add(notice);
            else
                await _table.DeleteEntityAsync(Open, key.RowKey, ETag.All, cancellation);
        }
        return open;
    }

    /// <summary>A filter for the notices of days before this one, as OData.</summary>
    internal static string FilterBefore(DateOnly day) => TableClient.CreateQueryFilter(
        $"PartitionKey ge {Notice.PartitionOf(DateOnly.MinValue)} and PartitionKey lt {Notice.PartitionOf(day)}");

    /// <summary>Writes a notice that was read. Null, and nothing is written, if somebody else has written it meanwhile.</summary>
    internal async Task<Notice?> TryWriteAsync(Notice notice, CancellationToken cancellation) =>
        await _table.TryUpdateAsync(notice.ToEntity(), notice.ETag, TableUpdateMode.Replace, cancellation) is { } etag
            ? notice with { ETag = etag } : null;
}
