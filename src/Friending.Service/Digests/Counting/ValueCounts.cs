namespace Friending.Service.Digests.Counting;

/// <summary>
/// Counts requests by a value. Some values are free text, so only a limited number are told apart, which bounds memory; which
/// come first depends on the order of reading, so no values are told where there are more.
/// </summary>
/// <param name="enough">How many different people are enough for a number to be told.</param>
internal sealed class ValueCounts(int enough)
{
    /// <summary>How many values are told apart.</summary>
    internal const int MostValues = 2000;

    private readonly Dictionary<string, Tally> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether there were more values than are told apart.</summary>
    internal bool AreTooMany { get; private set; }

    /// <summary>The values that any request has.</summary>
    internal IReadOnlyDictionary<string, Tally> All => _counts;

    /// <summary>Counts a request; null and empty are both "none".</summary>
    internal void Add(string? value, string person)
    {
        value ??= "";
        if (!_counts.TryGetValue(value, out var tally))
        {
            if (_counts.Count >= MostValues)
            {
                AreTooMany = true;
                return;
            }

            _counts.Add(value, tally = new(enough));
        }

        tally.Add(person);
    }
}
