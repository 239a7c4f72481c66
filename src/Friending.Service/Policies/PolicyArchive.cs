using System.Collections.Concurrent;
using System.IO.Compression;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Friending.Policy.Engine;
using Friending.Service.Storage;

namespace Friending.Service.Policies;

/// <summary>
/// Keeps every policy document that has made a decision, under its hash, so that a decision can still be explained and
/// proved after the policy has changed. A host keeps its policy once, before the first decision it writes.
/// </summary>
public sealed class PolicyArchive(StorageAccount account, PolicyDecisionPoint active)
{
    // Azure Tables takes 64 KiB a binary property.
    private const int ChunkSize = 64 * 1024;

    private readonly TableClient _table = account.Table(TableNames.Policies);
    private readonly ConcurrentDictionary<string, PolicyDecisionPoint> _loaded = new() { [active.Reference.Sha256] = active };
    private volatile bool _isKept;

    /// <summary>Makes sure the active policy is kept: one round trip in the life of a process.</summary>
    public async ValueTask KeepActiveAsync(CancellationToken cancellation)
    {
        if (_isKept)
            return;
        var row = new TableEntity(active.Reference.Sha256, "policy")
        {
            ["Id"] = active.Reference.Id,
            ["Version"] = active.Reference.Version,
        };
        var compressed = Compress(active.Source);
        for (var at = 0; at < compressed.Length; at += ChunkSize)
            row[FormattableString.Invariant($"Gzip{at / ChunkSize:00}")] = compressed[at..Math.Min(at + ChunkSize, compressed.Length)];
        try
        {
            await _table.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Kept by an earlier process, under the hash of the same bytes.
        }
        _isKept = true;
    }

    /// <summary>The policy with this hash, ready to explain what it decided; null if it was never kept.</summary>
    public async ValueTask<PolicyDecisionPoint?> FindAsync(string sha256, CancellationToken cancellation)
    {
        if (_loaded.TryGetValue(sha256, out var loaded))
            return loaded;
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(sha256, "policy", cancellationToken: cancellation);
        if (found is not { HasValue: true, Value: { } row })
            return null;
        var chunks = row.Keys.Where(k => k.StartsWith("Gzip", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var source = Decompress([.. chunks.SelectMany(k => row.GetBinary(k))]);
        // Its scenarios passed when it was loaded to decide; they are not needed to explain.
        return _loaded.GetOrAdd(sha256, PolicyDecisionPoint.Load(source));
    }

    private static byte[] Compress(ReadOnlyMemory<byte> source)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize))
            gzip.Write(source.Span);
        return buffer.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress))
            gzip.CopyTo(buffer);
        return buffer.ToArray();
    }
}
