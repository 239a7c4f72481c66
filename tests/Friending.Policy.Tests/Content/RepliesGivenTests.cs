using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Content;

/// <summary>The words for a case that the policy left to a person and that the person has decided.</summary>
public sealed class RepliesGivenTests
{
    [Fact]
    public void A_received_request_that_a_person_declines_or_discourages_has_a_reply_that_names_the_guideline_and_a_sent_one_has_none()
    {
        var policy = DefaultPolicy.Load();
        var left = 0;
        foreach (var (facts, named) in DefaultPolicyTests.Combinations(policy))
        {
            if (policy.Outcome(policy.Evaluate(facts).Outcome).Value != "review")
                continue;
            left++;
            foreach (var outcome in new[] { "decline", "discourage" })
            {
                var reply = policy.ReplyGiven(outcome, facts);
                if (named["direction"] == "initiate")
                    Assert.Null(reply);
                else
                    foreach (var language in policy.Document.Languages)
                        Assert.Contains("7", reply!.Text.In(language), StringComparison.Ordinal);
            }
            Assert.Null(policy.ReplyGiven("permit", facts));
            Assert.Null(policy.ReplyGiven("shrug", facts));
        }
        Assert.NotEqual(0, left);
    }

    [Fact]
    public void The_reply_to_a_relative_is_the_one_that_the_policy_itself_would_give_a_relative()
    {
        var policy = DefaultPolicy.Load();
        var declined = FactBinding.Of(policy.Facts,
            new Dictionary<string, string>
            {
                ["patient"] = "family",
                ["careRole"] = "yes",
                ["direction"] = "accept",
                ["predatesCare"] = "no",
                ["breaksBread"] = "no",
            },
            [], fillDefaults: true).Facts;
        var left = Facts(policy, ("patient", "family"), ("careRole", "yes"), ("direction", "accept"), ("predatesCare", "no"),
            ("breaksBread", "no"), ("unusual", "yes"), ("colleague", "no"));

        Assert.NotNull(policy.ReplyOf(policy.Evaluate(declined), declined));
        Assert.Equal(policy.ReplyOf(policy.Evaluate(declined), declined), policy.ReplyGiven("decline", left));
    }

    [Fact]
    public void With_facts_still_open_the_guidelines_that_may_apply_speak()
    {
        var policy = DefaultPolicy.Load();
        var open = Facts(policy, ("patient", "current"), ("direction", "accept"), ("colleague", "no"));
        var nobody = Facts(policy, ("patient", "no"), ("direction", "accept"), ("colleague", "reports-to-me"));

        Assert.False(policy.Evaluate(open).IsSettled);
        Assert.Contains("7", policy.ReplyGiven("discourage", open)!.Text.In("en"), StringComparison.Ordinal);
        Assert.False(policy.Evaluate(nobody).IsSettled);
        Assert.Contains("8", policy.ReplyGiven("decline", nobody)!.Text.In("en"), StringComparison.Ordinal);
        Assert.DoesNotContain("guideline 7", policy.ReplyGiven("decline", nobody)!.Text.In("en"), StringComparison.OrdinalIgnoreCase);
    }

    private static FactSet Facts(PolicyDecisionPoint policy, params (string Name, string Value)[] stated) =>
        FactBinding.Of(policy.Facts, stated.Select(s => KeyValuePair.Create(s.Name, s.Value)), [], fillDefaults: false).Facts;
}
