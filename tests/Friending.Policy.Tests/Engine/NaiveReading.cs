namespace Friending.Policy.Tests.Engine;

/// <summary>
/// What the engine promises, computed literally and slowly: the rules are read in order and every completion is tried. Tests
/// compare the engine with it.
/// </summary>
internal static class NaiveReading
{
    internal const int NotApplicable = -1;
    internal const int Gap = -2;

    internal static IEnumerable<int[]> Completions(SmallPolicy policy, int[] facts)
    {
        var open = Array.IndexOf(facts, -1);
        return open < 0
            ? [facts]
            : Enumerable.Range(0, policy.Facts[open].Size).SelectMany(value => Completions(policy, With(facts, open, value)));
    }

    internal static int[] With(int[] facts, int fact, int value)
    {
        var copy = (int[])facts.Clone();
        copy[fact] = value;
        return copy;
    }

    internal static bool Holds(Condition[] box, int[] facts) => box.All(c => c.Values.Contains(facts[c.Fact]));

    internal static bool Applies(SmallGuideline guideline, int[] facts) => Holds(guideline.AppliesWhen, facts);

    internal static int RuleOf(SmallGuideline guideline, int[] facts) =>
        !Applies(guideline, facts) ? NotApplicable
        : Array.FindIndex(guideline.Rules, r => Holds(r.When, facts)) is >= 0 and var rule ? rule
        : Gap;

    internal static int Outcome(SmallPolicy policy, int[] facts) =>
        policy.Guidelines.Where(g => Applies(g, facts)).Select(g => g.Rules[RuleOf(g, facts)].Outcome)
            .DefaultIfEmpty(policy.Otherwise).Min();

    internal static SortedSet<int> Possible(SmallPolicy policy, int[] facts) =>
        [.. Completions(policy, facts).Select(c => Outcome(policy, c))];

    internal static IEnumerable<int> Unknown(int[] facts) => Enumerable.Range(0, facts.Length).Where(f => facts[f] < 0);

    /// <summary>The open facts which, in some completion of the others, change the outcome.</summary>
    internal static SortedSet<int> Matter(SmallPolicy policy, int[] facts) =>
    [
        .. Unknown(facts).Where(fact => Completions(policy, facts).Any(c =>
            Outcome(policy, c) != Outcome(policy, With(c, fact, 0)))),
    ];

    /// <summary>
    /// What may be asked: the facts that matter and whose askWhen holds. Where there is none, the facts that those wait for,
    /// directly or through others, and whose own askWhen holds; and where there is none, any that matters.
    /// </summary>
    internal static SortedSet<int> MayAsk(SmallPolicy policy, int[] facts)
    {
        var matter = Matter(policy, facts);
        var waitedFor = new SortedSet<int>(matter);
        for (var before = 0; before != waitedFor.Count;)
        {
            before = waitedFor.Count;
            foreach (var fact in waitedFor.ToList())
            {
                var box = policy.Facts[fact].AskWhen;
                if (box.All(c => facts[c.Fact] < 0 || c.Values.Contains(facts[c.Fact])))
                    waitedFor.UnionWith(box.Select(c => c.Fact).Where(f => facts[f] < 0));
            }
        }
        return new[] { matter, waitedFor }
            .Select(set => new SortedSet<int>(set.Where(f => Holds(policy.Facts[f].AskWhen, facts))))
            .FirstOrDefault(set => set.Count > 0) ?? matter;
    }

    /// <summary>The fewest questions to expect until the outcome is settled, over every way of asking.</summary>
    internal static double Optimum(SmallPolicy policy, int[] facts, Dictionary<string, double> known)
    {
        var key = string.Join(',', facts);
        if (!known.TryGetValue(key, out var best))
        {
            best = MayAsk(policy, facts).Select(f => AfterAsking(policy, facts, f, known)).DefaultIfEmpty(0).Min();
            known[key] = best;
        }
        return best;
    }

    internal static double AfterAsking(SmallPolicy policy, int[] facts, int fact, Dictionary<string, double> known)
    {
        var weights = policy.Facts[fact].Weights;
        return 1 + weights.Select((w, v) => w / weights.Sum() * Optimum(policy, With(facts, fact, v), known)).Sum();
    }
}
