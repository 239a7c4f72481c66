using Friending.Policy.Engine;

namespace Friending.Service.Policies;

/// <summary>What a policy says about the facts of a decision that another policy made.</summary>
/// <param name="Outcome">The outcome; null where the facts do not settle it, or the policy cannot take them.</param>
/// <param name="WhyNot">Where there is no outcome: why.</param>
/// <param name="IsOpen">Whether the facts can be taken but leave the outcome open.</param>
/// <param name="Dropped">Facts that the policy does not have.</param>
internal sealed record Rehearsal(string? Outcome, string? WhyNot, bool IsOpen, IReadOnlyList<string> Dropped)
{
    /// <summary>Asks the policy about stored facts. What was not stated takes the policy's defaults, as in a submission.</summary>
    internal static Rehearsal Of(PolicyDecisionPoint policy, IReadOnlyDictionary<string, string> stored)
    {
        var known = stored.Where(f => policy.Facts.IndexOf(f.Key) >= 0).ToList();
        List<string> dropped = [.. stored.Keys.Where(name => policy.Facts.IndexOf(name) < 0)];
        var bound = FactBinding.Of(policy.Facts, known, [], fillDefaults: true);
        if (bound.Problems is [var problem, ..])
            return new(null, $"The fact {problem.Name} is {stored[problem.Name]}, which is not one of its values.", IsOpen: false, dropped);
        var evaluation = policy.Evaluate(bound.Facts);
        if (evaluation.IsSettled)
            return new(policy.Outcome(evaluation.Outcome).Value, null, IsOpen: false, dropped);
        var open = string.Join(" or ", policy.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value));
        var ask = policy.Facts[policy.Interview.QuestionsFor(bound.Facts)[0].Fact].Name;
        return new(null, $"The stated facts leave {open} possible; {ask} would be asked.", IsOpen: true, dropped);
    }
}
