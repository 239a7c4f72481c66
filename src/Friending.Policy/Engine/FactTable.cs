using System.Collections.Frozen;
using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>The facts of a policy by index and by name.</summary>
public sealed class FactTable
{
    private readonly FactDefinition[] _definitions;
    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenDictionary<string, int>[] _values;
    private readonly double[][] _probabilities;
    private readonly int[] _defaults;
    private readonly FrozenSet<string> _dates;

    internal FactTable(IReadOnlyList<FactDefinition> definitions)
    {
        _definitions = [.. definitions];
        _byName = definitions.Select((d, i) => (d.Name, i)).ToFrozenDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        _values = definitions
            .Select(d => d.Values.Select((v, i) => (v.Value, i)).ToFrozenDictionary(p => p.Value, p => p.i, StringComparer.Ordinal))
            .ToArray();
        _probabilities = definitions
            .Select(d => d.Values.Select(v => (v.Weight ?? 1) / d.Values.Sum(w => w.Weight ?? 1)).ToArray())
            .ToArray();
        _dates = definitions.SelectMany(d => d.Before is { } before ? [before.First, before.Second] : Array.Empty<string>()).ToFrozenSet();
        _defaults = [.. definitions.Select((d, i) => d.Default is { } value ? IndexOfValue(i, value) : -1)];
    }

    /// <summary>How many facts there are.</summary>
    public int Count => _definitions.Length;

    /// <summary>The fact at an index.</summary>
    public FactDefinition this[int fact] => _definitions[fact];

    /// <summary>The index of the fact of that name, or -1.</summary>
    public int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);

    /// <summary>The index of the fact's value of that name, or -1.</summary>
    public int IndexOfValue(int fact, string value) => _values[fact].GetValueOrDefault(value, -1);

    /// <summary>The index of the value that the fact takes where it is not stated, or -1.</summary>
    public int DefaultOf(int fact) => _defaults[fact];

    /// <summary>Whether some fact is derived from the date of that name.</summary>
    public bool ReadsDate(string name) => _dates.Contains(name);

    /// <summary>How many values the fact has.</summary>
    public int SizeOf(int fact) => _probabilities[fact].Length;

    /// <summary>How often the fact has the value, from the document's weights; the values of a fact add up to 1.</summary>
    public double ProbabilityOf(int fact, int value) => _probabilities[fact][value];

    /// <summary>The known facts by name, in the document's order.</summary>
    public IReadOnlyDictionary<string, string> Name(in FactSet facts)
    {
        var named = new OrderedDictionary<string, string>(Count);
        for (var fact = 0; fact < Count; fact++)
            if (facts.Knows(fact))
                named.Add(_definitions[fact].Name, _definitions[fact].Values[facts[fact]].Value);
        return named;
    }
}
