using System.Text.Json.Serialization;
using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>A single fact which, changed, changes the outcome.</summary>
/// <param name="Fact">The fact's name.</param>
/// <param name="From">The value it has.</param>
/// <param name="To">The value that changes the outcome.</param>
/// <param name="Possible">The outcomes then possible, most restrictive first; one where the other facts settle it.</param>
public sealed record Counterfactual(string Fact, string From, string To, IReadOnlyList<string> Possible);

/// <summary>Why a rule did or did not give its guideline's finding.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleStatus>))]
public enum RuleStatus
{
    /// <summary>It is the finding.</summary>
    [JsonStringEnumMemberName("applies")] Applies,

    /// <summary>It would, or might, apply, but an earlier rule came first.</summary>
    [JsonStringEnumMemberName("overruled")] Overruled,

    /// <summary>A fact is other than the rule asks for.</summary>
    [JsonStringEnumMemberName("not-met")] NotMet,

    /// <summary>A fact that the rule, or one before it, asks for is not known.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>The guideline as a whole says nothing about these facts.</summary>
    [JsonStringEnumMemberName("guideline-not-applicable")] GuidelineNotApplicable,
}

/// <summary>One condition of a rule, beside the fact as it is.</summary>
/// <param name="Fact">The fact's name.</param>
/// <param name="Allowed">The values the rule asks for.</param>
/// <param name="Actual">The fact's value; null where unknown.</param>
/// <param name="Holds">Whether it holds; null where that depends on the unknown value.</param>
public sealed record ConditionTrace(string Fact, IReadOnlyList<string> Allowed, string? Actual, bool? Holds);

/// <summary>A rule with why it did or did not apply.</summary>
/// <param name="Guideline">The guideline.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Status">Whether it applied, or why not.</param>
/// <param name="Conditions">Its conditions, and where the guideline does not apply, the guideline's.</param>
public sealed record RuleTrace(Guideline Guideline, Rule Rule, RuleStatus Status, IReadOnlyList<ConditionTrace> Conditions);

/// <summary>Explains an evaluation: what decided it, rule by rule, and what would have changed it.</summary>
public static class Explanation
{
    /// <summary>
    /// The facts that decided: a set that settles the outcome alone, from which none can be left out. Of several such sets,
    /// the one that prefers facts earlier in the document. Empty while the outcome is not settled.
    /// </summary>
    public static IReadOnlyList<string> DecidingFacts(PolicyDecisionPoint policy, in FactSet facts)
    {
        var (deciding, names) = (DecidingFactSet(policy, facts), new List<string>(policy.Facts.Count));
        for (var fact = 0; fact < policy.Facts.Count; fact++)
            if (deciding.Knows(fact))
                names.Add(policy.Facts[fact].Name);
        return names;
    }

    /// <inheritdoc cref="DecidingFacts"/>
    public static FactSet DecidingFactSet(PolicyDecisionPoint policy, in FactSet facts) => policy.Possibilities.DecidingFacts(facts);

    /// <summary>Every single known fact that, changed, would change the outcome, and to what.</summary>
    public static IReadOnlyList<Counterfactual> Counterfactuals(PolicyDecisionPoint policy, in FactSet facts)
    {
        var found = new List<Counterfactual>();
        var outcome = policy.Evaluate(facts).PossibleOutcomes;
        for (var fact = 0; fact < policy.Facts.Count; fact++)
        {
            if (!facts.Knows(fact))
                continue;
            var values = policy.Facts[fact].Values;
            for (var value = 0; value < values.Count; value++)
            {
                var changed = policy.Evaluate(facts.With(fact, value)).PossibleOutcomes;
                if (changed != outcome)
                    found.Add(new(
                        policy.Facts[fact].Name, values[facts[fact]].Value, values[value].Value,
                        [.. policy.Outcomes(changed).Select(o => o.Value)]));
            }
        }
        return found;
    }

    /// <summary>Every rule of every guideline, in order, with why it did or did not apply.</summary>
    public static IReadOnlyList<RuleTrace> Trace(PolicyDecisionPoint policy, in FactSet facts)
    {
        var traces = new List<RuleTrace>();
        foreach (var table in policy.Tables)
        {
            var applies = Check(table.Guideline.AppliesWhen, policy, facts);
            var applicable = Holds(applies);
            bool hit = false, earlierIsOpen = false;
            foreach (var rule in table.Guideline.Rules)
            {
                var conditions = Check(rule.When, policy, facts);
                var met = Holds(conditions);
                var status =
                    applicable == false ? RuleStatus.GuidelineNotApplicable
                    : met == false ? RuleStatus.NotMet
                    : hit ? RuleStatus.Overruled
                    : met is null || applicable is null || earlierIsOpen ? RuleStatus.Unknown
                    : RuleStatus.Applies;
                hit |= status == RuleStatus.Applies;
                earlierIsOpen |= status == RuleStatus.Unknown;
                traces.Add(new(table.Guideline, rule, status, applicable == true ? conditions : [.. applies, .. conditions]));
            }
        }
        return traces;
    }

    private static List<ConditionTrace> Check(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? when, PolicyDecisionPoint policy, in FactSet facts)
    {
        var traces = new List<ConditionTrace>();
        foreach (var (name, allowed) in when ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            var fact = policy.Facts.IndexOf(name);
            var actual = facts.Knows(fact) ? policy.Facts[fact].Values[facts[fact]].Value : null;
            // Where every value is allowed, the condition holds though the fact is unknown.
            bool? holds = actual is not null ? allowed.Contains(actual)
                : policy.Facts[fact].Values.All(v => allowed.Contains(v.Value)) ? true
                : null;
            traces.Add(new(name, allowed, actual, holds));
        }
        return traces;
    }

    // True when all hold, false when one does not, null when that depends on what is unknown.
    private static bool? Holds(List<ConditionTrace> conditions) =>
        conditions.Exists(c => c.Holds == false) ? false : conditions.Exists(c => c.Holds is null) ? null : true;
}
