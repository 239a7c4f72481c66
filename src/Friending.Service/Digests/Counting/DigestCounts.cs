namespace Friending.Service.Digests.Counting;

/// <summary>
/// Everything that the digests of a week are made of, for the organisation and the departments with digests of their own.
/// </summary>
internal sealed class DigestCounts
{
    /// <summary>How many weeks a trend has.</summary>
    internal const int Weeks = 8;

    private readonly TimeZoneInfo _zone;

    internal DigestCounts(IsoWeek week, TimeZoneInfo zone, IEnumerable<string> departments, int enough, CountedPolicy counted)
    {
        _zone = zone;
        var first = week;
        for (var i = 1; i < Weeks; i++)
            first = first.Previous;
        for (var (i, at) = (0, first); i < Weeks; i++, at = at.Next)
            (WeekAt[i], Organisation[i]) = (at, Counts(at));
        Elsewhere = [Counts(week.Previous), Counts(week)];
        foreach (var department in departments)
            OfDepartment[department] = [Counts(week.Previous), Counts(week)];
        Reviews = new(enough);

        WeekCounts Counts(IsoWeek of) => new(enough, counted, LocalClock.StartOf(of.Next, zone));
    }

    /// <summary>The weeks of the trend; the last is the digest's own.</summary>
    internal IsoWeek[] WeekAt { get; } = new IsoWeek[Weeks];

    /// <summary>The whole organisation's, week by week; only the last two have more than the number of requests and departments.</summary>
    internal WeekCounts[] Organisation { get; } = new WeekCounts[Weeks];

    /// <summary>The departments', for the week before and the week itself.</summary>
    internal Dictionary<string, WeekCounts[]> OfDepartment { get; } = new(StringComparer.Ordinal);

    /// <summary>Everybody else's, for the same weeks.</summary>
    internal WeekCounts[] Elsewhere { get; }

    /// <summary>The organisation's reviews.</summary>
    internal ReviewCounts Reviews { get; }

    /// <summary>Messages on the poison queue.</summary>
    internal int Poisoned { get; set; }

    /// <summary>When the numbers were taken; the end of the week if it is over.</summary>
    internal DateTimeOffset TakenAt { get; init; }

    /// <summary>The first moment of each week, and the end of the last.</summary>
    internal DateTimeOffset StartOf(int week) => LocalClock.StartOf(week == Weeks ? WeekAt[^1].Next : WeekAt[week], _zone);
}
