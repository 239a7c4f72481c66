using System.CommandLine;
using Friending.Policy;
using Friending.Policy.Analysis;

namespace Friending.Tool.Policies;

/// <summary>A file with its report.</summary>
internal sealed record CheckedFile(string File, PolicyCheck Report);

/// <summary><c>check FILE…</c>: everything that is wrong with documents and their scenarios.</summary>
internal static class CheckCommand
{
    internal static Command Create(Terminal terminal)
    {
        var (files, json) = (PolicyFile.Arguments(), PolicyFile.Json());
        var command = new Command(
            "check", "Report everything that is wrong with documents and their scenarios; exit code 1 if anything is.") { files, json };
        command.SetAction(parsed =>
        {
            List<CheckedFile> reports =
                [.. parsed.GetRequiredValue(files).Select(f => new CheckedFile(f, PolicyCheck.Of(PolicyFile.Check(f))))];
            if (parsed.GetValue(json))
                terminal.Json(reports, ToolJson.Readable.IReadOnlyListCheckedFile);
            else
                foreach (var (file, report) in reports)
                    Show(terminal, file, report);
            return reports.TrueForAll(r => r.Report.Valid) ? ExitCode.Fine : ExitCode.Found;
        });
        return command;
    }

    private static void Show(Terminal terminal, string file, PolicyCheck report)
    {
        if (report.Valid)
        {
            var policy = report.Policy!;
            terminal.Line(
                $"[green]{file}[/]: valid: {policy.Id} {policy.Version}, {report.Cells:N0} cells, {report.Scenarios} scenarios pass");
            return;
        }
        terminal.Line($"[red]{file}[/]: not valid");
        Show(terminal, "Cannot be read", report.Malformed);
        Show(terminal, "Names and texts", report.References);
        Show(terminal, "Too large", report.Sizes);
        Show(terminal, "Combinations without a rule", report.Gaps);
        Show(terminal, "Rules that disagree", report.Conflicts);
        Show(terminal, "Rules that never apply", report.Unreachable);
        Show(terminal, "Lacks what people are shown", report.Presentation);
        Show(terminal, "Scenarios that fail", report.FailingScenarios);
    }

    private static void Show(Terminal terminal, string title, IReadOnlyList<PolicyProblem> problems)
    {
        if (problems.Count == 0)
            return;
        terminal.Line($"  [bold]{title}[/]");
        foreach (var problem in problems)
        {
            terminal.Line($"    {problem.Message}");
            foreach (var row in problem.Rows ?? [])
                terminal.Line($"      {Words.Of(row.When)} ({row.Combinations:N0})");
            if (problem.Rows is { } rows && problem.RowCount > rows.Count)
                terminal.Line($"      and {problem.RowCount - rows.Count:N0} more rows");
        }
    }
}
