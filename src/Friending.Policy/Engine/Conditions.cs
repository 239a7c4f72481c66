namespace Friending.Policy.Engine;

/// <summary>A conjunction "each of these facts has one of these values": a box in the space of all combinations.</summary>
internal sealed class Conditions
{
    internal static readonly Conditions None = new([], []);

    private readonly int[] _facts;
    private readonly ValueSet[] _allowed;

    private Conditions(int[] facts, ValueSet[] allowed) => (_facts, _allowed) = (facts, allowed);

    /// <summary>Resolves names; the document has been validated.</summary>
    internal static Conditions Of(IReadOnlyDictionary<string, IReadOnlyList<string>>? when, FactTable facts)
    {
        if (when is not { Count: > 0 })
            return None;
        var indexes = when.Keys.Select(facts.IndexOf).Order().ToArray();
        var allowed = new ValueSet[indexes.Length];
        for (var i = 0; i < indexes.Length; i++)
            foreach (var value in when[facts[indexes[i]].Name])
                allowed[i].Add(facts.IndexOfValue(indexes[i], value));
        return new(indexes, allowed);
    }

    internal ReadOnlySpan<int> Facts => _facts;

    /// <summary>Whether <paramref name="fact"/> is constrained, and to what.</summary>
    internal bool TryGet(int fact, out ValueSet allowed)
    {
        var at = Array.IndexOf(_facts, fact);
        allowed = at < 0 ? default : _allowed[at];
        return at >= 0;
    }

    /// <summary>Whether all facts named are known and allowed.</summary>
    internal bool Hold(in FactSet facts)
    {
        for (var i = 0; i < _facts.Length; i++)
        {
            var value = facts[_facts[i]];
            if (value < 0 || !_allowed[i].Contains(value))
                return false;
        }
        return true;
    }

    /// <summary>A combination in which all of these hold, other facts open; false where there is none.</summary>
    internal static bool TryMeet(ReadOnlySpan<Conditions> all, out FactSet example)
    {
        example = default;
        foreach (var conditions in all)
        {
            foreach (var fact in conditions.Facts)
            {
                conditions.TryGet(fact, out var allowed);
                foreach (var other in all)
                    if (other.TryGet(fact, out var also))
                        allowed = allowed.Intersect(also);
                var value = allowed.First();
                if (value < 0)
                    return false;
                example = example.With(fact, value);
            }
        }
        return true;
    }
}
