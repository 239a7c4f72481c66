using System.Text.Json;

namespace Friending.Benchmarks;

/// <summary>Policy documents of facts with ten values each, so of ten to the power of the number of facts cells.</summary>
internal static class MillionCells
{
    /// <summary>Rules that read first, middle and last facts, as written tables do.</summary>
    internal static byte[] Regular(int facts) => Document(facts,
    [
        .. Enumerable.Range(0, 9).Select(d => Rule(0, (0, [d]), (facts - 1, [d, d + 1]))),
        .. Enumerable.Range(0, 9).Select(d => Rule(1, (0, [d]), (1, [9 - d]), (facts - 2, [0, d]))),
        .. Enumerable.Range(0, 10).Select(d => Rule(1, [.. Enumerable.Range(1, facts - 1).Select(f => (f, new[] { d, (d + 3) % 10 }))])),
        Rule(2),
    ]);

    /// <summary>A thousand rules that each take a random part, so that hardly any two cells' surroundings
    /// are alike: as bad as it gets.</summary>
    internal static byte[] Random(int seed)
    {
        var random = new Random(seed);
        return Document(6,
            [.. Enumerable.Range(0, 1000)
                .Select(_ => Rule(random.Next(3), [.. Enumerable.Range(0, 6).Select(f => (f, Some()))])), Rule(2)]);

        int[] Some()
        {
            var values = Enumerable.Range(0, 10).Where(_ => random.Next(3) == 0).ToArray();
            return values.Length > 0 ? values : [random.Next(10)];
        }
    }

    private static (int Outcome, (int Fact, int[] Values)[] When) Rule(int outcome, params (int Fact, int[] Values)[] when) =>
        (outcome, when);

    private static byte[] Document(int facts, (int Outcome, (int Fact, int[] Values)[] When)[] rules) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = "cells",
            version = "1.0.0",
            languages = new[] { "en" },
            outcomes = Enumerable.Range(0, 3).Select(o => new { value = $"o{o}", kind = "permit" }),
            otherwise = "o2",
            facts = Enumerable.Range(0, facts)
            .Select(f => new { name = $"f{f}", values = Enumerable.Range(0, 10).Select(v => new { value = $"v{v}" }) }),
            guidelines = new[]
        {
            new
            {
                id = "1",
                rules = rules.Select((r, i) => new { id = $"1.{i}",
                    when = r.When.ToDictionary(c => $"f{c.Fact}", c => c.Values.Select(v => $"v{v}")), outcome = $"o{r.Outcome}" }),
            },
        },
        });
}
