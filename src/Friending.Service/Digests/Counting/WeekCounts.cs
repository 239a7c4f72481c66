using Friending.Service.Decisions;

namespace Friending.Service.Digests.Counting;

/// <summary>The requests of a week, of the organisation or of a part of it, as they are: nothing is hidden yet.</summary>
/// <param name="enough">How many different people are enough for a number to be told.</param>
/// <param name="counted">What the policy says of counting.</param>
/// <param name="end">The first moment after the week.</param>
internal sealed class WeekCounts(int enough, CountedPolicy counted, DateTimeOffset end)
{
    private readonly Dictionary<RequestClass, Tally> _classes = [];

    /// <summary>How many different people are enough for a number to be told.</summary>
    internal int Enough => enough;

    internal Tally Requests { get; } = new(enough);

    /// <summary>Whether a reviewer permitted a request.</summary>
    internal bool IsPermittedByReviewer(RequestClass of) => of.IsReviewed && counted.Permits.Contains(of.Standing);

    /// <summary>How many of each class; none where the classes were not counted.</summary>
    internal IReadOnlyDictionary<RequestClass, Tally> Classes => _classes;

    /// <summary>The versions of the policies, by hash, and when each first decided in the week.</summary>
    internal Dictionary<string, (string Version, DateTimeOffset First)> Policies { get; } = [];

    internal ValueCounts Platforms { get; } = new(enough);

    internal ValueCounts Departments { get; } = new(enough);

    internal ValueCounts StaffRoles { get; } = new(enough);

    internal ValueCounts Sources { get; } = new(enough);

    /// <summary>Counts a request whole.</summary>
    internal void Add(DecisionRow row)
    {
        var person = AddToTrend(row);
        Platforms.Add(row.Platform, person);
        StaffRoles.Add(row.StaffRole, person);
        Sources.Add(row.Source is { } source ? DecisionRow.TextOf(source) : null, person);
        var policy = row.PolicySha256 ?? "";
        var history = row.Standings ?? (row.ReviewOpened == true ? "" : row.Outcome ?? "");
        var (standing, wasOpened) = StandingHistory.Before(history, end);
        var known = new RequestClass(
            row.Outcome ?? "", row.DecidingRules ?? "", row.DecidingGuidelines ?? "", FactsOf(row), policy, wasOpened, standing);
        if (!_classes.TryGetValue(known, out var tally))
            _classes.Add(known, tally = new(enough));
        tally.Add(person);
        if (!Policies.TryGetValue(policy, out var seen) || row.Id.Time < seen.First)
            Policies[policy] = (row.PolicyVersion ?? "", row.Id.Time);
    }

    /// <summary>Counts a request of a week of which only the number is told.</summary>
    /// <returns>Who made it.</returns>
    internal string AddToTrend(DecisionRow row)
    {
        var person = StaffIds.Key(row.StaffId);
        Requests.Add(person);
        Departments.Add(row.Department, person);
        return person;
    }

    private string FactsOf(DecisionRow row)
    {
        var facts = row.ReadFacts();
        return string.Join(';', counted.Facts.Where(facts.ContainsKey).Select(f => $"{f}={facts[f]}"));
    }
}
