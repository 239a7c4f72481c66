using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Decisions;

/// <summary>Which days <see cref="TableNames.Decisions"/> has rows of.</summary>
internal static class DecisionDays
{
    /// <summary>
    /// The days of the range, both ends included, that have any row, in order. Each is found by asking for the first partition
    /// from the day after the one before, so a range of centuries takes no longer than what is in it.
    /// </summary>
    internal static async IAsyncEnumerable<DateOnly> WithRowsAsync(
        TableClient decisions, DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = DecisionKeys.Partition(to, DecisionKeys.Shards - 1);
        while (true)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey ge {DecisionKeys.Partition(from, 0)} and PartitionKey le {last}");
            var rows = decisions.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: [nameof(TableEntity.PartitionKey)], cancellation);
            if (await rows.FirstOrDefaultAsync(cancellation) is not { } first)
                yield break;
            var day = DecisionKeys.DayOf(first.PartitionKey);
            yield return day;
            if (day == to)
                yield break;
            from = day.AddDays(1);
        }
    }
}
