using Friending.Service.Digests.Counting;

namespace Friending.Service.Digests.Privacy;

/// <summary>
/// What may be told of a week's requests, of the organisation and of all departments with a digest at once. It depends on that week's
/// requests alone: so the digest of the week after, which repeats it, tells the same, and all digests of all weeks together
/// disclose no more than each.
/// </summary>
internal sealed class ToldWeek
{
    // What a reader loses: the outcomes are what everybody looks at.
    private const int Much = 8;
    private const int Some = 3;
    private const int Little = 1;

    private const string Yes = "yes";
    private const string No = "no";

    // Every class of requests may have every value of these, and every department and other dimension of the list may too. So their
    // numbers are each for themselves: no difference between two of them is of a few requests.
    private static readonly DigestDimension[] s_free = [DigestDimension.Platform, DigestDimension.StaffRole, DigestDimension.Source];

    private static readonly LinkedRows.Dimension[] s_linked =
    [
        new(new Breakdown(DigestDimension.Outcome), c => c.Outcome, Much),
        new(new Breakdown(DigestDimension.Guideline), c => c.Guidelines, Little),
        new(new Breakdown(DigestDimension.Rule), c => c.Rules, Some),
        new(nameof(Policies), c => c.Policy, Little),
        new(nameof(ReviewsOpened), c => c.ReviewOpened ? Yes : No, Some),
        // Last, and so the first to be left out where all of these together are too many.
        new(new Breakdown(DigestDimension.Standing), c => c.Standing, Little),
    ];

    private readonly Dictionary<Breakdown, IReadOnlyDictionary<string, DigestFigure>> _breakdowns = [];
    private readonly Dictionary<string, DigestFigure> _exemptions = [];

    private ToldWeek(DigestFigure requests)
    {
        Requests = requests;
        PermittedByReviewer = ReviewsOpened = requests.Value is 0 ? requests : DigestFigure.NotTold;
    }

    /// <summary>How many requests.</summary>
    internal DigestFigure Requests { get; }

    internal DigestFigure PermittedByReviewer { get; private set; }

    internal DigestFigure ReviewsOpened { get; private set; }

    /// <summary>By the policy's hash; empty where nothing may be told.</summary>
    internal IReadOnlyDictionary<string, DigestFigure> Policies { get; private set; } = new Dictionary<string, DigestFigure>();

    /// <summary>The values of a breakdown with their figures; none where it cannot be told.</summary>
    internal IReadOnlyDictionary<string, DigestFigure> Rows(Breakdown by) =>
        _breakdowns.TryGetValue(by, out var told) ? told : new Dictionary<string, DigestFigure>();

    /// <summary>What is told of a value: none only where others are told and there is no request beside them.</summary>
    internal DigestFigure Of(Breakdown by, string value) =>
        Requests.Value is 0 ? DigestFigure.Of(0)
        : Rows(by) is not { Count: > 0 } told ? DigestFigure.NotTold
        : told.TryGetValue(value, out var figure) ? figure
        : told.ContainsKey(DigestRow.Others) ? DigestFigure.NotTold
        : DigestFigure.Of(0);

    /// <summary>How many requests an exemption permitted.</summary>
    internal DigestFigure Exemption(string code) =>
        _exemptions.TryGetValue(code, out var told) ? told : Requests.Value is 0 ? Requests : DigestFigure.NotTold;

    /// <summary>How many requests of the organisation. A small number is called small: nothing else is told about such a week.</summary>
    internal static DigestFigure Total(Tally tally) => tally.IsSmall ? DigestFigure.Fewer(tally.Enough) : DigestFigure.Of(tally.Requests);

    /// <summary>
    /// One of two parts of a number that is told: exact where neither is small, for the other is what is left. Of a small one no more
    /// is told than that, and of the other nothing.
    /// </summary>
    internal static DigestFigure Part(Tally part, Tally rest) =>
        part.IsSmall ? DigestFigure.Fewer(part.Enough)
        : rest.IsSmall && part.Requests > 0 ? DigestFigure.NotTold
        : DigestFigure.Of(part.Requests);

    /// <summary>The departments by their requests; none where that cannot be told.</summary>
    internal static ToldRows? Departments(WeekCounts counts) =>
        counts.Requests.IsSmall || counts.Departments.AreTooMany ? null : new(counts.Departments.All, null, counts.Enough);

    /// <summary>What is told of a department's requests: nothing, if they are not listed, whether there are a few or none.</summary>
    internal static DigestFigure OfDepartment(WeekCounts counts, ToldRows? departments, string department) =>
        counts.Requests.Requests == 0 ? DigestFigure.Of(0)
        : departments is not null && departments.Listed.TryGetValue(department, out var tally) ? DigestFigure.Of(tally.Requests)
        : departments is { Others.Requests: 0, Listed.Count: > 0 } ? DigestFigure.Of(0)
        : DigestFigure.NotTold;

