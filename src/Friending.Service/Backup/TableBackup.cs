using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Friending.Service.Storage;

namespace Friending.Service.Backup;

/// <summary>
/// Copies every table, as NDJSON, to the container <see cref="ContainerNames.Backups"/>. Tables have neither soft delete nor point-in-time
/// restore (https://learn.microsoft.com/azure/storage/tables/table-storage-overview); the container's immutability policy keeps a backup
/// from being changed or deleted, and a lifecycle rule deletes it after 35 days.
/// </summary>
/// <remarks>
/// Tables are read one after the other while the service writes: a backup may hold a decision whose review list entry it lacks. The outbox
/// is in the decisions' table, so the relay of a restored account makes up for that.
/// </remarks>
public sealed class TableBackup(StorageAccount account, TimeProvider time)
{
    internal const string Manifest = "manifest.json";

    // A block blob takes 50,000 blocks, so 400 GB a table.
    private const int BlockBytes = 8 * 1024 * 1024;

    private readonly BlobContainerClient _container = account.Container(ContainerNames.Backups);

    /// <summary>Writes a backup. Blobs are written once and never again: a run that broke off leaves files without a manifest.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<BackupManifest> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var name = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var tables = new List<BackedUpTable>();
        foreach (var table in TableNames.All)
            tables.Add(await WriteAsync(name, table, cancellation));
        var manifest = new BackupManifest(name, now, tables);
        var json = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(manifest, ServiceJson.Web.BackupManifest));
        await _container.GetBlobClient($"{name}/{Manifest}").UploadAsync(json, overwrite: false, cancellation);
        return manifest;
    }

    /// <summary>The backups that are whole, oldest first.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<IReadOnlyList<BackupManifest>> ListAsync(CancellationToken cancellation)
    {
        var whole = new List<BackupManifest>();
        await foreach (var folder in _container.GetBlobsByHierarchyAsync(new() { Delimiter = "/" }, cancellation))
            if (folder.IsPrefix && await FindAsync(folder.Prefix.TrimEnd('/'), cancellation) is { } manifest)
                whole.Add(manifest);
        return whole;
    }

    /// <summary>The backup of this name; null if there is none that is whole.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    internal async Task<BackupManifest?> FindAsync(string name, CancellationToken cancellation)
    {
        var blob = _container.GetBlobClient($"{name}/{Manifest}");
        if (!await blob.ExistsAsync(cancellation))
            return null;
        BlobDownloadResult found = await blob.DownloadContentAsync(cancellation);
        return JsonSerializer.Deserialize(found.Content, ServiceJson.Web.BackupManifest);
    }

    /// <summary>A table's file in a backup.</summary>
    internal static string FileOf(string backup, string table) => $"{backup}/{table}.ndjson";

    // By blocks and one commit: opening a blob for writing would first create it empty, and then it could not be written any more.
    private async Task<BackedUpTable> WriteAsync(string backup, string table, CancellationToken cancellation)
    {
        var blob = _container.GetBlockBlobClient(FileOf(backup, table));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // One is filled with what is read next while the other is sent.
        var (block, sent) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        await using var json = new Utf8JsonWriter(block);
        var sending = Task.CompletedTask;
        var blocks = new List<string>();
        var rows = 0L;
        await using var pages = account.Table(table).QueryAsync<TableEntity>(cancellationToken: cancellation).AsPages()
            .GetAsyncEnumerator(cancellation);
        var next = pages.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var page = pages.Current.Values;
                // Storage reads while this page is written.
                next = pages.MoveNextAsync().AsTask();
                foreach (var row in page)
                {
                    json.Reset(block);
                    EntityJson.Write(json, row);
                    await json.FlushAsync(cancellation);
                    block.Write("\n"u8);
                }
                rows += page.Count;
                if (block.WrittenCount >= BlockBytes)
                    await SendAsync();
            }
            if (block.WrittenCount > 0)
                await SendAsync();
        }
        finally
        {
            // Neither may be left behind, whatever failed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sending;
        }
        await blob.CommitBlockListAsync(
            blocks, new CommitBlockListOptions { Conditions = new() { IfNoneMatch = Azure.ETag.All } }, cancellation);
        return new(table, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task SendAsync()
        {
            await sending;
            (block, sent) = (sent, block);
            block.ResetWrittenCount();
            hash.AppendData(sent.WrittenSpan);
            blocks.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(blocks.Count.ToString("D6", CultureInfo.InvariantCulture))));
            var content = BinaryData.FromBytes(sent.WrittenMemory).ToStream();
            sending = blob.StageBlockAsync(blocks[^1], content, cancellationToken: cancellation);
        }
    }
}
