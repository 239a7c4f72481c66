using Friending.Service.Digests.Counting;

namespace Friending.Service.Digests.Privacy;

/// <summary>
/// What may be told of a week's requests. It hangs on that week's requests alone: so the digest of the week after, which
/// tells of it again, tells the same, and the two together give no more away.
/// </summary>
internal sealed class ToldWeek
{
    /// <summary>How many values of a breakdown are listed one by one; the rest is told together.</summary>
    internal const int MostRows = 100;

    // What a reader loses: the outcomes are what everybody looks at.
    private const int Much = 8;
    private const int Some = 3;
    private const int Little = 1;

    private static readonly DigestDimension[] s_plain = [DigestDimension.Platform, DigestDimension.StaffRole, DigestDimension.Source];

    private readonly Dictionary<DigestDimension, IReadOnlyDictionary<string, DigestFigure>> _breakdowns = [];

    private ToldWeek(DigestFigure requests) => Requests = requests;

    /// <summary>How many requests.</summary>
    internal DigestFigure Requests { get; }

    internal DigestFigure OlderFriendship { get; private set; } = DigestFigure.NotTold;

    internal DigestFigure BreakingBread { get; private set; } = DigestFigure.NotTold;

    internal DigestFigure ReviewsOpened { get; private set; } = DigestFigure.NotTold;

    /// <summary>By the policy's hash; empty where nothing may be told.</summary>
    internal IReadOnlyDictionary<string, DigestFigure> Policies { get; private set; } = new Dictionary<string, DigestFigure>();

    /// <summary>The values of a breakdown with their figures; none where it cannot be told.</summary>
    internal IReadOnlyDictionary<string, DigestFigure> Breakdown(DigestDimension by) =>
        _breakdowns.TryGetValue(by, out var told) ? told : new Dictionary<string, DigestFigure>();

    /// <summary>What is told of a value; not told where the breakdown is not, or the value is not listed though others are.</summary>
    internal DigestFigure Of(DigestDimension by, string value) =>
        !_breakdowns.TryGetValue(by, out var told) ? DigestFigure.NotTold
        : told.TryGetValue(value, out var figure) ? figure
        : told.ContainsKey(DigestRow.Others) ? DigestFigure.NotTold
        : DigestFigure.Of(0);

    /// <summary>What may be told of the departments of a week, by name, <see cref="DigestRow.Others"/> too.</summary>
    /// <param name="counts">The organisation's requests.</param>
    /// <param name="own">The departments that have digests of their own: if another will do, theirs is not withheld.</param>
    /// <param name="threshold">Numbers from one up to, not including, this are hidden.</param>
    internal static IReadOnlyDictionary<string, DigestFigure> Departments(WeekCounts counts, IReadOnlySet<string> own, int threshold)
    {
        var rows = Fold(counts.Departments.All, own);
        if (Small(counts.Requests, threshold).Value is null)
            return new Dictionary<string, DigestFigure>();
        var disclosure = new Disclosure(threshold, [.. rows.Select(r => r.Value)]);
        var cells = rows.Select((r, i) => disclosure.Tell([i], DigestDimension.Department, own.Contains(r.Key) ? Some : Little)).ToList();
        // Who knows a department's number can take it from the whole.
        for (var i = 0; i < rows.Count; i++)
            disclosure.Guard(Enumerable.Range(0, rows.Count).Where(j => j != i), DigestDimension.Department);
        disclosure.Settle();
        return Figures(rows.Select(r => r.Key), cells) ?? [];
    }

    /// <summary>What may be told of the organisation's week, beside what is told of its departments.</summary>
    internal static ToldWeek OfOrganisation(
        WeekCounts counts, IReadOnlyDictionary<string, PolicyClasses> policies, IReadOnlyDictionary<string, DigestFigure> departments, int threshold)
    {
        var told = new ToldWeek(Small(counts.Requests, threshold));
        if (told.Requests.Value is null)
            return told;
        if (departments.Count > 0 || counts.Requests == 0)
            told._breakdowns[DigestDimension.Department] = departments;
        foreach (var by in s_plain)
        {
            var rows = Fold(ValuesOf(counts, by).All, new HashSet<string>());
            var disclosure = new Disclosure(threshold, [.. rows.Select(r => r.Value)]);
            var cells = rows.Select((_, i) => disclosure.Tell([i], by, Little)).ToList();
            disclosure.Settle();
            told.Keep(by, Figures(rows.Select(r => r.Key), cells), null);
        }
        told.TellClasses(counts, counts, policies, null, threshold);
        return told;
    }

