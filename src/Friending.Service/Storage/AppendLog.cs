using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Friending.Service.Storage;

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
        var client = _container.GetAppendBlobClient(blob);
        using var block = new MemoryStream();
        foreach (var line in lines)
        {
            var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, type) + '\n');
            if (block.Length + bytes.Length > MaxBlockBytes)
                await FlushAsync();
            block.Write(bytes);
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            if (block.Length == 0)
                return;
            block.Position = 0;
            try
            {
                await client.AppendBlockAsync(block, cancellationToken: cancellation);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
                block.Position = 0;
                await client.AppendBlockAsync(block, cancellationToken: cancellation);
            }
            block.SetLength(0);
        }
    }

    /// <summary>The lines of one blob, in the order they were appended; none if it does not exist.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(string blob, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        BlobDownloadStreamingResult found;
        try
        {
            found = await _container.GetBlobClient(blob).DownloadStreamingAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            yield break;
        }
        using var reader = new StreamReader(found.Content, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation) is { } line)
            yield return JsonSerializer.Deserialize(line, type) ?? throw new InvalidDataException($"A line of {blob} is null.");
    }

    /// <summary>The names of the blobs with this prefix, in order.</summary>
    /// <exception cref="RequestFailedException">Storage refuses.</exception>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in _container.GetBlobsAsync(new() { Prefix = prefix }, cancellation))
            yield return blob.Name;
    }
}
