using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Friending.Service.Storage;

/// <summary>Reads of rows that may be missing, and writes that another host may have made first.</summary>
internal static class TableRows
{
    /// <summary>A row; null if there is none.</summary>
    internal static async Task<TableEntity?> FindAsync(
        this TableClient table, string partition, string row, CancellationToken cancellation, IEnumerable<string>? select = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, select, cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds a row and gives its ETag; null, and nothing is written, if there is a row with its key.</summary>
    internal static async Task<ETag?> TryAddAsync(this TableClient table, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            return (await table.AddEntityAsync(row, cancellation)).Headers.ETag;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    /// <summary>Writes a row and gives its new ETag; null, and nothing is written, if it is not as it was read, or gone.</summary>
    internal static async Task<ETag?> TryUpdateAsync(
        this TableClient table, TableEntity row, ETag etag, TableUpdateMode mode, CancellationToken cancellation)
    {
        try
        {
            return (await table.UpdateEntityAsync(row, etag, mode, cancellation)).Headers.ETag;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }
}
