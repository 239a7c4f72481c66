using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
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
        if ((await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, ["PartitionKey"], cancellation)).HasValue)
            return;
        // The key first: if this ends in between, whoever asked asks again.
        await _table.UpsertEntityAsync(
            new TableEntity(Open, notice.Key) { [Day] = row.PartitionKey }, TableUpdateMode.Replace, cancellation);
        try
        {
            await _table.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Another host was faster.
        }
    }

    /// <summary>The notices that are open. Keys of those that are not are taken away.</summary>
    internal async Task<IReadOnlyList<Notice>> OpenAsync(CancellationToken cancellation)
    {
        var open = new List<Notice>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Open}");
        await foreach (var key in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(key.GetString(Day), key.RowKey, cancellationToken: cancellation);
            // One that is not there yet is about to be.
            if (found is not { HasValue: true, Value: { } row })
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
    internal async Task<Notice?> TryWriteAsync(Notice notice, CancellationToken cancellation)
    {
        try
        {
            var written = await _table.UpdateEntityAsync(notice.ToEntity(), notice.ETag, TableUpdateMode.Replace, cancellation);
            return notice with { ETag = written.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }
}
