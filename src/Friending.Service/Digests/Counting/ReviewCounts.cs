namespace Friending.Service.Digests.Counting;

/// <summary>The organisation's reviews, as they are: nothing is hidden yet.</summary>
/// <param name="enough">How many different people are enough for a number to be told.</param>
internal sealed class ReviewCounts(int enough)
{
    private readonly List<double> _hours = [];

    /// <summary>Those resolved in the week.</summary>
    internal Tally Resolved { get; } = new(enough);

    /// <summary>Those that wait at the end of the week.</summary>
    internal Tally Pending { get; } = new(enough);

    /// <summary>Those of them that are past their due time then.</summary>
    internal Tally Overdue { get; } = new(enough);

    /// <summary>The others of them.</summary>
    internal Tally Due { get; } = new(enough);

    /// <summary>Since when the oldest waits.</summary>
    internal DateTimeOffset? Oldest { get; private set; }

    /// <summary>The median of the hours from decision to resolution; of an even number the mean of the middle two.</summary>
    internal double? MedianHours
    {
        get
        {
            if (_hours.Count == 0)
                return null;
            _hours.Sort();
            return (_hours[(_hours.Count - 1) / 2] + _hours[_hours.Count / 2]) / 2;
        }
    }

    internal void AddResolved(TimeSpan took, string person)
    {
        _hours.Add(took.TotalHours);
        Resolved.Add(person);
    }

    internal void AddPending(DateTimeOffset since, bool isOverdue, string person)
    {
        Pending.Add(person);
        (isOverdue ? Overdue : Due).Add(person);
        if (Oldest is null || since < Oldest)
            Oldest = since;
    }
}
