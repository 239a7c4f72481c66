using Friending.Policy.Engine;
using RulesEngine.Models;

namespace Friending.Benchmarks;

/// <summary>The default policy's fourteen rules in Microsoft's RulesEngine, compiled once and kept, as its documentation advises.</summary>
internal sealed class MicrosoftRules
{
    private static readonly string[] s_outcomes = ["decline", "review", "discourage", "permit"];

    private readonly RulesEngine.RulesEngine _engine = new(
    [
        Workflow(
            "7",
            ("f.Patient != \"no\" && f.PredatesCare", "permit"),
            ("f.Patient != \"no\" && f.BreaksBread && f.Direction != \"initiate\"", "permit"),
            ("f.Patient != \"no\" && f.BreaksBread && f.Direction == \"initiate\"", "review"),
            ("f.Patient != \"no\" && f.Unusual", "review"),
            ("f.Patient != \"no\" && f.IsProfessional", "permit"),
            ("f.CareRole && (f.Patient == \"current\" || f.Patient == \"family\") && f.Direction == \"existing\"", "review"),
            ("f.CareRole && (f.Patient == \"current\" || f.Patient == \"family\")", "decline"),
            ("f.CareRole && (f.Patient == \"former\" || f.Patient == \"former-family\")", "discourage"),
            ("f.Patient != \"no\" && !f.CareRole", "discourage")),
        Workflow(
            "8",
            ("f.Colleague == \"reports-to-me\" && f.Direction == \"initiate\"", "discourage"),
            ("f.Colleague == \"reports-to-me\" && f.Direction != \"initiate\" && !f.HarmsWork", "permit"),
            ("f.Colleague == \"reports-to-me\" && f.Direction != \"initiate\" && f.HarmsWork", "decline"),
            ("f.Colleague == \"manages-me\"", "permit"),
            ("f.Colleague == \"peer\"", "permit")),
    ]);

    /// <summary>The outcome: of each guideline the first rule that applies, of both the more restrictive.</summary>
    internal async Task<string> OutcomeAsync(Facts facts)
    {
        var input = new RuleParameter("f", facts);
        return s_outcomes[Math.Min(await FirstAsync("7", input), await FirstAsync("8", input))];
    }

    /// <exception cref="InvalidOperationException">Some combination of facts comes out otherwise than in our engine.</exception>
    internal static void EnsureSameOutcomes(MicrosoftRules rules, PolicyDecisionPoint policy)
    {
        foreach (var facts in Combinations.Of(policy))
        {
            var ours = policy.Outcome(policy.Evaluate(facts).Outcome).Value;
            var theirs = rules.OutcomeAsync(Facts.Of(policy, facts)).GetAwaiter().GetResult();
            if (ours != theirs)
                throw new InvalidOperationException(
                    $"RulesEngine says {theirs} where we say {ours}: {string.Join(", ", policy.Facts.Name(facts))}.");
        }
    }

    private async Task<int> FirstAsync(string guideline, RuleParameter input)
    {
        foreach (var rule in await _engine.ExecuteAllRulesAsync(guideline, input))
            if (rule.IsSuccess)
                return Array.IndexOf(s_outcomes, rule.Rule.SuccessEvent);
        return s_outcomes.Length - 1;
    }

    private static Workflow Workflow(string name, params (string When, string Outcome)[] rules) => new()
    {
        WorkflowName = name,
        Rules = [.. rules.Select((r, i) =>
            new RulesEngine.Models.Rule { RuleName = $"{name}.{i + 1}", Expression = r.When, SuccessEvent = r.Outcome })],
    };

    /// <summary>The facts as RulesEngine reads them.</summary>
    public sealed record Facts(
        string Patient, bool CareRole, string Direction, bool IsProfessional, bool PredatesCare, bool BreaksBread, bool Unusual,
        string Colleague, bool HarmsWork)
    {
        internal static Facts Of(PolicyDecisionPoint policy, FactSet facts)
        {
            var named = policy.Facts.Name(facts);
            return new(
                named["patient"], named["careRole"] == "yes", named["direction"], named["account"] == "professional",
                named["predatesCare"] == "yes",
                named["breaksBread"] == "yes", named["unusual"] == "yes", named["colleague"], named["harmsWork"] == "yes");
        }
    }
}
