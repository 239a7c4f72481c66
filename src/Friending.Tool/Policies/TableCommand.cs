using System.CommandLine;
using System.Text;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Spectre.Console;

namespace Friending.Tool.Policies;

/// <summary>A guideline as a decision table.</summary>
/// <param name="Guideline">Its number.</param>
/// <param name="Title">What people call it.</param>
/// <param name="HitPolicy">How the rules are read.</param>
/// <param name="AppliesWhen">When it says anything at all; absent: always.</param>
/// <param name="Facts">The facts that its rules ask for: the columns.</param>
/// <param name="Rows">The rules: the rows.</param>
internal sealed record GuidelineTable(
    string Guideline,
    string? Title,
    HitPolicy HitPolicy,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? AppliesWhen,
    IReadOnlyList<string> Facts,
    IReadOnlyList<GuidelineRow> Rows);

/// <summary>A rule as a row.</summary>
/// <param name="Rule">Its number.</param>
/// <param name="Conditions">For each column the values that it asks for; none where any will do.</param>
/// <param name="Outcome">The outcome it gives.</param>
/// <param name="Advice">Codes of what to do instead.</param>
internal sealed record GuidelineRow(
    string Rule, IReadOnlyList<IReadOnlyList<string>> Conditions, string Outcome, IReadOnlyList<string> Advice);

/// <summary><c>table FILE</c>: each guideline as a decision table.</summary>
internal static class TableCommand
{
    private const string Any = "–";

    internal static Command Create(Terminal terminal)
    {
        var (file, language, json) = (PolicyFile.Argument(), PolicyFile.Language(), PolicyFile.Json());
        var markdown = new Option<bool>("--markdown") { Description = "Write Markdown." };
        var command = new Command("table", "Show each guideline as a decision table.") { file, markdown, language, json };
        command.SetAction(parsed =>
        {
            var policy = PolicyFile.Load(parsed.GetRequiredValue(file));
            var chosen = PolicyFile.LanguageOf(policy, parsed.GetValue(language));
            List<GuidelineTable> tables = [.. policy.Document.Guidelines.Select(g => TableOf(g, policy, chosen))];
            if (parsed.GetValue(json))
                terminal.Json(tables, ToolJson.Readable.IReadOnlyListGuidelineTable);
            else if (parsed.GetValue(markdown))
                terminal.Text(string.Join("\n\n", tables.Select(Markdown)));
            else
                foreach (var table in tables)
                    Show(terminal, table);
            return ExitCode.Fine;
        });
        return command;
    }

    private static GuidelineTable TableOf(Guideline guideline, PolicyDecisionPoint policy, string language)
    {
        var asked = guideline.Rules.SelectMany(r => r.When?.Keys ?? []).ToHashSet();
        List<string> facts = [.. policy.Document.Facts.Select(f => f.Name).Where(asked.Contains)];
        return new(
            guideline.Id, guideline.Title?.In(language), guideline.HitPolicy, guideline.AppliesWhen, facts,
            [.. guideline.Rules.Select(
                r => new GuidelineRow(r.Id, [.. facts.Select(f => r.When?.GetValueOrDefault(f) ?? [])], r.Outcome, r.Advice))]);
    }

    private static void Show(Terminal terminal, GuidelineTable guideline)
    {
        terminal.Line($"[bold]{Heading(guideline)}[/]");
        terminal.Line($"{Reading(guideline)}");
        var table = Terminal.Table(Columns(guideline));
        foreach (var row in guideline.Rows)
            table.AddRow([.. Cells(row).Select(c => new Text(c))]);
        terminal.Out.Write(table);
        terminal.Line();
    }

    private static string Markdown(GuidelineTable guideline)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(Escape(Heading(guideline))).Append("\n\n").Append(Escape(Reading(guideline))).Append("\n\n");
        Row(Columns(guideline));
        Row([.. Columns(guideline).Select(_ => "---")]);
        foreach (var row in guideline.Rows)
            Row(Cells(row));
        return text.ToString().TrimEnd('\n');

        void Row(string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
    }

    private static string Heading(GuidelineTable guideline) =>
        guideline.Title is { } title ? $"Guideline {guideline.Guideline}: {title}" : $"Guideline {guideline.Guideline}";

    private static string Reading(GuidelineTable guideline) =>
        (guideline.AppliesWhen is { Count: > 0 } when ? $"Where {Words.Of(when)}. " : "")
        + (guideline.HitPolicy == HitPolicy.First ? "The first rule that matches answers." : "Rules that match together agree.");

    private static string[] Columns(GuidelineTable guideline) => ["Rule", .. guideline.Facts, "Outcome", "Advice"];

    private static string[] Cells(GuidelineRow row) =>
        [row.Rule, .. row.Conditions.Select(c => c.Count == 0 ? Any : Words.Of(c)), row.Outcome, string.Join(", ", row.Advice)];

    private static string Escape(string cell) =>
        cell.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
