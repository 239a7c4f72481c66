using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>
/// The facts of two documents side by side. A fact that both have is compared over the values that both have. A fact that
/// one has and the other lacks is compared over all its values, since the other answers the same whatever it is.
/// </summary>
internal sealed class ComparedFacts
{
    private readonly FactTable _from;
    private readonly FactTable _to;
    private readonly Compared[] _facts;

    internal ComparedFacts(FactTable from, FactTable to)
    {
        (_from, _to) = (from, to);
        _facts =
        [
            .. Enumerable.Range(0, from.Count).Select(f => Compare(f, to.IndexOf(from[f].Name))),
            .. Enumerable.Range(0, to.Count).Where(t => from.IndexOf(to[t].Name) < 0).Select(t => Compare(-1, t)),
        ];
    }

    /// <summary>A fact: its indexes in the two documents (-1: lacks it), and for each value compared, the value's index in each.</summary>
    internal sealed record Compared(string Name, string[] Values, int From, int[] FromValues, int To, int[] ToValues);

    internal ReadOnlySpan<Compared> Facts => _facts;

    /// <summary>How many values of each fact are compared; 0 where the documents share none.</summary>
    internal int[] Sizes => [.. _facts.Select(f => f.Values.Length)];

    /// <summary>The index of the compared fact that is this one in the first document, or in the second.</summary>
    internal int IndexOf(int fact, bool inTo) => Array.FindIndex(_facts, f => (inTo ? f.To : f.From) == fact);

    /// <summary>What differs in the facts themselves.</summary>
    internal IEnumerable<FactChange> Changes()
    {
        foreach (var fact in _facts)
        {
            var from = fact.From < 0 ? null : _from[fact.From];
            var to = fact.To < 0 ? null : _to[fact.To];
            List<string> before = [.. from?.Values.Select(v => v.Value) ?? []], after = [.. to?.Values.Select(v => v.Value) ?? []];
            var change = new FactChange(
                fact.Name,
                from is null ? ChangeKind.Added : to is null ? ChangeKind.Removed : ChangeKind.Changed,
                [.. after.Except(before)], [.. before.Except(after)], from?.Default, to?.Default);
            if (change.Change != ChangeKind.Changed || change.AddedValues.Count + change.RemovedValues.Count > 0
                || change.DefaultFrom != change.DefaultTo)
                yield return change;
        }
    }

    /// <summary>A box as a row; facts that may have every value compared are left out.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Name(ValueSet[] box)
    {
        var named = new OrderedDictionary<string, IReadOnlyList<string>>();
        for (var fact = 0; fact < box.Length; fact++)
        {
            var (values, set) = (_facts[fact].Values, box[fact]);
            if (set.Count < values.Length)
                named.Add(_facts[fact].Name, [.. values.Where((_, v) => set.Contains(v))]);
        }
        return named;
    }

    private Compared Compare(int from, int to)
    {
        var (definition, other) = from < 0 ? (_to[to], -1) : (_from[from], to);
        var values = definition.Values.Select(v => v.Value).Where(v => other < 0 || _to.IndexOfValue(to, v) >= 0).ToArray();
        return new(
            definition.Name, values,
            from, [.. values.Select(v => from < 0 ? -1 : _from.IndexOfValue(from, v))],
            to, [.. values.Select(v => to < 0 ? -1 : _to.IndexOfValue(to, v))]);
    }
}