    /// <summary>What may be told of a week.</summary>
    /// <param name="counts">The organisation's requests.</param>
    /// <param name="own">The requests of each department with a digest.</param>
    /// <param name="elsewhere">The requests of everybody else.</param>
    /// <param name="policies">The exemptions of the policies that decided.</param>
    /// <param name="facts">The facts to tell requests apart by.</param>
    /// <param name="codes">The exemptions to tell of.</param>
    internal static (ToldWeek Organisation, IReadOnlyDictionary<string, ToldWeek> Departments) Of(
        WeekCounts counts, IReadOnlyDictionary<string, WeekCounts> own, WeekCounts elsewhere,
        IReadOnlyDictionary<string, PolicyExemptions> policies, IReadOnlyList<string> facts, IReadOnlyList<string> codes)
    {
        LinkedRows.Dimension[] dimensions =
        [
            .. s_linked, new(nameof(PermittedByReviewer), c => counts.IsPermittedByReviewer(c) ? Yes : No, Little),
            .. OfFacts(facts), .. Exemptions(policies, codes),
        ];
        var rows = Departments(counts);
        var organisation = new ToldWeek(Total(counts.Requests));
        var departments = own.Keys.ToDictionary(d => d, d => new ToldWeek(OfDepartment(counts, rows, d)), StringComparer.Ordinal);
        if (rows is null || counts.Requests.Requests == 0)
            return (organisation, departments);
        organisation.Keep(new(DigestDimension.Department), rows);
        var telling = own.Where(d => rows.Listed.ContainsKey(d.Key)).ToDictionary(StringComparer.Ordinal);
        var silent = own.Where(d => !rows.Listed.ContainsKey(d.Key)).Select(d => d.Value).Append(elsewhere).ToList();

        foreach (var by in s_free)
        {
            if (!ValuesOf(counts, by).AreTooMany)
                Tell(new(by), new(ValuesOf(counts, by).All, null, counts.Enough), of => ValuesOf(of, by).All);
        }

        var linked = LinkedRows.Of(counts.Classes, dimensions, counts.Enough);
        foreach (var by in facts.Select(f => new Breakdown(DigestDimension.Fact, f)).Prepend(new(DigestDimension.Outcome)))
        {
            if (linked.TryGetValue(by, out var told))
                Tell(by, told, of => ByValue(of, Array.Find(dimensions, d => d.Key.Equals(by))!));
        }

        // Only the organisation's digest tells rules: they depend on everything else that a department's digest tells.
        organisation.KeepRules(linked, codes);
        if (counts.Enough == 1)
        {
            foreach (var (department, week) in telling)
                departments[department].KeepRules(LinkedRows.Of(week.Classes, dimensions, 1), codes);
        }

        return (organisation, departments);

        void Tell(Breakdown by, ToldRows told, Func<WeekCounts, IReadOnlyDictionary<string, Tally>> valuesOf)
        {
            organisation.Keep(by, told);
            var ofDepartments = telling.ToDictionary(d => d.Key, d => valuesOf(d.Value), StringComparer.Ordinal);
            var others = silent.SelectMany(w => valuesOf(w)).GroupBy(v => v.Key)
                .ToDictionary(g => g.Key, g => Tally.Of(counts.Enough, g.Select(v => v.Value)), StringComparer.Ordinal);
            foreach (var (department, of) in DepartmentRows.Of(told, ofDepartments, others, counts.Enough))
                departments[department].Keep(by, of);
        }
    }

    private void Keep(Breakdown by, ToldRows rows)
    {
        if (rows.Listed.Count > 0)
            _breakdowns[by] = rows.Figures();
    }

    private void KeepRules(Dictionary<object, ToldRows> linked, IReadOnlyList<string> codes)
    {
        foreach (var by in new Breakdown[]
        {
            new(DigestDimension.Rule), new(DigestDimension.Guideline), new(DigestDimension.Standing),
        })
        {
            if (linked.TryGetValue(by, out var rows))
                Keep(by, rows);
        }

        if (linked.TryGetValue(nameof(Policies), out var policies))
            Policies = policies.Listed.ToDictionary(p => p.Key, p => DigestFigure.Of(p.Value.Requests));
        foreach (var code in codes)
            _exemptions[code] = Count(new ExemptionKey(code));
        ReviewsOpened = Count(nameof(ReviewsOpened));
        PermittedByReviewer = Count(nameof(PermittedByReviewer));

        // Of a yes and a no: with one listed, the other is what is left of all.
        DigestFigure Count(object key) =>
            !linked.TryGetValue(key, out var rows) || rows.Listed.Count == 0 ? DigestFigure.NotTold
            : rows.Listed.TryGetValue(Yes, out var yes) ? DigestFigure.Of(yes.Requests)
            : DigestFigure.Of(rows.Others.Requests);
    }

    private static IEnumerable<LinkedRows.Dimension> OfFacts(IReadOnlyList<string> facts) =>
        facts.Select(fact => new LinkedRows.Dimension(new Breakdown(DigestDimension.Fact, fact), c => c.ValueOf(fact), Some));

    private static IEnumerable<LinkedRows.Dimension> Exemptions(
        IReadOnlyDictionary<string, PolicyExemptions> policies, IReadOnlyList<string> codes) =>
        codes.Select(code => new LinkedRows.Dimension(
            new ExemptionKey(code), c => policies[c.Policy].Decides(c.Rules, code) ? Yes : No, Some));

    private static Dictionary<string, Tally> ByValue(WeekCounts counts, LinkedRows.Dimension dimension) =>
        counts.Classes.GroupBy(c => dimension.ValueOf(c.Key))
            .ToDictionary(g => g.Key, g => Tally.Of(counts.Enough, g.Select(c => c.Value)), StringComparer.Ordinal);

    private static ValueCounts ValuesOf(WeekCounts counts, DigestDimension by) => by switch
    {
        DigestDimension.Platform => counts.Platforms,
        DigestDimension.StaffRole => counts.StaffRoles,
        _ => counts.Sources,
    };

    private sealed record ExemptionKey(string Code);
}
