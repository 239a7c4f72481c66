using System.CommandLine;
using System.Numerics;
using Friending.Policy;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using Spectre.Console;

namespace Friending.Tool.Policies;

/// <summary><c>diff FROM TO</c>: which combinations of facts two documents answer differently.</summary>
internal static class DiffCommand
{
    internal static Command Create(Terminal terminal)
    {
        var from = new Argument<string>("FROM") { Description = "The policy document as it is." };
        var to = new Argument<string>("TO") { Description = "The policy document as it would be." };
        var rows = new Option<int>(
            "--rows")
        {
            Description = "How many rows to write at most.",
            DefaultValueFactory = _ =>
            PolicyDiff.DefaultRows,
            HelpName = "N"
        };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--rows must be at least 1.");
        });
        var summary = new Option<bool>("--summary") { Description = "Only count how many combinations go from one outcome to another." };
        var json = PolicyFile.Json();
        var command =
            new Command(
            "diff", "List the combinations of facts that two documents answer differently; exit code 1 if there are any.") { from, to, rows,
            summary, json };
        command.SetAction(parsed =>
        {
            var diff = Compare(
                PolicyFile.Load(parsed.GetRequiredValue(from)), PolicyFile.Load(parsed.GetRequiredValue(to)),
                parsed.GetValue(summary) ? int.MaxValue : parsed.GetValue(rows));
            if (parsed.GetValue(json))
                terminal.Json(diff, ToolJson.Readable.PolicyDiff);
            else
                Show(terminal, diff, parsed.GetValue(summary));
            return diff.IsEmpty ? ExitCode.Fine : ExitCode.Found;
        });
        return command;
    }

    private static PolicyDiff Compare(PolicyDecisionPoint from, PolicyDecisionPoint to, int rows)
    {
        try
        {
            return PolicyDiff.Of(from, to, rows);
        }
        catch (PolicyException e)
        {
            throw new UnusableException(e.Message);
        }
    }

    private static void Show(Terminal terminal, PolicyDiff diff, bool isSummary)
    {
        foreach (var fact in diff.Facts)
            terminal.Line($"Fact [bold]{fact.Fact}[/] {Told(fact)}");
        foreach (var outcome in diff.Outcomes)
            terminal.Line($"Outcome [bold]{outcome.Outcome}[/] {Told(outcome)}");
        if (diff.Changed.IsZero)
        {
            terminal.Line($"All {diff.Compared:N0} combinations come out the same.");
            return;
        }
        terminal.Out.Write(isSummary ? Summary(diff) : Rows(diff));
        if (!isSummary && diff.RowCount > diff.Rows.Count)
            terminal.Line($"and {diff.RowCount - diff.Rows.Count:N0} more rows");
        terminal.Line($"{diff.Changed:N0} of {diff.Compared:N0} combinations come out differently.");
    }

    private static Table Rows(PolicyDiff diff)
    {
        var table = Terminal.Table("When", "From", "To", "Reply", "Combinations");
        foreach (var row in diff.Rows)
        {
            table.AddRow(
                new Text(Words.Of(row.When)), new Text(Told(row.From)), new Text(Told(row.To)),
                new Text(row.ReplyChanged ? "changes" : ""), new Text($"{row.Combinations:N0}").RightJustified());
        }
        return table;
    }

    private static Table Summary(PolicyDiff diff)
    {
        var table = Terminal.Table("From", "To", "Combinations");
        foreach (var change in diff.Rows.GroupBy(r => (From: r.From.Outcome, To: r.To.Outcome)))
        {
            var (from, to) = change.Key;
            var combinations = change.Aggregate(BigInteger.Zero, (sum, r) => sum + r.Combinations);
            table.AddRow(
                new Text(from), new Text(from == to ? $"{to}, by another rule or with another reply" : to),
                new Text($"{combinations:N0}").RightJustified());
        }
        return table;
    }

    private static string Told(DiffSide side) =>
        side.Rules.Count == 0 ? $"{side.Outcome} (no rule)" : $"{side.Outcome} ({string.Join(", ", side.Rules)})";

    private static string Told(OutcomeChange outcome) => outcome.Change switch
    {
        ChangeKind.Added => "is added.",
        ChangeKind.Removed => "is removed.",
        _ => $"is of another kind: {outcome.KindFrom} becomes {outcome.KindTo}.",
    };

    private static string Told(FactChange fact)
    {
        if (fact.Change == ChangeKind.Added)
            return $"is added, with the values {string.Join(", ", fact.AddedValues)}; the first document answers the same for each.";
        if (fact.Change == ChangeKind.Removed)
            return $"is removed, with the values {string.Join(", ", fact.RemovedValues)}; the second document answers the same for each.";
        var changes = new List<string>();
        if (fact.AddedValues.Count > 0)
            changes.Add($"gets {string.Join(", ", fact.AddedValues)}, which cannot be compared");
        if (fact.RemovedValues.Count > 0)
            changes.Add($"loses {string.Join(", ", fact.RemovedValues)}, which cannot be compared");
        if (fact.DefaultFrom != fact.DefaultTo)
            changes.Add($"has the default {fact.DefaultTo ?? "unknown"} in place of {fact.DefaultFrom ?? "unknown"}");
        return string.Join("; ", changes) + ".";
    }
}