    /// <summary>What may be told of a department's week, beside what is told of the organisation's.</summary>
    /// <param name="counts">The department's requests.</param>
    /// <param name="requests">How many they are, as the organisation's digest tells it.</param>
    /// <param name="organisation">The organisation's requests.</param>
    /// <param name="beside">What is told of them.</param>
    /// <param name="policies">The policies that decided.</param>
    /// <param name="threshold">Numbers from one up to, not including, this are hidden.</param>
    internal static ToldWeek OfDepartment(
        WeekCounts counts, DigestFigure requests, WeekCounts organisation, ToldWeek beside, IReadOnlyDictionary<string, PolicyClasses> policies, int threshold)
    {
        var told = new ToldWeek(requests);
        // A breakdown would add up to the number that is not told.
        if (requests.Value is null)
            return told;
        foreach (var by in s_plain)
        {
            var (of, ofAll) = (ValuesOf(counts, by), ValuesOf(organisation, by));
            var rows = Fold(ofAll.All, new HashSet<string>()).ConvertAll(r => r.Key);
            var own = rows.ConvertAll(v => v == DigestRow.Others ? counts.Requests - rows.Where(r => r != v).Sum(r => of[r]) : of[v]);
            var all = rows.ConvertAll(v => v == DigestRow.Others ? organisation.Requests - rows.Where(r => r != v).Sum(r => ofAll[r]) : ofAll[v]);
            var disclosure = new Disclosure(threshold, [.. own], [.. all.Zip(own, (a, o) => a - o)]);
            var cells = new List<Disclosure.Cell>();
            for (var i = 0; i < rows.Count; i++)
            {
                cells.Add(disclosure.Tell([i], by, Little));
                disclosure.Guard([i + rows.Count], by);
                if (beside.Breakdown(by).TryGetValue(rows[i], out var figure))
                    disclosure.Known([i, i + rows.Count], by, figure);
            }
            disclosure.Settle();
            told.Keep(by, Figures(rows, cells), beside);
        }
        told.TellClasses(counts, organisation, policies, beside, threshold);
        return told;
    }

    /// <summary>A number by itself, of which nothing else is told that it is a part of.</summary>
    internal static DigestFigure Small(int value, int threshold) => value > 0 && value < threshold ? DigestFigure.Fewer(threshold) : DigestFigure.Of(value);

    /// <summary>A department's number by itself, where the organisation's is told too: neither it nor the difference is told if it is small.</summary>
    internal static DigestFigure Small(int value, int organisation, int threshold)
    {
        var rest = organisation - value;
        return value >= threshold && rest > 0 && rest < threshold ? DigestFigure.NotTold : Small(value, threshold);
    }

    // Outcomes, rules, guidelines, directions, kinds of other party, policies, exemptions and reviews, all at once.
    private void TellClasses(
        WeekCounts counts, WeekCounts organisation, IReadOnlyDictionary<string, PolicyClasses> policies, ToldWeek? beside, int threshold)
    {
        var classes = Plausible(organisation, policies);
        int[] all = [.. classes.Select(c => organisation.Classes.GetValueOrDefault(c))];
        int[] own = [.. classes.Select(c => counts.Classes.GetValueOrDefault(c))];
        var disclosure = beside is null ? new Disclosure(threshold, all) : new Disclosure(threshold, own, [.. all.Zip(own, (a, o) => a - o)]);

        var breakdowns = new[]
        {
            Tell(DigestDimension.Outcome, c => c.Outcome, Much, beside?.Breakdown(DigestDimension.Outcome)),
            Tell(DigestDimension.Rule, c => c.Rules, Little, beside?.Breakdown(DigestDimension.Rule)),
            Tell(DigestDimension.Guideline, c => c.Guidelines, Some, beside?.Breakdown(DigestDimension.Guideline)),
            Tell(DigestDimension.Direction, c => c.Direction, Some, beside?.Breakdown(DigestDimension.Direction)),
            Tell(DigestDimension.OtherParty, c => c.Patient, Some, beside?.Breakdown(DigestDimension.OtherParty)),
        };
        var (_, hashes, ofPolicies) = Tell("policies", c => c.Policy, Little, beside?.Policies);
        var older = TellOne("older", c => Decides(policies[c.Policy].OlderFriendship, c), beside?.OlderFriendship);
        var bread = TellOne("bread", c => Decides(policies[c.Policy].BreakingBread, c), beside?.BreakingBread);
        var opened = TellOne("opened", c => c.ReviewOpened, beside?.ReviewsOpened);
        disclosure.Settle();

        foreach (var (by, values, cells) in breakdowns)
            Keep((DigestDimension)by, Figures(values, cells), beside);
        Policies = Figures(hashes, ofPolicies) ?? hashes.ToDictionary(h => h, _ => DigestFigure.NotTold);
        OlderFriendship = older.Figure ?? DigestFigure.NotTold;
        BreakingBread = bread.Figure ?? DigestFigure.NotTold;
        ReviewsOpened = opened.Figure ?? DigestFigure.NotTold;

        (object By, List<string> Values, List<Disclosure.Cell> Cells) Tell(
            object by, Func<RequestClass, string> valueOf, int cost, IReadOnlyDictionary<string, DigestFigure>? known)
        {
            List<string> values = [.. classes.Select(valueOf).Distinct()];
            var cells = values.ConvertAll(v => Cell(Members(c => valueOf(c) == v), by, cost, known is null ? null : known.TryGetValue(v, out var figure) ? figure : null));
            return (by, values, cells);
        }

        Disclosure.Cell TellOne(string name, Predicate<RequestClass> isOne, DigestFigure? known) => Cell(Members(isOne), name, Some, known);

        List<int> Members(Predicate<RequestClass> isOne) => [.. classes.Index().Where(c => isOne(c.Item)).Select(c => c.Index)];

        Disclosure.Cell Cell(List<int> members, object by, int cost, DigestFigure? known)
        {
            if (beside is not null)
            {
                disclosure.Guard(members.Select(m => m + classes.Count), by);
                if (known is { } figure)
                    disclosure.Known(members.Concat(members.Select(m => m + classes.Count)), by, figure);
            }
            return disclosure.Tell(members, by, cost);
        }
    }

