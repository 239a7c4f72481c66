using System.Collections.Concurrent;
using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service.Storage;

namespace Friending.Service.Policies;

/// <summary>
/// Keeps every policy document that has made a decision, under its hash, so that a decision can still be explained and
/// proved after the policy has changed. A host keeps its policy once, before the first decision it writes.
/// </summary>
public sealed class PolicyArchive(StorageAccount account, PolicyDecisionPoint active)
{
    private readonly TableClient _table = account.Table(TableNames.Policies);
    private readonly ConcurrentDictionary<string, PolicyDecisionPoint> _loaded = new() { [active.Reference.Sha256] = active };
    private volatile bool _isKept;

    /// <summary>Makes sure the active policy is kept: one round trip for each process.</summary>
    public async ValueTask KeepActiveAsync(CancellationToken cancellation)
    {
        if (_isKept)
            return;
        var row = new TableEntity(active.Reference.Sha256, "policy")
        {
            ["Id"] = active.Reference.Id,
            ["Version"] = active.Reference.Version,
        };
        GzipColumns.Write(row, active.Source.Span);
        // If it is there, an earlier process kept it, under the hash of the same bytes.
        await _table.TryAddAsync(row, cancellation);
        _isKept = true;
    }

    /// <summary>The policy with this hash, ready to explain what it decided; null if it was never kept.</summary>
    public async ValueTask<PolicyDecisionPoint?> FindAsync(string sha256, CancellationToken cancellation)
    {
        if (_loaded.TryGetValue(sha256, out var loaded))
            return loaded;
        if (await _table.FindAsync(sha256, "policy", cancellation) is not { } row)
            return null;
        var source = GzipColumns.Read(row) ?? throw new InvalidDataException($"The policy {sha256} in the archive has no document.");
        // Its scenarios passed when it was loaded to decide; they are not needed to explain.
        return _loaded.GetOrAdd(sha256, PolicyDecisionPoint.Load(source));
    }
}
