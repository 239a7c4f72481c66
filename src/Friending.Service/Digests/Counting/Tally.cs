namespace Friending.Service.Digests.Counting;

/// <summary>
/// Requests and the people who made them. Of the people only as many are kept as tell whether they are enough for the number to be
/// told, so that memory stays flat.
/// </summary>
/// <param name="enough">How many different people are enough.</param>
internal sealed class Tally(int enough)
{
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);

    /// <summary>How many different people are enough for the number to be told.</summary>
    internal int Enough => enough;

    /// <summary>How many requests.</summary>
    internal int Requests { get; private set; }

    /// <summary>How many different people; no more than are enough.</summary>
    internal int People => _people.Count;

    /// <summary>Whether enough different people made them for their number to be told.</summary>
    internal bool MayBeTold => People >= enough;

    /// <summary>Whether there are requests, but of too few people.</summary>
    internal bool IsSmall => Requests > 0 && !MayBeTold;

    internal void Add(string person)
    {
        Requests++;
        if (_people.Count < enough)
            _people.Add(person);
    }

    /// <summary>Adds requests that are none of these.</summary>
    internal void Add(Tally other)
    {
        Requests += other.Requests;
        foreach (var person in other._people)
        {
            if (_people.Count >= enough)
                break;
            _people.Add(person);
        }
    }

    internal static Tally Of(int enough, IEnumerable<Tally> parts)
    {
        var sum = new Tally(enough);
        foreach (var part in parts)
            sum.Add(part);
        return sum;
    }
}
