namespace Friending.Service.Digests.Counting;

/// <summary>The reviews of the organisation or of a department, as they are: nothing is hidden yet.</summary>
internal sealed class ReviewCounts
{
    private readonly List<double> _hours = [];

    /// <summary>How many were resolved in the week.</summary>
    internal int Resolved => _hours.Count;

    /// <summary>How many wait.</summary>
    internal int Pending { get; private set; }

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

    internal void AddResolved(TimeSpan took) => _hours.Add(took.TotalHours);

    internal void AddPending(DateTimeOffset since)
    {
        Pending++;
        if (Oldest is null || since < Oldest)
            Oldest = since;
    }
}
