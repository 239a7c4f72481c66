using System.Numerics;
using CsCheck;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>Sets of combinations made at random, folded into boxes.</summary>
public sealed class BoxFoldingTests
{
    // A set over facts of the given sizes: whether each combination, in the order of an odometer, is in it.
    private static readonly Gen<(int[] Sizes, bool[] Members)> Sets =
        Gen.Int[1, 3].Array[1, 4].SelectMany(sizes => Gen.OneOf(
            Gen.Bool.Array[sizes.Aggregate(1, (p, s) => p * s)].Select(m => (sizes, m)),
            // Boxes laid over one another: sets as policies make them.
            Gen.Int[1, 7].Array[sizes.Length].Array[1, 3].Select(boxes =>
                (sizes, Combinations(sizes).Select(c => Array.Exists(boxes, b => Holds(b, c))).ToArray()))));

    [Fact]
    public void Boxes_do_not_overlap_and_together_are_the_set() =>
        Sets.Sample(set =>
        {
            var (diagrams, function) = Build(set.Sizes, set.Members);
            var (boxes, count) = new BoxFolding(diagrams).Fold(function, int.MaxValue);
            Assert.Equal(boxes.Count, count);
            foreach (var (combination, member) in Combinations(set.Sizes).Zip(set.Members))
                Assert.Equal(member ? 1 : 0, boxes.Count(b => Contains(b, combination)));
            Assert.Equal(new BigInteger(set.Members.Count(m => m)), new DiagramCounts(diagrams, function).Of(1).Combinations);
        }, iter: 5000);

    [Fact]
    public void There_are_no_more_boxes_than_the_best_way_of_splitting_fact_by_fact_leaves() =>
        Sets.Sample(set =>
        {
            var (diagrams, function) = Build(set.Sizes, set.Members);
            var best = Fewest([.. Combinations(set.Sizes)], set.Members, set.Sizes);
            Assert.InRange(new BoxFolding(diagrams).Fold(function, int.MaxValue).Count, best == 0 ? 0 : 1, best);
        }, iter: 2000);

    [Fact]
    public void A_box_comes_out_as_the_one_box_it_is() =>
        Gen.Select(Gen.Int[1, 3].Array[1, 5], Gen.Int[1, 7].Array[5]).Sample((sizes, masks) =>
        {
            var members = Combinations(sizes).Select(c => Holds(masks, c)).ToArray();
            if (!members.Contains(true))
                return;
            var (diagrams, function) = Build(sizes, members);
            Assert.Single(new BoxFolding(diagrams).Fold(function, int.MaxValue).Boxes);
        }, iter: 1000);

    [Fact]
    public void Of_more_boxes_than_are_asked_for_only_so_many_are_written_and_all_are_counted()
    {
        // A parity: no two combinations in it can share a box.
        var sizes = Enumerable.Repeat(2, 10).ToArray();
        var (diagrams, function) = Build(sizes, [.. Combinations(sizes).Select(c => c.Sum() % 2 == 1)]);
        var (boxes, count) = new BoxFolding(diagrams).Fold(function, 100);
        Assert.Equal(100, boxes.Count);
        Assert.Equal(512, count);
        Assert.Equal(100, boxes.Distinct().Count());
    }

    private static (DecisionDiagrams Diagrams, int Function) Build(int[] sizes, bool[] members)
    {
        var diagrams = new DecisionDiagrams(sizes);
        var at = 0;
        return (diagrams, Make(0));

        int Make(int fact)
        {
            if (fact == sizes.Length)
                return members[at++] ? DecisionDiagrams.One : DecisionDiagrams.Zero;
            var branches = Enumerable.Range(0, sizes[fact]).Select(_ => Make(fact + 1)).ToArray();
            return diagrams.Make(fact, branches);
        }
    }

    private static IEnumerable<int[]> Combinations(int[] sizes) =>
        sizes.Aggregate((IEnumerable<int[]>)[[]],
            (all, size) => all.SelectMany(c => Enumerable.Range(0, size).Select(v => (int[])[.. c, v])));

    private static bool Holds(int[] masks, int[] combination) => combination.Index().All(c => (masks[c.Index] >> c.Item & 1) != 0);

    private static bool Contains(ValueSet[] box, int[] combination) => combination.Index().All(c => box[c.Index].Contains(c.Item));

    // Tries every fact to split by, values that leave the same together, and so on down.
    private static int Fewest(List<int[]> combinations, bool[] members, int[] sizes)
    {
        if (!members.Contains(true))
            return 0;
        if (!members.Contains(false))
            return 1;
        var best = int.MaxValue;
        for (var fact = 0; fact < sizes.Length; fact++)
        {
            var parts = Enumerable.Range(0, sizes[fact])
                .Select(v => combinations.Index().Where(c => c.Item[fact] == v).Select(c => c.Index).ToList())
                .Where(p => p.Count > 0 && p.Count < combinations.Count)
                .DistinctBy(p => string.Concat(p.Select(i => members[i] ? '1' : '0'))).ToList();
            if (parts.Count > 0)
                best = Math.Min(best, parts.Sum(p => Fewest([.. p.Select(i => combinations[i])], [.. p.Select(i => members[i])], sizes)));
        }
        return best;
    }
}
