using Friending.Service.Decisions;


namespace Friending.Service.Digests.Counting;

/// <summary>The requests of a week, of the organisation or of a department, as they are: nothing is hidden yet.</summary>
internal sealed class WeekCounts
{
    // What a reviewer gives, see ReviewRequest.Resolutions.
    private const string Permit = "permit";

    private readonly Dictionary<RequestClass, int> _classes = [];

    internal int Requests { get; private set; }

    internal int PermittedByReviewer { get; private set; }

    /// <summary>How many of each class; none where the classes were not counted.</summary>
    internal IReadOnlyDictionary<RequestClass, int> Classes => _classes;

    /// <summary>The versions of the policies, by hash, and when each first decided in the week.</summary>
    internal Dictionary<string, (string Version, DateTimeOffset First)> Policies { get; } = [];

    internal ValueCounts Platforms { get; } = new();

    internal ValueCounts Departments { get; } = new();

    internal ValueCounts StaffRoles { get; } = new();

    internal ValueCounts Sources { get; } = new();

    /// <summary>Counts a request whole.</summary>
    internal void Add(DecisionRow row)
    {
        Add(row.Department);
        Platforms.Add(row.Platform);
        StaffRoles.Add(row.StaffRole);
        Sources.Add(row.Source is { } source ? DecisionRow.TextOf(source) : null);
        var policy = row.PolicySha256 ?? "";
        var known = new RequestClass(
            row.Outcome ?? "", row.DecidingRules ?? "", row.DecidingGuidelines ?? "", row.Direction ?? "", row.Patient ?? "", policy, row.ReviewOpened == true);
        _classes[known] = _classes.GetValueOrDefault(known) + 1;
        if (row.Resolution == Permit)
            PermittedByReviewer++;
        if (!Policies.TryGetValue(policy, out var seen) || row.Id.Time < seen.First)
            Policies[policy] = (row.PolicyVersion ?? "", row.Id.Time);
    }

    /// <summary>Counts a request of a week of which only the number is told.</summary>
    internal void Add(string? department)
    {
        Requests++;
        Departments.Add(department);
    }
}
