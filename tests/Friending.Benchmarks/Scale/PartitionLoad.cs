using System.Globalization;
using Friending.Service.Decisions;

namespace Friending.Benchmarks;

/// <summary>
/// How decisions spread over partitions, under the real key function: <c>-- partitions</c>. The limits are those that Azure
/// publishes: 20,000 entities a second in an account, 2,000 in a partition.
/// </summary>
internal static class PartitionLoad
{
    private const int AccountLimit = 20_000;
    private const int PartitionLimit = 2_000;
    // The decision's row and its outbox row, in one transaction; a message's key is a third, and the
    // account is full at fewer decisions then.
    private const int EntitiesOfDecision = 2;
    private const int Seconds = 60;
    private const string Item = "8";

    internal static Task MeasureAsync(PerformanceTable table)
    {
        var load = Of(AccountLimit / EntitiesOfDecision);
        table.CountAtMost(
            Item, $"busiest partition in a minute at {AccountLimit:N0} entities/s", $"a partition's limit {PartitionLimit:N0}/s",
            load.BusiestPartition, PartitionLimit * 2 / 3, "");
        table.CountAtMost(Item, "busiest second of any partition", $"a partition's limit {PartitionLimit:N0}/s", load.BusiestSecond,
            PartitionLimit, "");
        return Task.CompletedTask;
    }

    /// <summary>Prints the load at several rates.</summary>
    internal static void Print(TextWriter console)
    {
        console.WriteLine("decisions/s  entities/s  partitions  busiest in a minute       busiest second");
        foreach (var rate in (int[])[10, 1_000, AccountLimit / EntitiesOfDecision, 20_000])
        {
            var load = Of(rate);
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rate,11:N0}  {rate * EntitiesOfDecision,10:N0}  {load.Partitions,10}  {load.BusiestPartition,8:N1}/s "
                    + $"{load.BusiestPartition / PartitionLimit,8:P1}  {load.BusiestSecond,8:N0}/s "
                    + $"{load.BusiestSecond / (double)PartitionLimit,8:P1}"));
        }
        console.WriteLine();
        console.WriteLine("ranges  busiest range's share of a second's writes, shard first  day first");
        foreach (var ranges in (int[])[1, 2, 4, 8, 16, 32])
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ranges,6}  {BusiestRange(ranges, key => key),59:P0}  {BusiestRange(ranges, key => $"{key[3..]}-{key[..2]}"),9:P0}"));
        }
    }

    // The service splits a table into ranges of partition keys. Here: into ranges of as many rows each, of a year of even days,
    // and then a second of the day after is written.
    private static double BusiestRange(int ranges, Func<string, string> order)
    {
        var start = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var stored = Enumerable.Range(0, 365)
            .SelectMany(day => Enumerable.Range(0, DecisionKeys.Shards)
                .Select(shard => order(DecisionKeys.Partition(shard, DecisionKeys.DayOf(start.AddDays(-1 - day))))))
            .Order(StringComparer.Ordinal).ToArray();
        var firsts = Enumerable.Range(1, ranges - 1).Select(range => stored[range * stored.Length / ranges]).ToArray();
        var writes = Enumerable.Range(0, 10_000)
            .Select(i => order(DecisionKeys.PartitionOf(DecisionId.NewAt(start.AddMilliseconds(i / 10)))));
        return writes.CountBy(key => firsts.Count(first => string.CompareOrdinal(first, key) <= 0)).Max(range => range.Value) / 10_000.0;
    }

    // Entities a second: on average over a minute in the busiest partition, and in the busiest second of any.
    private static (int Partitions, double BusiestPartition, int BusiestSecond) Of(int decisionsPerSecond)
    {
        var start = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var whole = new Dictionary<string, int>();
        var busiestSecond = 0;
        for (var second = 0; second < Seconds; second++)
        {
            var counts = new Dictionary<string, int>();
            for (var i = 0; i < decisionsPerSecond; i++)
            {
                var partition = DecisionKeys.PartitionOf(DecisionId.NewAt(start.AddSeconds(second + (double)i / decisionsPerSecond)));
                counts[partition] = counts.GetValueOrDefault(partition) + EntitiesOfDecision;
            }
            busiestSecond = Math.Max(busiestSecond, counts.Values.Max());
            foreach (var (partition, count) in counts)
                whole[partition] = whole.GetValueOrDefault(partition) + count;
        }
        return (whole.Count, whole.Values.Max() / (double)Seconds, busiestSecond);
    }
}
