using System.Globalization;
using Friending.Service.Storage;

namespace Friending.Service.Decisions;

/// <summary>
/// Where decisions, their outbox rows and the keys of their messages live in <see cref="TableNames.Decisions"/>. The
/// partition is one of <see cref="Shards"/> shards, from a hash of the id, and the UTC day of the id: <c>ss-yyyyMMdd</c>.
/// </summary>
/// <remarks>
/// The shard comes first, since the storage service splits a table by ranges of partition keys and names a key that begins
/// with the time as the append-only anti-pattern: all that is written now would be in one range
/// (https://learn.microsoft.com/azure/storage/tables/table-storage-design-guide#append-only-anti-pattern). So writes of one
/// moment are in as many ranges as there are shards, a time range is one range of keys in each shard, whatever days it
/// spans, and retention deletes whole days.
/// </remarks>
public static class DecisionKeys
{
    /// <summary>The number of shards: the partitions of a day, and the ranges of keys that any time range is.</summary>
    public const int Shards = 16;

    /// <summary>The partition that holds the decision and its outbox rows.</summary>
    public static string PartitionOf(DecisionId id) => Partition(ShardOf(id), DayOf(id.Time));

    /// <summary>The partition of a day in a shard, 0 to <see cref="Shards"/> - 1.</summary>
    public static string Partition(int shard, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{shard:00}-{day:yyyyMMdd}");

    /// <summary>A filter for a shard's rows of some kind on a range of days, both ends included, as OData.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="prefix">The kind, see <see cref="RowPrefix"/>.</param>
    public static string Filter(int shard, DateOnly from, DateOnly to, string prefix) =>
        RowPrefix.Filter(Partition(shard, from), Partition(shard, to), prefix);

    /// <summary>The decision's row.</summary>
    public static string RowOf(DecisionId id) => $"{RowPrefix.Decision}{id}";

    /// <summary>Where the rows of decisions made at <paramref name="time"/> or later begin; see
    /// <see cref="DecisionId.FirstTextAt"/>.</summary>
    public static string RowsFrom(DateTimeOffset time) => $"{RowPrefix.Decision}{DecisionId.FirstTextAt(time)}";

    /// <summary>The decision that a row key of <see cref="RowOf"/> belongs to.</summary>
    /// <exception cref="InvalidDataException">It is no such key.</exception>
    public static DecisionId IdOf(string row) =>
        row.StartsWith(RowPrefix.Decision, StringComparison.Ordinal) && DecisionId.TryParse(row[RowPrefix.Decision.Length..], out var id)
            ? id
            : throw new InvalidDataException($"The row key {row} is not that of a decision.");

    /// <summary>The UTC day of a time.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The row of a request that was promised the id and is not decided yet.</summary>
    public static string AcceptedRowOf(DecisionId id) => $"{RowPrefix.Accepted}{id}";

    /// <summary>The row that says which decision a queue message has.</summary>
    public static string MessageRowOf(string messageHash) => $"{RowPrefix.Message}{messageHash}";

    /// <summary>The outbox row for an event of the decision. The rows of a decision sort by what happened first.</summary>
    public static string OutboxRowOf(DecisionId id, string what, int revision = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{OutboxRowsOf(id)}{revision:D6}|{what}");

    /// <summary>What the keys of all outbox rows of the decision begin with.</summary>
    public static string OutboxRowsOf(DecisionId id) => $"{RowPrefix.Outbox}{id}|";

    /// <summary>Reads a key of <see cref="OutboxRowOf"/>, which a target of the event may follow; false for any other key.</summary>
    public static bool TryParseOutboxRow(string row, out DecisionId id, out int revision, out string? target)
    {
        (id, revision, target) = (default, 0, null);
        if (!row.StartsWith(RowPrefix.Outbox, StringComparison.Ordinal)
            || row.Split('|') is not [_, var text, var number, _, .. var rest] || rest.Length > 1)
            return false;
        target = rest.FirstOrDefault();
        return DecisionId.TryParse(text, out id) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out revision);
    }

    /// <summary>The shard, from FNV-1a over the id's bytes: it must never change, since stored data depends on it.</summary>
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
