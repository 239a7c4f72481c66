using System.CommandLine;
using System.Globalization;
using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Tool.Policies;

/// <summary>What an interview came to.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Summary">The answer in a sentence, where the document has one.</param>
/// <param name="Facts">The facts as they were answered, and by default.</param>
/// <param name="Asked">What was asked, in order.</param>
/// <param name="Findings">The rules that answered.</param>
/// <param name="Advice">What to do instead, or besides.</param>
/// <param name="Reply">The words to send, if there are any.</param>
internal sealed record InterviewAnswer(
    string Outcome,
    string? Summary,
    IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<string> Asked,
    IReadOnlyList<InterviewFinding> Findings,
    IReadOnlyList<string> Advice,
    string? Reply);

/// <summary>A rule that answered.</summary>
internal sealed record InterviewFinding(string Rule, string Outcome, string? Reason, bool Certain);

/// <summary>
/// <c>ask FILE</c>: asks what the policy needs to know, and no more. An answer is the number or the name of a value, on a line.
/// </summary>
internal static class AskCommand
{
    internal static Command Create(Terminal terminal)
    {
        var (file, language, json) = (PolicyFile.Argument(), PolicyFile.Language(), PolicyFile.Json());
        var stated = new Argument<string[]>("fact=value") { Description = "What is known already.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("ask", "Ask what the policy needs to know, and no more, then answer.") { file, stated, language, json };
        command.SetAction(parsed =>
        {
            var policy = PolicyFile.Load(parsed.GetRequiredValue(file));
            var chosen = PolicyFile.LanguageOf(policy, parsed.GetValue(language));
            var facts = StatedFacts.Bind(policy, parsed.GetValue(stated) ?? [], fillDefaults: false);
            // With JSON on standard output, questions go where they do not mix with it.
            Action<string> say = parsed.GetValue(json) ? terminal.Error.WriteLine : text => terminal.Line($"{text}");
            var answer = Interview(policy, facts, chosen, terminal.In, say);
            if (parsed.GetValue(json))
                terminal.Json(answer, ToolJson.Readable.InterviewAnswer);
            else
                Show(terminal, answer, policy, chosen);
            return ExitCode.Fine;
        });
        return command;
    }

    private static InterviewAnswer Interview(
        PolicyDecisionPoint policy, FactSet facts, string language, TextReader input, Action<string> say)
    {
        var asked = new List<string>();
        while (policy.Interview.QuestionsFor(facts) is [var question, ..])
        {
            var fact = policy.Facts[question.Fact];
            asked.Add(fact.Name);
            facts = facts.With(question.Fact, Ask(fact, language, input, say));
        }
        var evaluation = policy.Evaluate(facts);
        var findings = policy.FindingsOf(evaluation, facts);
        return new(
            policy.Outcome(evaluation.Outcome).Value,
            policy.SummaryOf(evaluation, facts)?.In(language),
            policy.Facts.Name(facts),
            asked,
            [.. findings.Select(f => new InterviewFinding(f.Rule.Id, f.Rule.Outcome, f.Rule.Reason?.In(language), f.IsCertain))],
            [.. policy.AdviceOf(evaluation, facts, findings).Select(a => a.Text.In(language))],
            policy.ReplyOf(evaluation, facts)?.Text.In(language));
    }

    private static int Ask(FactDefinition fact, string language, TextReader input, Action<string> say)
    {
        say("");
        say(fact.Question?.In(language) ?? fact.Label?.In(language) ?? fact.Name);
        for (var value = 0; value < fact.Values.Count; value++)
            say(string.Create(
                CultureInfo.InvariantCulture, $"  {value + 1}. {fact.Values[value].Label?.In(language) ?? fact.Values[value].Value}"));
        while (true)
        {
            var line = input.ReadLine()?.Trim()
                ?? throw new UnusableException($"The answers ended before the outcome was settled: {fact.Name} is not known.");
            var named =
                fact.Values.Index().FirstOrDefault(v => v.Item.Value.Equals(line, StringComparison.OrdinalIgnoreCase), (-1, null!)).Index;
            if (named >= 0)
                return named;
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
                && number <= fact.Values.Count)
                return number - 1;
            var names = string.Join(", ", fact.Values.Select(v => v.Value));
            say(FormattableString.Invariant($"Please answer with a number from 1 to {fact.Values.Count}, or with one of {names}."));
        }
    }

    private static void Show(Terminal terminal, InterviewAnswer answer, PolicyDecisionPoint policy, string language)
    {
        var outcome = policy.Document.Outcomes.First(o => o.Value == answer.Outcome);
        var label = outcome.Label?.In(language) is { } words ? $"{outcome.Value}: {words}" : outcome.Value;
        terminal.Line();
        switch (outcome.Kind)
        {
            case OutcomeKind.Permit:
                terminal.Line($"[bold green]{label}[/]");
                break;
            case OutcomeKind.Review:
                terminal.Line($"[bold yellow]{label}[/]");
                break;
            default:
                terminal.Line($"[bold red]{label}[/]");
                break;
        }
        if (answer.Summary is { } summary)
            terminal.Line($"{summary}");
        foreach (var finding in answer.Findings)
        {
            var doubt = finding.Certain ? "" : " (or another rule of the same outcome)";
            terminal.Line($"- {finding.Rule}{doubt}: {finding.Reason ?? finding.Outcome}");
        }
        foreach (var advice in answer.Advice)
            terminal.Line($"- {advice}");
        if (answer.Reply is { } reply)
        {
            terminal.Line();
            terminal.Line($"[italic]{reply}[/]");
        }
    }
}
