using System.Runtime.InteropServices;

namespace Friending.Policy.Analysis;

/// <summary>
/// Takes a function apart: for some of its values, the set of combinations that it gives the value for. All in one walk,
/// in which a node costs no more than the values below it.
/// </summary>
internal sealed class DiagramSets
{
    private readonly DecisionDiagrams _diagrams;
    private readonly HashSet<int> _asked;
    private readonly Dictionary<int, (int Value, int Set)[]> _below = [];
    private readonly Dictionary<int, int> _sets;

    // The node under construction: the values below it, and one row of branches for each, all 0 at first.
    private readonly List<int> _values = [];
    private readonly List<int> _rows = [];

    // Where a value stands in the list; only entries of values in the list mean anything.
    private int[] _places = [];

    /// <summary>Takes a function apart.</summary>
    /// <param name="diagrams">Where the function is and the sets are made.</param>
    /// <param name="function">The function.</param>
    /// <param name="values">The values to make sets for.</param>
    internal DiagramSets(DecisionDiagrams diagrams, int function, IEnumerable<int> values)
    {
        _diagrams = diagrams;
        _asked = [.. values];
        _sets = Below(function).ToDictionary(b => b.Value, b => b.Set);
    }

    /// <summary>The set for a value, as a function that is 1 for the combinations in it.</summary>
    internal int Of(int value) => _sets.GetValueOrDefault(value, DecisionDiagrams.Zero);

    private (int Value, int Set)[] Below(int function)
    {
        if (DecisionDiagrams.IsConstant(function))
            return DecisionDiagrams.ValueOf(function) is var constant && _asked.Contains(constant)
                ? [(constant, DecisionDiagrams.One)]
                : [];
        if (_below.TryGetValue(function, out var known))
            return known;
        var size = _diagrams.SizeOf(_diagrams.FactOf(function));
        var branches = new (int Value, int Set)[size][];
        for (var value = 0; value < size; value++)
            branches[value] = Below(_diagrams.Branch(function, value));

        _values.Clear();
        _rows.Clear();
        for (var branch = 0; branch < size; branch++)
            foreach (var (value, set) in branches[branch])
                _rows[PlaceOf(value, size) * size + branch] = set;

        var below = new (int Value, int Set)[_values.Count];
        for (var i = 0; i < below.Length; i++)
            below[i] = (_values[i], _diagrams.Make(_diagrams.FactOf(function), CollectionsMarshal.AsSpan(_rows).Slice(i * size, size)));
        return _below[function] = below;
    }

    private int PlaceOf(int value, int size)
    {
        if (value >= _places.Length)
            Array.Resize(ref _places, Math.Max(value + 1, _places.Length * 2));
        var place = _places[value];
        if (place < _values.Count && _values[place] == value)
            return place;
        _values.Add(value);
        for (var i = 0; i < size; i++)
            _rows.Add(DecisionDiagrams.Zero);
        return _places[value] = _values.Count - 1;
    }
}
