using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Friending.Service.Storage;

/// <summary>What a blob of <see cref="AppendLog"/> holds.</summary>
/// <param name="Lines">Its lines, in the order they were appended.</param>
/// <param name="Length">Its length in bytes; 0 if it does not exist.</param>
public sealed record LogContent<T>(IReadOnlyList<T> Lines, long Length);

/// <summary>
/// JSON lines in append blobs, in the container <see cref="ContainerNames.Audit"/>. An append blob only grows: "Updating or deleting of
/// existing blocks is not supported"
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs). With the container's
/// immutability policy, which allows protected appends, nobody can replace or delete the blob either
/// (https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview).
/// </summary>
public sealed class AppendLog(StorageAccount account)
{
    // What every version of the service takes as one block.
    private const int MaxBlockBytes = 4 * 1024 * 1024;

    private readonly BlobContainerClient _container = account.Container(ContainerNames.Audit);

    /// <summary>Appends lines at the end of a blob, which is created if it is missing.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async Task AppendAsync<T>(string blob, IReadOnlyList<T> lines, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        foreach (var block in Blocks(lines, type))
            await AppendAsync(blob, block, null, cancellation);
    }

    /// <summary>
    /// Appends lines at the end of a blob that is as long as it was when it was read. False if somebody else has appended to it; then the
    /// lines are not there, or, where they take several blocks, only the first of them.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async Task<bool> TryAppendAsync<T>(
        string blob, IReadOnlyList<T> lines, JsonTypeInfo<T> type, long length, CancellationToken cancellation)
    {
        foreach (var block in Blocks(lines, type))
        {
            try
            {
                await AppendAsync(blob, block, new() { IfAppendPositionEqual = length }, cancellation);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
            {
                return false;
            }
            length += block.Length;
        }
        return true;
    }

    /// <summary>What a blob holds; nothing if it does not exist.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async Task<LogContent<T>> ReadAsync<T>(string blob, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        byte[] bytes;
        try
        {
            BlobDownloadResult found = await _container.GetBlobClient(blob).DownloadContentAsync(cancellation);
            bytes = found.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return new([], 0);
        }
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new([.. lines.Select(l => JsonSerializer.Deserialize(l, type)
            ?? throw new InvalidDataException($"A line of {blob} is null."))], bytes.Length);
    }

    /// <summary>The names of the blobs with this prefix, in order.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in _container.GetBlobsAsync(new() { Prefix = prefix }, cancellation))
            yield return blob.Name;
    }

    private async Task AppendAsync(string blob, byte[] block, AppendBlobRequestConditions? conditions, CancellationToken cancellation)
    {
        var client = _container.GetAppendBlobClient(blob);
        var options = new AppendBlobAppendBlockOptions { Conditions = conditions };
        try
        {
            await client.AppendBlockAsync(new MemoryStream(block), options, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await client.AppendBlockAsync(new MemoryStream(block), options, cancellation);
        }
    }

    private static IEnumerable<byte[]> Blocks<T>(IReadOnlyList<T> lines, JsonTypeInfo<T> type)
    {
        using var block = new MemoryStream();
        foreach (var line in lines)
        {
            var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, type) + '\n');
            if (block.Length > 0 && block.Length + bytes.Length > MaxBlockBytes)
            {
                yield return block.ToArray();
                block.SetLength(0);
            }
            block.Write(bytes);
        }
        if (block.Length > 0)
            yield return block.ToArray();
    }
}