    // Every class that there is, and those that the policy could have given with the same outcomes, rules and so on.
    private static List<RequestClass> Plausible(WeekCounts counts, IReadOnlyDictionary<string, PolicyClasses> policies)
    {
        var seen = counts.Classes.Keys.ToList();
        var (outcomes, rules, guidelines) = (seen.Select(c => c.Outcome).ToHashSet(), seen.Select(c => c.Rules).ToHashSet(), seen.Select(c => c.Guidelines).ToHashSet());
        var (directions, patients) = (seen.Select(c => c.Direction).ToHashSet(), seen.Select(c => c.Patient).ToHashSet());
        var more = counts.Policies.Keys.SelectMany(p => policies[p].Possible).Where(c =>
            outcomes.Contains(c.Outcome) && rules.Contains(c.Rules) && guidelines.Contains(c.Guidelines) && directions.Contains(c.Direction) && patients.Contains(c.Patient));
        return [.. seen.Union(more)];
    }

    private static bool Decides(IReadOnlySet<string> exemptions, RequestClass c) => c.Rules.Split('+').Any(exemptions.Contains);

    private static ValueCounts ValuesOf(WeekCounts counts, DigestDimension by) => by switch
    {
        DigestDimension.Platform => counts.Platforms,
        DigestDimension.StaffRole => counts.StaffRoles,
        _ => counts.Sources,
    };

    // The most frequent values, and those that must be listed, one by one; the rest under one name.
    private static List<KeyValuePair<string, int>> Fold(IEnumerable<KeyValuePair<string, int>> values, IReadOnlySet<string> listed)
    {
        var ordered = values.OrderByDescending(v => v.Key != DigestRow.Others && listed.Contains(v.Key)).ThenBy(v => v.Key == DigestRow.Others)
            .ThenByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).ToList();
        if (ordered.Count <= MostRows)
            return ordered;
        var most = Math.Max(MostRows - 1, listed.Count);
        return [.. ordered.Take(most), new(DigestRow.Others, ordered.Skip(most).Sum(v => v.Value))];
    }

    private static Dictionary<string, DigestFigure>? Figures(IEnumerable<string> values, IReadOnlyList<Disclosure.Cell> cells) =>
        cells.Any(c => c.Figure is null) ? null : values.Zip(cells).ToDictionary(p => p.First, p => p.Second.Figure!.Value, StringComparer.Ordinal);

    private void Keep(DigestDimension by, Dictionary<string, DigestFigure>? figures, ToldWeek? beside)
    {
        if (figures is null)
            return;
        // That others have asked such a thing is for the organisation's digest to say.
        if (beside is not null && beside.Breakdown(by).Count == 0)
            foreach (var (value, figure) in figures)
                if (figure.Value is 0)
                    figures.Remove(value);
        _breakdowns[by] = figures;
    }
}
