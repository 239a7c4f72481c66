using System.Globalization;
using Friending.Service.Storage;

namespace Friending.Service.Decisions;

/// <summary>
/// Where decisions, their outbox rows and the keys of their messages live in <see cref="TableNames.Decisions"/>. The
/// partition is the UTC day of the id and one of <see cref="Shards"/> shards from a hash of it, so writes of one moment
/// spread over all shards, a time range is a row range in each shard, and retention deletes whole days.
/// </summary>
public static class DecisionKeys
{
    /// <summary>How many partitions a day has.</summary>
    public const int Shards = 16;

    /// <summary>The partition that holds the decision and its outbox rows.</summary>
    public static string PartitionOf(DecisionId id) => Partition(DateOnly.FromDateTime(id.Time.UtcDateTime), ShardOf(id));

    /// <summary>A day's partition by shard, 0 to <see cref="Shards"/> - 1.</summary>
    public static string Partition(DateOnly day, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{shard:00}");

    /// <summary>The decision's row.</summary>
    public static string RowOf(DecisionId id) => $"{RowPrefix.Decision}{id}";

    /// <summary>Where the rows of decisions made at <paramref name="time"/> or later begin; see <see cref="DecisionId.FirstTextAt"/>.</summary>
    public static string RowsFrom(DateTimeOffset time) => $"{RowPrefix.Decision}{DecisionId.FirstTextAt(time)}";

    /// <summary>The decision that a row key of <see cref="RowOf"/> belongs to.</summary>
    /// <exception cref="InvalidDataException">It is no such key.</exception>
    public static DecisionId IdOf(string row) =>
        row.StartsWith(RowPrefix.Decision, StringComparison.Ordinal) && DecisionId.TryParse(row[RowPrefix.Decision.Length..], out var id)
            ? id
            : throw new InvalidDataException($"The row key {row} is no decision's.");

    /// <summary>The day of a partition.</summary>
    public static DateOnly DayOf(string partition) => DateOnly.ParseExact(partition.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The row of a request that was promised the id and is not decided yet.</summary>
    public static string AcceptedRowOf(DecisionId id) => $"{RowPrefix.Accepted}{id}";

    /// <summary>The row that says which decision a queue message has.</summary>
    public static string MessageRowOf(string messageHash) => $"{RowPrefix.Message}{messageHash}";

    /// <summary>The outbox row for an event of the decision.</summary>
    public static string OutboxRowOf(DecisionId id, string what) => $"{OutboxRowsOf(id)}{what}";

    /// <summary>What the keys of all outbox rows of the decision begin with.</summary>
    public static string OutboxRowsOf(DecisionId id) => $"{RowPrefix.Outbox}{id}|";

    /// <summary>Reads the decision's id out of a key of <see cref="OutboxRowOf"/>; false for any other key.</summary>
    public static bool TryParseOutboxRow(string row, out DecisionId id)
    {
        id = default;
        return row.StartsWith(RowPrefix.Outbox, StringComparison.Ordinal) && row.Split('|') is [_, var text, _] && DecisionId.TryParse(text, out id);
    }

    /// <summary>The shard, from FNV-1a over the id's bytes: stable for ever, since stored data hangs on it.</summary>
    public static int ShardOf(DecisionId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.WriteBytes(bytes);
        var hash = 2166136261u;
        foreach (var b in bytes)
            hash = (hash ^ b) * 16777619u;
        // The low bits of FNV mix least; fold the high half in.
        return (int)((hash ^ hash >> 16) % Shards);
    }
}
