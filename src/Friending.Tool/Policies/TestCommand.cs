using System.CommandLine;
using Friending.Policy;
using Friending.Policy.Engine;

namespace Friending.Tool.Policies;

/// <summary>A file with what came of its scenarios.</summary>
/// <param name="File">The file.</param>
/// <param name="Passed">How many scenarios pass.</param>
/// <param name="Scenarios">What came of each.</param>
/// <param name="Problems">What is wrong with the document, or with the scenario file as a whole.</param>
internal sealed record TestedFile(string File, int Passed, IReadOnlyList<ScenarioResult> Scenarios, IReadOnlyList<string> Problems);

/// <summary><c>test FILE…</c>: what comes of each scenario.</summary>
internal static class TestCommand
{
    internal static Command Create(Terminal terminal)
    {
        var (files, json) = (PolicyFile.Arguments(), PolicyFile.Json());
        var command = new Command("test", "Run the scenarios of documents; exit code 1 if one fails.") { files, json };
        command.SetAction(parsed =>
        {
            List<TestedFile> tested = [.. parsed.GetRequiredValue(files).Select(Test)];
            if (parsed.GetValue(json))
                terminal.Json(tested, ToolJson.Readable.IReadOnlyListTestedFile);
            else
                foreach (var file in tested)
                    Show(terminal, file);
            return tested.TrueForAll(t => t.Problems.Count == 0 && t.Passed == t.Scenarios.Count) ? ExitCode.Fine : ExitCode.Found;
        });
        return command;
    }

    private static TestedFile Test(string file)
    {
        var scenarios = PolicyFile.ScenariosOf(file);
        if (File.Exists(file) && !File.Exists(scenarios))
            throw new UnusableException($"There are no scenarios to run: {scenarios} does not exist.");
        var report = PolicyFile.Check(file);
        var failing = report.ScenarioResults.Where(s => s.Failures.Count > 0).ToList();
        // A problem of one scenario is reported with that scenario.
        var problems = report.Problems.Where(p => p.Kind != PolicyProblemKind.Scenario || p.Example is null).Select(p => p.Message);
        return new(file, report.Scenarios - failing.Count, report.ScenarioResults, [.. problems]);
    }

    private static void Show(Terminal terminal, TestedFile file)
    {
        foreach (var problem in file.Problems)
            terminal.Line($"[red]✗[/] {problem}");
        foreach (var scenario in file.Scenarios)
        {
            if (scenario.Failures.Count == 0)
                terminal.Line($"[green]✓[/] {scenario.Name}");
            else
                terminal.Line($"[red]✗[/] {scenario.Name}");
            foreach (var failure in scenario.Failures)
                terminal.Line($"    [red]{failure}[/]");
        }
        terminal.Line($"{file.File}: {file.Passed} of {file.Scenarios.Count} scenarios pass");
    }
}
