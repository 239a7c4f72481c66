using System.CommandLine;
using Friending.Policy.Engine;
using Spectre.Console;

namespace Friending.Tool.Policies;

/// <summary>Why a policy answers facts as it does.</summary>
/// <param name="Outcome">The outcome; absent while several are possible.</param>
/// <param name="PossibleOutcomes">The outcomes possible, most restrictive first.</param>
/// <param name="Facts">The facts, stated, derived or by default.</param>
/// <param name="DecidedBy">The facts that settle the outcome alone.</param>
/// <param name="Rules">Every rule with why it did or did not apply.</param>
/// <param name="Counterfactuals">Single facts which, changed, change the outcome.</param>
/// <param name="Questions">The facts that can still change the outcome, best first.</param>
internal sealed record ExplainedFacts(
    string? Outcome,
    IReadOnlyList<string> PossibleOutcomes,
    IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<string> DecidedBy,
    IReadOnlyList<ExplainedRule> Rules,
    IReadOnlyList<Counterfactual> Counterfactuals,
    IReadOnlyList<string> Questions);

/// <summary>A rule with why it did or did not apply.</summary>
internal sealed record ExplainedRule(
    string Guideline, string Rule, string Outcome, RuleStatus Status, IReadOnlyList<ConditionTrace> Conditions, bool OwnReading);

/// <summary><c>explain FILE fact=value…</c>: why a policy answers these facts as it does, rule by rule.</summary>
internal static class ExplainCommand
{
    internal static Command Create(Terminal terminal)
    {
        var (file, json) = (PolicyFile.Argument(), PolicyFile.Json());
        var stated =
            new Argument<string[]>(
            "fact=value")
            {
                Description = "What is known. Dates that a fact is derived from are stated the same way.",
                Arity =
            ArgumentArity.ZeroOrMore
            };
        var open = new Option<bool>("--open") { Description = "Leave facts that have a default unknown, as an interview does." };
        var command =
            new Command("explain", "Explain why the policy answers these facts as it does, rule by rule.") { file, stated, open, json };
        command.SetAction(parsed =>
        {
            var policy = PolicyFile.Load(parsed.GetRequiredValue(file));
            var facts = StatedFacts.Bind(policy, parsed.GetValue(stated) ?? [], fillDefaults: !parsed.GetValue(open));
            var explained = Explain(policy, facts);
            if (parsed.GetValue(json))
                terminal.Json(explained, ToolJson.Readable.ExplainedFacts);
            else
                Show(terminal, explained);
            return ExitCode.Fine;
        });
        return command;
    }

    private static ExplainedFacts Explain(PolicyDecisionPoint policy, in FactSet facts)
    {
        var evaluation = policy.Evaluate(facts);
        return new(
            evaluation.IsSettled ? policy.Outcome(evaluation.Outcome).Value : null,
            [.. policy.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value)],
            policy.Facts.Name(facts),
            Explanation.DecidingFacts(policy, facts),
            [.. Explanation.Trace(policy, facts)
                .Select(t => new ExplainedRule(t.Guideline.Id, t.Rule.Id, t.Rule.Outcome, t.Status, t.Conditions, t.Rule.OwnReading))],
            Explanation.Counterfactuals(policy, facts),
            [.. policy.Interview.QuestionsFor(facts).Select(q => policy.Facts[q.Fact].Name)]);
    }

    private static void Show(Terminal terminal, ExplainedFacts explained)
    {
        terminal.Line($"[bold]{explained.Outcome ?? "Open: " + Words.Of(explained.PossibleOutcomes)}[/]");
        terminal.Line(
            $"Facts: {(explained.Facts.Count == 0 ? "none" : string.Join(", ", explained.Facts.Select(f => $"{f.Key} {f.Value}")))}");
        if (explained.Outcome is not null)
        {
            var facts = explained.DecidedBy.Count == 0 ? "nothing; any facts give this" : string.Join(", ", explained.DecidedBy);
            terminal.Line($"Decided by: {facts}");
        }
        var table = Terminal.Table("Rule", "Outcome", "", "Because");
        foreach (var rule in explained.Rules)
            table.AddRow(
                new Text(rule.OwnReading ? $"{rule.Rule} (our reading)" : rule.Rule), new Text(rule.Outcome),
                new Text(Told(rule.Status), StyleOf(rule.Status)), new Text(Because(rule)));
        terminal.Out.Write(table);
        foreach (var change in explained.Counterfactuals)
            terminal.Line($"With {change.Fact} {change.To} instead of {change.From}: {Words.Of(change.Possible)}");
        if (explained.Questions.Count > 0)
            terminal.Line($"To ask, best first: {string.Join(", ", explained.Questions)}");
    }

    private static string Told(RuleStatus status) => status switch
    {
        RuleStatus.Applies => "applies",
        RuleStatus.Overruled => "comes too late",
        RuleStatus.NotMet => "does not apply",
        RuleStatus.Unknown => "may apply",
        _ => "is not asked",
    };

    private static Style StyleOf(RuleStatus status) => status switch
    {
        RuleStatus.Applies => new(Color.Green),
        RuleStatus.Unknown => new(Color.Yellow),
        _ => Style.Plain,
    };

    // What keeps a rule from applying, or leaves it open, or else what it asked for.
    private static string Because(ExplainedRule rule)
    {
        var told = rule.Status switch
        {
            RuleStatus.GuidelineNotApplicable => rule.Conditions.Where(c => c.Holds == false).Take(1).Select(Not),
            RuleStatus.NotMet => rule.Conditions.Where(c => c.Holds == false).Select(Not),
            RuleStatus.Unknown => rule.Conditions.Where(c => c.Holds is null)
                .Select(c => $"{c.Fact} is unknown, {Words.Of(c.Allowed)} is asked for").DefaultIfEmpty("an earlier rule may apply"),
            _ => rule.Conditions.Select(c => $"{c.Fact} is {c.Actual}").DefaultIfEmpty("it asks for nothing"),
        };
        return string.Join("; ", told);

        static string Not(ConditionTrace condition) => $"{condition.Fact} is {condition.Actual}, not {Words.Of(condition.Allowed)}";
    }
}
