using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Requests;

/// <summary>An idempotency key that is taken.</summary>
/// <param name="Id">The decision id that belongs to the key.</param>
/// <param name="BodyHash">SHA-256 of the request it was claimed for, lower-case hex.</param>
/// <param name="IsNew">Whether this call claimed it.</param>
public sealed record RequestKeyClaim(DecisionId Id, string BodyHash, bool IsNew);

/// <summary>
/// Keeps idempotency keys. A key is claimed before its decision is written, with the id to be used, so that a retry after
/// any crash ends in the same single decision.
/// </summary>
/// <remarks>
/// A key is found without knowing its day, so its row has none. A second row, in the partition of the day and written before
/// it, tells retention which keys a day has: deleting them reads no other key.
/// </remarks>
public sealed class RequestKeyStore(StorageAccount account)
{
    private readonly TableClient _table = account.Table(TableNames.RequestKeys);

    /// <summary>Claims the key for <paramref name="id"/>, or tells for what it is taken.</summary>
    /// <param name="scope">Whose key it is: the same key of two callers is two keys.</param>
    /// <param name="key">The key as it was sent.</param>
    /// <param name="id">The id to use if the key is free.</param>
    /// <param name="bodyHash">SHA-256 of the request, lower-case hex.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<RequestKeyClaim> ClaimAsync(string scope, string key, DecisionId id, string bodyHash, CancellationToken cancellation)
    {
        var (partition, hash) = RowOf(scope, key);
        await _table.UpsertEntityAsync(DayRowOf(hash, id.Time), TableUpdateMode.Replace, cancellation);
        var row = new TableEntity(partition, hash) { ["DecisionId"] = id.ToString(), ["BodyHash"] = bodyHash };
        if (await _table.TryAddAsync(row, cancellation) is not null)
            return new(id, bodyHash, IsNew: true);
        return await FindAsync(scope, key, cancellation)
            ?? throw new InvalidDataException($"The idempotency key in row {hash} was claimed, but does not exist any more.");
    }

    /// <summary>For what the key is taken; null if it is free.</summary>
    public async Task<RequestKeyClaim?> FindAsync(string scope, string key, CancellationToken cancellation)
    {
        var (partition, hash) = RowOf(scope, key);
        if (await _table.FindAsync(partition, hash, cancellation) is not { } taken)
            return null;
        return DecisionId.TryParse(taken.GetString("DecisionId"), out var id)
            ? new(id, taken.GetString("BodyHash"), IsNew: false)
            : throw new InvalidDataException($"The idempotency key in row {hash} holds no decision id.");
    }

    // Hashed: a key may hold anything, also characters that a row key may not, and need not be readable later.
    private static (string Partition, string Row) RowOf(string scope, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{key}")));
        return (PartitionOf(hash), hash);
    }

    /// <summary>A filter for the rows that tell which keys a shard has of all days up to one, this included, as OData.</summary>
    internal static string DaysFilter(int shard, DateOnly last) => TableClient.CreateQueryFilter(
        $"PartitionKey ge {DecisionKeys.Partition(shard, DateOnly.MinValue)} and PartitionKey le {DecisionKeys.Partition(shard, last)}");

    /// <summary>The key's row, to be deleted, that a row of <see cref="DaysFilter"/> names.</summary>
    internal static TableEntity KeyOf(TableEntity day) => new(PartitionOf(day.RowKey), day.RowKey);

    /// <summary>The row that tells retention of a key, or of another row of the table whose name is a hash: written before that.</summary>
    internal static TableEntity DayRowOf(string hash, DateTimeOffset at) =>
        new(DecisionKeys.Partition(ShardOf(hash), DecisionKeys.DayOf(at)), hash);

    /// <summary>The partition of a key's row.</summary>
    internal static string PartitionOf(string hash) => $"k-{hash[0]}";

    private static int ShardOf(string hash) => Convert.ToInt32(hash[..1], 16) % DecisionKeys.Shards;
}
