using CsCheck;
using Friending.Service.Digests;
using Friending.Service.Digests.Privacy;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// No hidden number can be worked out: proved by trying every way the requests could be spread over the classes. For each
/// hidden number at least two values are consistent with everything that is told.
/// </summary>
public sealed class DisclosureTests
{
    [Fact]
    public void In_one_breakdown_of_a_known_total_every_hidden_number_has_two_possible_values() =>
        Gen.Select(Gen.Int[3, 6], Gen.Int[0, 9].Array[1, 5]).Sample((threshold, counts) =>
        {
            var disclosure = new Disclosure(threshold, counts);
            var cells = counts.Select((_, i) => disclosure.Tell([i], "by", 1)).ToArray();
            disclosure.Settle();

            var told = cells.Select(c => c.Figure).ToArray();
            AssertHonest(threshold, counts, told);
            // Given up as a whole: nobody is told anything but the total.
            if (told.Any(f => f is null))
            {
                Assert.All(told, f => Assert.Null(f));
                return;
            }
            var worlds = Spread(counts.Sum(), counts.Length).Where(w => w.Zip(told).All(p => Fits(p.First, p.Second, threshold))).ToList();
            for (var i = 0; i < counts.Length; i++)
                AssertAmbiguous(told[i], worlds, w => w[i]);
        }, iter: 3000);

    [Fact]
    public void A_breakdown_without_small_numbers_is_told_whole() =>
        Gen.Int[5, 50].Array[1, 6].Sample(counts =>
        {
            var disclosure = new Disclosure(5, counts);
            var cells = counts.Select((_, i) => disclosure.Tell([i], "by", 1)).ToArray();
            disclosure.Settle();

            Assert.Equal(counts.Select(c => (int?)c), cells.Select(c => c.Figure?.Value));
        });

    // Rows and columns are sums of the same classes, as rules and outcomes are: what is told of one bears on the other.
    [Fact]
    public void In_two_breakdowns_of_the_same_requests_every_hidden_number_has_two_possible_values() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4]).Sample((a, b, c, d, e, f) =>
        {
            const int Threshold = 3;
            int[] counts = [a, b, c, d, e, f];
            var disclosure = new Disclosure(Threshold, counts);
            int[][] sets = [[0, 1, 2], [3, 4, 5], [0, 3], [1, 4], [2, 5]];
            var cells = sets.Select((s, i) => disclosure.Tell(s, i < 2 ? "rows" : "columns", i < 2 ? 2 : 1)).ToArray();
            disclosure.Settle();

            var told = cells.Select(x => x.Figure).ToArray();
            AssertHonest(Threshold, [.. sets.Select(s => s.Sum(i => counts[i]))], told);
            var worlds = Spread(counts.Sum(), 6).Where(w => sets.Zip(told).All(p => Fits(p.First.Sum(i => w[i]), p.Second, Threshold))).ToList();
            for (var i = 0; i < sets.Length; i++)
                AssertAmbiguous(told[i], worlds, w => sets[i].Sum(j => w[j]));
        }, iter: 400);

    // A department's lead sees the organisation's numbers beside their own: the rest is their difference.
    [Fact]
    public void Beside_the_organisations_numbers_neither_the_departments_nor_the_rests_small_numbers_can_be_worked_out() =>
        Gen.Select(Gen.Int[0, 6].Array[3], Gen.Int[0, 6].Array[3]).Sample((own, rest) =>
        {
            const int Threshold = 4;
            // Where one of the totals is small the department's is not told, and without it no breakdown is (ToldWeek).
            if (own.Sum() is > 0 and < Threshold || rest.Sum() is > 0 and < Threshold)
                return;
            var all = own.Zip(rest, (o, r) => o + r).ToArray();
            var organisation = new Disclosure(Threshold, all);
            var ofAll = all.Select((_, i) => organisation.Tell([i], "by", 1)).ToArray();
            organisation.Settle();
            var department = new Disclosure(Threshold, own, rest);
            var cells = new List<Disclosure.Cell>();
            for (var i = 0; i < 3; i++)
            {
                cells.Add(department.Tell([i], "by", 1));
                department.Guard([i + 3], "by");
                if (ofAll[i].Figure is { } figure)
                    department.Known([i, i + 3], "by", figure);
            }
            department.Settle();

            var told = cells.Select(c => c.Figure).ToArray();
            AssertHonest(Threshold, own, told);
            var worlds = (
                from o in Spread(own.Sum(), 3)
                where o.Zip(told).All(p => Fits(p.First, p.Second, Threshold))
                from r in Spread(rest.Sum(), 3)
                where Enumerable.Range(0, 3).All(i => Fits(o[i] + r[i], ofAll[i].Figure, Threshold))
                select (Own: o, Others: r)).ToList();
            for (var i = 0; i < 3; i++)
            {
                AssertAmbiguous(told[i], worlds, w => w.Own[i]);
                AssertAmbiguous(ofAll[i].Figure, worlds, w => w.Own[i] + w.Others[i]);
                if (rest[i] is > 0 and < Threshold)
                    AssertAmbiguous(DigestFigure.NotTold, worlds, w => w.Others[i]);
            }
        }, iter: 400);

    // The known traps: one hidden beside one withheld, all of the smallest, all of the largest.
    [Theory]
    [InlineData(1, 5, 20)]
    [InlineData(1, 1, 20)]
    [InlineData(4, 4, 20)]
    [InlineData(2, 30, 0)]
    public void What_could_be_worked_out_from_the_total_is_hidden_too(int one, int two, int three)
    {
        int[] counts = [one, two, three];
        var disclosure = new Disclosure(5, counts);
        var cells = counts.Select((_, i) => disclosure.Tell([i], "by", 1)).ToArray();
        disclosure.Settle();

        var worlds = Spread(counts.Sum(), 3).Where(w => w.Zip(cells).All(p => Fits(p.First, p.Second.Figure, 5))).ToList();
        Assert.Equal(DigestFigure.Fewer(5), cells[0].Figure);
        Assert.All(cells, c => AssertAmbiguous(c.Figure, worlds, w => w[Array.IndexOf(cells, c)]));
    }

    /// <summary>What is told is true, and no small number is told.</summary>
    private static void AssertHonest(int threshold, int[] values, DigestFigure?[] told)
    {
        foreach (var (value, figure) in values.Zip(told))
        {
            if (figure is null)
                continue;
            Assert.True(Fits(value, figure, threshold), $"{value} is told as {figure}");
            Assert.False(figure.Value.Value is { } exact && exact > 0 && exact < threshold, $"{value} is told");
        }
    }

    private static void AssertAmbiguous<T>(DigestFigure? figure, IReadOnlyCollection<T> worlds, Func<T, int> valueIn)
    {
        if (figure is { Value: null })
            Assert.True(worlds.Select(valueIn).Distinct().Count() >= 2, "A hidden number can be worked out.");
    }

    // As a reader who knows how digests are made reads it.
    private static bool Fits(int value, DigestFigure? figure, int threshold) => figure switch
    {
        null => true,
        { Value: { } exact } => value == exact,
        { FewerThan: { } limit } => value > 0 && value < limit,
        _ => value >= threshold,
    };

    // Every way to spread so many requests over so many classes.
    private static IEnumerable<int[]> Spread(int total, int classes)
    {
        if (classes == 1)
        {
            yield return [total];
            yield break;
        }
        for (var first = 0; first <= total; first++)
            foreach (var rest in Spread(total - first, classes - 1))
                yield return [first, .. rest];
    }
}
