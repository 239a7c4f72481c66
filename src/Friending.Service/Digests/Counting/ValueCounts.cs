namespace Friending.Service.Digests.Counting;

/// <summary>
/// Counts requests by a value. People write some values as they please, so only so many are told apart; what comes after
/// those is counted together, and memory stays flat.
/// </summary>
internal sealed class ValueCounts
{
    /// <summary>How many values are told apart.</summary>
    internal const int MostValues = 2000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many requests have the value.</summary>
    internal int this[string value] => _counts.GetValueOrDefault(value);

    /// <summary>The values that any request has.</summary>
    internal IEnumerable<KeyValuePair<string, int>> All => _counts.Where(c => c.Value > 0);

    /// <summary>Makes sure of a value's place, though none may come.</summary>
    internal void Reserve(string value) => _counts.TryAdd(value, 0);

    /// <summary>Counts a request; null and empty are both "none".</summary>
    internal void Add(string? value)
    {
        value ??= "";
        if (_counts.Count >= MostValues && !_counts.ContainsKey(value))
            value = DigestRow.Others;
        _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }
}
