using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Content;

/// <summary>The default policy against its rules, written out once more as plain code.</summary>
public sealed class DefaultPolicyTests
{
    [Fact]
    public void Every_combination_gets_the_outcome_and_the_rules_that_plain_code_gives_it()
    {
        var policy = DefaultPolicy.Load();
        var combinations = 0L;
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
        Assert.Equal(policy.Document.Facts.Aggregate(1L, (n, f) => n * f.Values.Count), combinations);
    }

    [Fact]
    public void A_reply_goes_with_declining_or_discouraging_and_names_the_guidelines_that_decided_and_no_other()
    {
        var policy = DefaultPolicy.Load();
        foreach (var (facts, named) in Combinations(policy))
        {
            var evaluation = policy.Evaluate(facts);
            var outcome = policy.Outcome(evaluation.Outcome).Value;
            var reply = policy.ReplyOf(evaluation, facts);
            Assert.Equal(named["direction"] != "initiate" && (outcome is "decline" or "discourage"), reply is not null);
            var deciding = policy.FindingsOf(evaluation, facts).Where(f => f.Rule.Outcome == outcome).Select(f => f.Guideline.Id)
                .ToHashSet();
            foreach (var language in reply is null ? [] : policy.Document.Languages)
                foreach (var id in new[] { "7", "8" })
                    Assert.Equal(deciding.Contains(id), reply!.Text.In(language).Contains(id, StringComparison.Ordinal));
            Assert.NotNull(policy.SummaryOf(evaluation, facts));
        }
    }

    [Fact]
    public void A_rule_that_is_our_own_reading_says_so_in_each_language_and_no_other_does()
    {
        foreach (var rule in DefaultPolicy.Load().Document.Guidelines.SelectMany(g => g.Rules))
        {
            Says("en", "our own reading");
            Says("es", "nuestra propia interpretación");

            void Says(string language, string words) => Assert.True(
                rule.OwnReading == rule.Reason!.In(language).Contains(words, StringComparison.Ordinal),
                $"Rule {rule.Id}: ownReading is {rule.OwnReading}, and whether its reason in '{language}' says \"{words}\" is not.");
        }
    }

    [Fact]
    public void Who_can_be_told_no_gets_words_of_their_own()
    {
        var policy = DefaultPolicy.Load();
        string[] people = ["current", "family", "former", "former-family"];
        foreach (var direction in new[] { "accept", "existing" })
        {
            var words = people.Select(p => Reply(("patient", p), ("careRole", "no"), ("direction", direction))).ToList();
            words.Add(Reply(("patient", "current"), ("careRole", "no"), ("direction", direction), ("colleague", "manages-me")));
            words.Add(Reply(("patient", "no"), ("direction", direction), ("colleague", "reports-to-me"), ("harmsWork", "yes")));
            Assert.All(policy.Document.Languages,
                language => Assert.Equal(words.Count, words.Select(w => w.In(language)).Distinct().Count()));
            // Fit for somebody who lost a child: nothing glad in it, and nothing that asks how they are.
            Assert.All(["glad", "happy", "good to", "pleasure", "congratul", "how you are"],
                word => Assert.DoesNotContain(word, words[3].In("en"), StringComparison.OrdinalIgnoreCase));
            Assert.All(["alegr", "gusto", "felicid", "cómo está"],
                word => Assert.DoesNotContain(word, words[3].In("es"), StringComparison.OrdinalIgnoreCase));
        }

        LocalizedText Reply(params (string Name, string Value)[] stated)
        {
            var all = stated.Concat([("predatesCare", "no"), ("breaksBread", "no")]).Select(s => KeyValuePair.Create(s.Item1, s.Item2));
            var facts = FactBinding.Of(policy.Facts, all, [], fillDefaults: true).Facts;
            return policy.ReplyOf(policy.Evaluate(facts), facts)!.Text;
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
        var cares = facts["careRole"] == "yes";
        return facts switch
        {
            _ when facts["patient"] == "no" => null,
            _ when facts["predatesCare"] == "yes" => ("7.1", "permit"),
            _ when facts["breaksBread"] == "yes" && facts["direction"] != "initiate" => ("7.2", "permit"),
            _ when facts["breaksBread"] == "yes" => ("7.3", "review"),
            _ when facts["unusual"] == "yes" => ("7.4", "review"),
            _ when facts["account"] == "professional" => ("7.5", "permit"),
            _ when !cares => ("7.9", "discourage"),
            _ when facts["patient"] is "former" or "former-family" => ("7.8", "discourage"),
            _ when facts["direction"] == "existing" => ("7.6", "review"),
            _ => ("7.7", "decline"),
        };
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
