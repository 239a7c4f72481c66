namespace Friending.Policy;

/// <summary>
/// Takes a function apart: for each of its values but 0, the set of combinations that it gives the value for. All in one
/// walk, in which a node costs no more than the values below it.
/// </summary>
internal sealed class DiagramSets
{
    private readonly DecisionDiagrams _diagrams;
    private readonly Dictionary<int, (int Value, int Set)[]> _below = [];
    private readonly Dictionary<int, int> _sets;

    // Where in a list under construction a value stands; only entries of values in that list mean anything.
    private int[] _places = [];

    internal DiagramSets(DecisionDiagrams diagrams, int function)
    {
        _diagrams = diagrams;
        _sets = Below(function).ToDictionary(b => b.Value, b => b.Set);
    }

    /// <summary>The set for a value, as a function that is 1 for the combinations in it.</summary>
    internal int Of(int value) => _sets.GetValueOrDefault(value, DecisionDiagrams.Zero);

    private (int Value, int Set)[] Below(int function)
    {
        if (DecisionDiagrams.IsConstant(function))
            return DecisionDiagrams.ValueOf(function) is not 0 and var constant ? [(constant, DecisionDiagrams.One)] : [];
        if (_below.TryGetValue(function, out var known))
            return known;
        var fact = _diagrams.FactOf(function);
        var size = _diagrams.SizeOf(fact);
        var branches = new (int Value, int Set)[size][];
        for (var value = 0; value < size; value++)
            branches[value] = Below(_diagrams.Branch(function, value));

        // One row of branches for each value of the function, all 0 at first.
        var values = new List<int>();
        var rows = new List<int>();
        for (var branch = 0; branch < size; branch++)
        {
            foreach (var (value, set) in branches[branch])
            {
                if (value >= _places.Length)
                    Array.Resize(ref _places, Math.Max(value + 1, _places.Length * 2));
                var place = _places[value];
                if (place >= values.Count || values[place] != value)
                {
                    place = _places[value] = values.Count;
                    values.Add(value);
                    for (var i = 0; i < size; i++)
                        rows.Add(DecisionDiagrams.Zero);
                }
                rows[place * size + branch] = set;
            }
        }
        var below = new (int Value, int Set)[values.Count];
        var made = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows);
        for (var i = 0; i < below.Length; i++)
            below[i] = (values[i], _diagrams.Make(fact, made.Slice(i * size, size)));
        return _below[function] = below;
    }
}
