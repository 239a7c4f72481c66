using System.Text.Json;
using CsCheck;
using Friending.Policy.Engine;

namespace Friending.Policy.Tests.Engine;

/// <summary>A condition "this fact has one of these values"; several together are a conjunction.</summary>
internal sealed record Condition(int Fact, int[] Values);

internal sealed record SmallFact(double[] Weights, int? Default, Condition[] AskWhen)
{
    internal int Size => Weights.Length;

    /// <summary>One of so many values, all as likely, always asked for.</summary>
    internal static SmallFact Of(int size) => new([.. Enumerable.Repeat(1.0, size)], null, []);
}

internal sealed record SmallRule(Condition[] When, int Outcome);

internal sealed record SmallGuideline(bool Unique, Condition[] AppliesWhen, SmallRule[] Rules);

/// <summary>A small policy as plain data with numbers for names: made at random, written as a document, read naively.</summary>
internal sealed record SmallPolicy(int Outcomes, int Otherwise, SmallFact[] Facts, SmallGuideline[] Guidelines)
{
    private static readonly Gen<(int Fact, int Mask)[]> RawBox = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 15]).Array[0, 3];

    /// <summary>Any document that can be compiled, right or wrong: gaps, unreachable rules and conflicts included.</summary>
    internal static readonly Gen<SmallPolicy> Any =
        from weights in Gen.Double[0.1, 10].Array[1, 4].Array[1, 5]
        where weights.Aggregate(1, (product, w) => product * w.Length) <= 200
        from defaults in Gen.Int[0, 7].Array[5]
        from askWhen in RawBox.Array[5]
        from outcomes in Gen.Int[1, 4]
        from otherwise in Gen.Int[0, 3]
        from guidelines in Gen.Select(Gen.Bool, RawBox, Gen.Select(RawBox, Gen.Int[0, 3]).Array[1, 6], Gen.Bool).Array[0, 3]
        select new SmallPolicy(
            outcomes,
            otherwise % outcomes,
            [.. weights.Select((w, f) => new SmallFact(
                w,
                defaults[f] < w.Length ? defaults[f] : null,
                [.. Box(askWhen[f], weights).Where(c => c.Fact != f)]))],
            [.. guidelines.Select(g => new SmallGuideline(
                g.Item1,
                Box(g.Item2, weights),
                [.. g.Item3.Select(r => new SmallRule(Box(r.Item1, weights), r.Item2 % outcomes)),
                    .. g.Item4 ? [new SmallRule([], 0)] : Array.Empty<SmallRule>()]))]);

    /// <summary>Documents that hold: gaps filled, unreachable rules dropped, and "unique" only where rules agree.</summary>
    internal static readonly Gen<SmallPolicy> Valid = Any.Select(Repair);

    /// <summary>A valid document with some facts known, -1 for unknown.</summary>
    internal static readonly Gen<(SmallPolicy Policy, int[] Facts)> WithSomeFacts =
        Gen.Select(Valid, Gen.Int[-1, 3].Array[5], (policy, raw) => (policy, policy.Known(raw)));

    /// <summary>A valid document with many sets of facts, some known.</summary>
    internal static Gen<(SmallPolicy Policy, int[][] Facts)> WithManyFacts(int sets) =>
        Gen.Select(Valid, Gen.Int[-1, 3].Array[5].Array[sets], (policy, raw) => (policy, raw.Select(policy.Known).ToArray()));

    internal static string FactName(int fact) => $"f{fact}";

    internal static string RuleName(int guideline, int rule) => $"{guideline}.{rule}";

    internal static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The document, through the public reader like anybody's.</summary>
    internal byte[] ToJson()
    {
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = "small",
            version = "1.0.0",
            languages = new[] { "en" },
            outcomes = Enumerable.Range(0, Outcomes).Select(o => new { value = $"o{o}", kind = "permit" }),
            otherwise = $"o{Otherwise}",
            facts = Facts.Select((f, i) =>
            {
                var fact = new Dictionary<string, object>
                {
                    ["name"] = FactName(i),
                    ["values"] = f.Weights.Select((weight, v) => new { value = $"v{v}", weight }),
                    ["askWhen"] = Named(f.AskWhen),
                };
                if (f.Default is { } value)
                    fact["default"] = $"v{value}";
                return fact;
            }),
            guidelines = Guidelines.Select((g, i) => new
            {
                id = $"{i}",
                hitPolicy = g.Unique ? "unique" : "first",
                appliesWhen = Named(g.AppliesWhen),
                rules = g.Rules.Select((r, j) => new { id = RuleName(i, j), when = Named(r.When), outcome = $"o{r.Outcome}" }),
            }),
        });

        Dictionary<string, string[]> Named(Condition[] box) =>
            box.ToDictionary(c => FactName(c.Fact), c => c.Values.Select(v => $"v{v}").ToArray());
    }

    /// <summary>The engine on this policy; with <paramref name="remember"/> false, on the path for documents of
    /// too many states to remember.</summary>
    internal PolicyDecisionPoint Load(bool remember = true)
    {
        var report = PolicyReport.Of(ToJson(), null, remember ? PossibilitySpace.MaxRememberedStates : 1);
        return report.DecisionPoint ?? throw new PolicyException(report.Problems);
    }

    internal static FactSet ToFactSet(int[] facts)
    {
        var set = new FactSet();
        for (var fact = 0; fact < facts.Length; fact++)
            set = set.With(fact, facts[fact]);
        return set;
    }

    /// <summary>Shown where a property fails.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(ToJson());

    private int[] Known(int[] raw) => [.. Facts.Select((f, i) => Math.Min(raw[i], f.Size - 1))];

    private static Condition[] Box((int Fact, int Mask)[] raw, double[][] weights) =>
    [
        .. raw.Where(c => c.Fact < weights.Length)
            .Select(c => new Condition(c.Fact, [.. Enumerable.Range(0, weights[c.Fact].Length).Where(v => (c.Mask >> v & 1) != 0)]))
            .Where(c => c.Values.Length > 0)
            .DistinctBy(c => c.Fact),
    ];

    private static SmallPolicy Repair(SmallPolicy policy)
    {
        var guidelines = new List<SmallGuideline>();
        foreach (var broken in policy.Guidelines)
        {
            var guideline = broken;
            var all = NaiveReading.Completions(policy, policy.Nothing).ToList();
            if (all.Exists(c => NaiveReading.RuleOf(guideline, c) == NaiveReading.Gap))
                guideline = guideline with { Rules = [.. guideline.Rules, new([], 0)] };
            var reached = all.Select(c => NaiveReading.RuleOf(guideline, c)).ToHashSet();
            guideline = guideline with { Rules = [.. guideline.Rules.Where((_, r) => reached.Contains(r))] };
            if (guideline.Unique && all.Exists(c => NaiveReading.Applies(guideline, c)
                && guideline.Rules.Where(r => NaiveReading.Holds(r.When, c)).Select(r => r.Outcome).Distinct().Count() > 1))
                guideline = guideline with { Unique = false };
            if (guideline.Rules.Length > 0)
                guidelines.Add(guideline);
        }
        return policy with { Guidelines = [.. guidelines] };
    }

    /// <summary>No fact known.</summary>
    internal int[] Nothing => [.. Facts.Select(_ => -1)];
}
