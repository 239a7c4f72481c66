using Friending.Policy.Analysis;
using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>
/// Proves over every combination of facts, not a sample, that a guideline always answers, that each of its rules can be
/// the answer, and, under hit policy unique, that rules which overlap agree.
/// </summary>
internal static class Verification
{
    // At most so many unreachable rules are reported for one guideline.
    private const int MaxUnreachable = 100;

    // At most so many rows of a gap are folded; the rest is only counted.
    private const int MostFolded = 2_000;

    internal static IEnumerable<PolicyProblem> Of(DecisionTable table, FactTable facts) =>
        Gaps(table, facts).Concat(Unreachable(table, facts)).Concat(Conflicts(table, facts));

    private static IEnumerable<PolicyProblem> Gaps(DecisionTable table, FactTable facts)
    {
        var first = table.Cells.IndexOf(DecisionTable.Gap);
        if (first < 0)
            yield break;
        var count = table.Cells.Count(DecisionTable.Gap);
        var example = facts.Name(table.FactsAt(first));
        var (rows, rowCount) = GapRows(table, facts);
        yield return new(
            PolicyProblemKind.Gap,
            $"Guideline '{table.Guideline.Id}' has no rule for {Show(example)}"
            + (count > 1 ? FormattableString.Invariant($" ({count:N0} combinations in all).") : "."),
            table.Guideline.Id, Example: example, Count: count, Rows: rows, RowCount: rowCount);
    }

    private static (IReadOnlyList<FoldedRow> Rows, long Count) GapRows(DecisionTable table, FactTable facts)
    {
        var cells = new CellDiagram(table, facts, cell => cell == DecisionTable.Gap ? DecisionDiagrams.One : DecisionDiagrams.Zero);
        var (rows, count) = cells.Fold(MostFolded);
        return ([.. rows.OrderByDescending(r => r.Combinations).Take(PolicyProblem.MostRows)], count);
    }

    private static List<PolicyProblem> Unreachable(DecisionTable table, FactTable facts)
    {
        var reached = new bool[table.Rules.Length];
        foreach (var cell in table.Cells)
            if (cell is not DecisionTable.NotApplicable and not DecisionTable.Gap)
                reached[cell - 1] = true;
        var problems = new List<PolicyProblem>();
        if (!reached.Contains(false))
            return problems;
        var cells = new CellDiagram(table, facts, cell => DecisionDiagrams.Constant(cell));
        for (var rule = 0; rule < reached.Length && problems.Count < MaxUnreachable; rule++)
            if (!reached[rule])
                problems.Add(Unreachable(table, rule, facts, cells));
        return problems;
    }

    private static PolicyProblem Unreachable(DecisionTable table, int rule, FactTable facts, CellDiagram cells)
    {
        var guideline = table.Guideline;
        var id = guideline.Rules[rule].Id;
        if (!Conditions.TryMeet([table.AppliesWhen, table.Rules[rule]], out var example))
        {
            var (fact, asked) = guideline.Rules[rule].When!
                .First(w => guideline.AppliesWhen!.TryGetValue(w.Key, out var allowed) && !allowed.Intersect(w.Value).Any());
            return new(
                PolicyProblemKind.Unreachable,
                $"Guideline '{guideline.Id}', rule '{id}' can never apply: it asks for {fact} {string.Join(" or ", asked)}, "
                + $"but the guideline applies only for {fact} {string.Join(" or ", guideline.AppliesWhen![fact])}.",
                guideline.Id, id, []);
        }
        // No gap is among them: there the rule itself would answer.
        var others = cells.ValuesWhere(table.Rules[rule]).Where(c => c != DecisionTable.NotApplicable).Order()
            .Select(c => guideline.Rules[c - 1].Id).ToList();
        // The example is made complete with the first value of every fact that the guideline reads and the rule leaves open.
        foreach (var open in table.Facts)
            if (!example.Knows(open))
                example = example.With(open, 0);
        var named = facts.Name(example);
        return new(
            PolicyProblemKind.Unreachable,
            $"Guideline '{guideline.Id}', rule '{id}' can never apply: {(others.Count == 1 ? "rule" : "rules")} "
            + $"{Quote(others)} come{(others.Count == 1 ? "s" : "")} first, for example for {Show(named)}.",
            guideline.Id, id, others, named);
    }

    private static List<PolicyProblem> Conflicts(DecisionTable table, FactTable facts)
    {
        var problems = new List<PolicyProblem>();
        if (table.Guideline.HitPolicy != HitPolicy.Unique)
            return problems;
        var rules = table.Guideline.Rules;
        for (var later = 1; later < rules.Count; later++)
        {
            var others = new List<string>();
            FactSet example = default;
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (rules[earlier].Outcome == rules[later].Outcome
                    || !Conditions.TryMeet([table.AppliesWhen, table.Rules[earlier], table.Rules[later]], out var both))
                    continue;
                if (others.Count == 0)
                    example = both;
                others.Add(rules[earlier].Id);
            }
            if (others.Count == 0)
                continue;
            var named = facts.Name(example);
            var first = rules.First(r => r.Id == others[0]);
            var more = others.Count > 1 ? $"; '{rules[later].Id}' also disagrees with {Quote(others.Skip(1))}" : "";
            problems.Add(new(
                PolicyProblemKind.Conflict,
                $"Guideline '{table.Guideline.Id}' allows one answer at a time, but rules '{first.Id}' ({first.Outcome}) and "
                + $"'{rules[later].Id}' ({rules[later].Outcome}) both apply for {Show(named)}{more}.",
                table.Guideline.Id, rules[later].Id, others, named));
        }
        return problems;
    }

    private static string Quote(IEnumerable<string> rules) => string.Join(", ", rules.Select(r => $"'{r}'"));

    private static string Show(IReadOnlyDictionary<string, string> facts) =>
        facts.Count == 0 ? "any facts" : string.Join(", ", facts.Select(f => $"{f.Key} {f.Value}"));
}
