namespace Friending.Service.Digests.Counting;

/// <summary>
/// Counts requests by a value. People write some values as they please, so only so many are told apart, and memory stays flat; which
/// come first depends on the order of reading, so nothing is told of values that are more.
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
