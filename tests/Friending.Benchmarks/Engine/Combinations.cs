using Friending.Policy.Engine;

namespace Friending.Benchmarks;

/// <summary>Every combination of facts of the default policy.</summary>
internal static class Combinations
{
    internal static IReadOnlyList<FactSet> Of(PolicyDecisionPoint policy)
    {
        IEnumerable<FactSet> all = [new()];
        for (var fact = 0; fact < policy.Facts.Count; fact++)
        {
            var (name, size) = (fact, policy.Facts.SizeOf(fact));
            all = all.SelectMany(facts => Enumerable.Range(0, size).Select(value => facts.With(name, value)));
        }
        return [.. all];
    }
}
