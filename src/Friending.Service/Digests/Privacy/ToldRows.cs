using Friending.Service.Digests.Counting;

namespace Friending.Service.Digests.Privacy;

/// <summary>
/// What is told of requests by one dimension: the number of each value that enough different people have, and the number of all
/// others together, which are nobody or enough people too. So nothing is told that is the number of a few, and no difference of
/// what is told is. A value that is not listed may have no request or a few: nobody can tell which.
/// </summary>
internal sealed class ToldRows
{
    /// <summary>How many values are listed one by one.</summary>
    internal const int MostRows = 100;

    private readonly Dictionary<string, Tally> _values;
    private readonly SortedDictionary<string, Tally> _listed = new(StringComparer.Ordinal);
    private Tally _others;

    /// <summary>Lists what may be told.</summary>
    /// <param name="values">The requests of each value.</param>
    /// <param name="mayBeListed">Values that may be; null if all may.</param>
    /// <param name="enough">How many different people are enough for a number to be told.</param>
    internal ToldRows(IEnumerable<KeyValuePair<string, Tally>> values, Predicate<string>? mayBeListed, int enough)
    {
        _values = new(values, StringComparer.Ordinal);
        foreach (var (value, tally) in InOrder(_values.Where(v => v.Value.MayBeTold && mayBeListed?.Invoke(v.Key) != false)).Take(MostRows))
            _listed.Add(value, tally);
        Enough = enough;
        _others = CountOthers();
        while (_others.IsSmall && _listed.Count > 0)
            Withhold(Smallest!);
    }

    /// <summary>The values that are listed.</summary>
    internal IReadOnlyDictionary<string, Tally> Listed => _listed;

    /// <summary>All others together.</summary>
    internal Tally Others => _others;

    /// <summary>The listed value with the fewest requests; null if none is listed.</summary>
    internal string? Smallest => _listed.Count == 0 ? null : InOrder(_listed).Last().Key;

    private int Enough { get; }

    /// <summary>The numbers by value, with that of <see cref="DigestRow.Others"/>; none where no value is listed.</summary>
    internal IReadOnlyDictionary<string, DigestFigure> Figures()
    {
        var figures = _listed.ToDictionary(v => v.Key, v => DigestFigure.Of(v.Value.Requests), StringComparer.Ordinal);
        if (figures.Count > 0 && _others.Requests > 0)
            figures.Add(DigestRow.Others, DigestFigure.Of(_others.Requests));
        return figures;
    }

    /// <summary>Counts a value among the others.</summary>
    internal void Withhold(string value)
    {
        _listed.Remove(value);
        _others = CountOthers();
        while (_others.IsSmall && _listed.Count > 0)
        {
            _listed.Remove(Smallest!);
            _others = CountOthers();
        }
    }

    // Most requests first; by name where they are as many, so that the same requests give the same rows.
    private static IEnumerable<KeyValuePair<string, Tally>> InOrder(IEnumerable<KeyValuePair<string, Tally>> values) =>
        values.OrderByDescending(v => v.Value.Requests).ThenBy(v => v.Key, StringComparer.Ordinal);

    private Tally CountOthers() => Tally.Of(Enough, _values.Where(v => !_listed.ContainsKey(v.Key)).Select(v => v.Value));
}
