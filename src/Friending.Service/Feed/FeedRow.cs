using System.Globalization;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Feed;

/// <summary>
/// A change in <see cref="TableNames.Feed"/>. It names the decision and holds nothing of it: so the feed tells nothing of
/// decisions that are erased or purged.
/// </summary>
/// <param name="Number">Its number in the shard: 1 for the first, then without gaps.</param>
/// <param name="Id">The decision.</param>
/// <param name="What">What happened, see <see cref="DecisionEvents"/>.</param>
/// <param name="At">When it happened, by the clock of the host where it did.</param>
internal sealed record FeedRow(long Number, DecisionId Id, string What, DateTimeOffset At)
{
    /// <summary>The partition of a shard.</summary>
    internal static string Partition(int shard) => string.Create(CultureInfo.InvariantCulture, $"{shard:00}");

    /// <summary>The key of the change with that number; sorts by number.</summary>
    internal static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{RowPrefix.Feed}{number:D19}");

    internal TableEntity ToEntity() => new(Partition(DecisionKeys.ShardOf(Id)), KeyOf(Number))
    {
        [nameof(Id)] = Id.ToString(),
        [nameof(What)] = What,
        [nameof(At)] = At,
    };

    /// <exception cref="InvalidDataException">It is no row of the feed.</exception>
    internal static FeedRow Of(TableEntity row) =>
        DecisionId.TryParse(row.GetString(nameof(Id)), out var id)
        && long.TryParse(row.RowKey.AsSpan(RowPrefix.Feed.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, id, row.GetString(nameof(What)), row.GetDateTimeOffset(nameof(At))!.Value)
            : throw new InvalidDataException($"The row {row.RowKey} of the feed cannot be read.");
}
