using System.Numerics;
using CsCheck;
using Friending.Policy.Analysis;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>Functions made at random, counted by walking their nodes and by looking at every combination.</summary>
public sealed class DiagramCountsTests
{
    // Facts of the given sizes, and the function's value for each combination, in the order of an odometer.
    private static readonly Gen<(int[] Sizes, int[] Values)> Functions =
        Gen.Int[1, 3].Array[1, 4].SelectMany(sizes =>
            Gen.Int[0, 2].Array[sizes.Aggregate(1, (p, s) => p * s)].Select(values => (sizes, values)));

    [Fact]
    public void Each_value_has_as_many_combinations_as_give_it_and_as_many_boxes_as_splitting_fact_by_fact_leaves() =>
        Functions.Sample(made =>
        {
            var diagrams = new DecisionDiagrams(made.Sizes);
            var counts = new DiagramCounts(diagrams, Make(diagrams, made.Sizes, made.Values, 0));
            for (var value = 0; value < 3; value++)
            {
                Assert.Equal(new BigInteger(made.Values.Count(v => v == value)), counts.Of(value).Combinations);
                Assert.Equal(Boxes(made.Sizes, made.Values, 0, value), counts.Of(value).Boxes);
            }
        }, iter: 3000);

    [Fact]
    public void Combinations_are_counted_exactly_however_many_and_boxes_up_to_a_limit()
    {
        // Whether an odd number of 64 facts has the value 1: half of all combinations, no two of which share a box.
        var diagrams = new DecisionDiagrams([.. Enumerable.Repeat(2, 64)]);
        var (even, odd) = (DecisionDiagrams.Zero, DecisionDiagrams.One);
        for (var fact = 63; fact >= 0; fact--)
            (even, odd) = (diagrams.Make(fact, [even, odd]), diagrams.Make(fact, [odd, even]));
        var counts = new DiagramCounts(diagrams, even);

        Assert.Equal(BigInteger.One << 63, counts.Of(1).Combinations);
        Assert.Equal(BoxFolding.Many, counts.Of(1).Boxes);
    }

    private static int Make(DecisionDiagrams diagrams, int[] sizes, int[] values, int fact) =>
        fact == sizes.Length
            ? DecisionDiagrams.Constant(values[0])
            : diagrams.Make(fact, [.. values.Chunk(values.Length / sizes[fact]).Select(part => Make(diagrams, sizes, part, fact + 1))]);

    // Values of a fact that leave the same are in one box.
    private static long Boxes(int[] sizes, int[] values, int fact, int value) =>
        fact == sizes.Length
            ? values[0] == value ? 1 : 0
            : values.Chunk(values.Length / sizes[fact]).DistinctBy(part => string.Join(' ', part))
                .Sum(part => Boxes(sizes, part, fact + 1, value));
}
