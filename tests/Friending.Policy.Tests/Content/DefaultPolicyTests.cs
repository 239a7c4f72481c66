using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Content;

/// <summary>The default policy against the rules as the design states them, written out once more as plain code.</summary>
public sealed class DefaultPolicyTests
{
    [Fact]
    public void Every_one_of_the_1024_combinations_gets_the_outcome_and_the_rules_that_the_design_gives_it()
    {
        var policy = DefaultPolicy.Load();
        var combinations = 0;
        foreach (var (facts, named) in Combinations(policy))
        {
            var evaluation = policy.Evaluate(facts);
            var expected = new[] { Guideline7(named), Guideline8(named) }.OfType<(string Rule, string Outcome)>().ToList();
            Assert.Equal(expected.Select(e => e.Rule), policy.FindingsOf(evaluation, facts).Select(f => f.Rule.Id));
            string[] mostRestrictiveFirst = ["decline", "review", "discourage", "permit"];
            var outcome = mostRestrictiveFirst.FirstOrDefault(o => expected.Exists(e => e.Outcome == o)) ?? "permit";
            Assert.Equal(outcome, policy.Outcome(evaluation.Outcome).Value);
            combinations++;
        }
        Assert.Equal(1024, combinations);
    }

    [Fact]
    public void A_reply_goes_with_declining_or_discouraging_a_received_request_and_names_the_guidelines_that_decided_and_no_other()
    {
        var policy = DefaultPolicy.Load();
        foreach (var (facts, named) in Combinations(policy))
        {
            var evaluation = policy.Evaluate(facts);
            var outcome = policy.Outcome(evaluation.Outcome).Value;
            var reply = policy.ReplyOf(evaluation, facts);
            Assert.Equal(named["direction"] == "accept" && (outcome is "decline" or "discourage"), reply is not null);
            var deciding = policy.FindingsOf(evaluation, facts).Where(f => f.Rule.Outcome == outcome).Select(f => f.Guideline.Id).ToHashSet();
            foreach (var language in reply is null ? [] : policy.Document.Languages)
                foreach (var id in new[] { "7", "8" })
                    Assert.Equal(deciding.Contains(id), reply!.In(language).Contains(id, StringComparison.Ordinal));
            Assert.NotNull(policy.SummaryOf(evaluation, facts));
        }
    }

    /// <summary>Every combination of complete facts, with their names.</summary>
    internal static IEnumerable<(FactSet Facts, IReadOnlyDictionary<string, string> Named)> Combinations(PolicyDecisionPoint policy)
    {
        IEnumerable<FactSet> sets = [new FactSet()];
        for (var f = 0; f < policy.Facts.Count; f++)
        {
            var fact = f;
            sets = sets.SelectMany(set => Enumerable.Range(0, policy.Facts.SizeOf(fact)).Select(value => set.With(fact, value)));
        }
        return sets.Select(set => (set, policy.Facts.Name(set)));
    }

    private static (string Rule, string Outcome)? Guideline7(IReadOnlyDictionary<string, string> facts)
    {
        if (facts["patient"] == "no")
            return null;
        if (facts["predatesCare"] == "yes")
            return ("7.1", "permit");
        if (facts["breaksBread"] == "yes")
            return facts["direction"] == "accept" ? ("7.2", "permit") : ("7.3", "review");
        if (facts["unusual"] == "yes")
            return ("7.4", "review");
        if (facts["careRole"] == "no")
            return ("7.7", "discourage");
        return facts["patient"] == "former" ? ("7.6", "discourage") : ("7.5", "decline");
    }

    private static (string Rule, string Outcome)? Guideline8(IReadOnlyDictionary<string, string> facts) => facts["colleague"] switch
    {
        "no" => null,
        "manages-me" => ("8.4", "permit"),
        "peer" => ("8.5", "permit"),
        _ when facts["direction"] == "initiate" => ("8.1", "discourage"),
        _ => facts["harmsWork"] == "no" ? ("8.2", "permit") : ("8.3", "decline"),
    };
}
