using CsCheck;
using Friending.Service.Decisions;
using Xunit;

namespace Friending.Service.Tests;

public sealed class DecisionKeysTests
{
    private static readonly Gen<DateTimeOffset> s_times =
        Gen.Long[0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void An_id_says_when_it_was_made_to_the_millisecond_and_where_it_is_kept() => s_times.Sample(time =>
    {
        var id = DecisionId.NewAt(time);
        Assert.Equal(time, id.Time);
        Assert.True(DecisionId.TryParse(id.ToString(), out var again));
        Assert.Equal(id, again);
        Assert.Matches($"^[01][0-9]-{time:yyyyMMdd}$", DecisionKeys.PartitionOf(id));
        Assert.InRange(DecisionKeys.ShardOf(id), 0, DecisionKeys.Shards - 1);
    });

    [Fact]
    public void Row_keys_sort_by_time() => Gen.Select(s_times, s_times).Where((a, b) => a < b).Sample((earlier, later) =>
        Assert.True(string.CompareOrdinal(DecisionKeys.RowOf(DecisionId.NewAt(earlier)), DecisionKeys.RowOf(DecisionId.NewAt(later))) < 0));

    [Fact]
    public void A_stored_ids_shard_never_changes()
    {
        // Decisions of 2026 lie in these partitions: a change of the hash would lose them.
        Assert.True(DecisionId.TryParse("019ab000-1234-7abc-8def-0123456789ab", out var one));
        Assert.True(DecisionId.TryParse("019ab000-1234-7abc-8def-0123456789ac", out var two));
        Assert.Equal(("03-20251123", "02-20251123"), (DecisionKeys.PartitionOf(one), DecisionKeys.PartitionOf(two)));
    }

    [Fact]
    public void Partitions_of_a_shard_sort_by_day_and_no_other_shard_lies_between() =>
        Gen.Select(s_times, s_times, Gen.Int[0, DecisionKeys.Shards - 1], Gen.Int[0, DecisionKeys.Shards - 1])
            .Where((a, b, _, _) => a.Date < b.Date).Sample((earlier, later, shard, other) =>
        {
            var (first, last) =
                (DecisionKeys.Partition(shard, DecisionKeys.DayOf(earlier)), DecisionKeys.Partition(shard, DecisionKeys.DayOf(later)));
            var elsewhere = DecisionKeys.Partition(other, DecisionKeys.DayOf(earlier));
            Assert.True(string.CompareOrdinal(first, last) < 0);
            Assert.Equal(shard == other, string.CompareOrdinal(first, elsewhere) <= 0 && string.CompareOrdinal(elsewhere, last) <= 0);
        });

    [Fact]
    public void Ids_of_one_moment_spread_over_all_shards_alike()
    {
        const int perShard = 4000;
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var counts = Enumerable.Range(0, perShard * DecisionKeys.Shards).CountBy(_ => DecisionKeys.ShardOf(DecisionId.NewAt(now)))
            .ToDictionary();

        Assert.Equal(DecisionKeys.Shards, counts.Count);
        // Six standard deviations of a fair draw: a biased hash is far outside, chance practically never.
        Assert.All(counts.Values, c => Assert.InRange(c, perShard - 370, perShard + 370));
    }
}
