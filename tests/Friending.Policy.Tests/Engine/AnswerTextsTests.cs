using System.Text;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>Which texts go with an answer: the first that matches outcome, deciding guideline and facts.</summary>
public sealed class AnswerTextsTests
{
    private static readonly PolicyDecisionPoint Policy = PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes("""
        { "id": "p", "version": "1.0.0", "languages": ["en", "es"], "otherwise": "yes",
          "outcomes": [{ "value": "no", "kind": "deny" }, { "value": "maybe", "kind": "review" }, { "value": "yes", "kind": "permit" }],
          "facts": [
            { "name": "a", "values": [{ "value": "x" }, { "value": "y" }] },
            { "name": "b", "values": [{ "value": "x" }, { "value": "y" }, { "value": "z" }] },
            { "name": "c", "values": [{ "value": "x" }, { "value": "y" }] },
            { "name": "d", "values": [{ "value": "x" }, { "value": "z" }] } ],
          "guidelines": [
            { "id": "1", "rules": [
                { "id": "1.1", "when": { "a": ["x"] }, "outcome": "no", "advice": ["walk", "rest"] }, { "id": "1.2", "outcome": "yes" } ] },
            { "id": "2", "appliesWhen": { "b": ["x", "y"] }, "rules": [
                { "id": "2.1", "when": { "b": ["x"] }, "outcome": "no", "advice": ["read", "walk"] }, { "id": "2.2", "outcome": "maybe" } ] },
            { "id": "3", "appliesWhen": { "d": ["x"] }, "rules": [
                { "id": "3.1", "when": { "c": ["x"] }, "outcome": "no" }, { "id": "3.2", "outcome": "no" } ] } ],
          "advice": [
            { "code": "read", "text": { "en": "Read.", "es": "Lea." } },
            { "code": "sleep", "given": { "outcomes": ["no"], "guideline": "3", "when": { "c": ["x"] } }, "text": { "en": "Sleep.", "es": "Duerma." } },
            { "code": "rest", "text": { "en": "Rest.", "es": "Descanse." } },
            { "code": "walk", "text": { "en": "Walk.", "es": "Camine." } } ],
          "summaries": [
            { "outcomes": ["no", "maybe"], "text": { "en": "Not now.", "es": "Ahora no." } },
            { "text": { "en": "Yes.", "es": "Sí." } } ],
          "replies": [
            { "outcomes": ["maybe"], "guideline": "1", "text": { "en": "0", "es": "-" } },
            { "outcomes": ["no"], "guideline": "2", "when": { "a": ["y"] }, "text": { "en": "1", "es": "-" } },
            { "outcomes": ["no"], "guideline": "2", "text": { "en": "2", "es": "-" } },
            { "guideline": "3", "text": { "en": "3", "es": "-" } },
            { "outcomes": ["no"], "guideline": "1", "text": { "en": "4", "es": "-" } },
            { "outcomes": ["maybe"], "text": { "en": "5", "es": "-" } } ] }
        """));

    [Theory]
    [InlineData("a=y b=x d=z", 1)]
    [InlineData("a=x b=x d=z", 2)]
    [InlineData("b=x", 2)] // a is unknown, so the text for a=y does not match
    [InlineData("a=y b=z c=y d=x", 3)]
    [InlineData("a=y b=z d=x", 3)] // which rule of guideline 3 is open, but each says no
    [InlineData("a=x b=z d=z", 4)]
    [InlineData("a=x", 4)] // guideline 2 may say no, or nothing at all: it does not decide
    [InlineData("a=x b=y d=z", 4)]
    [InlineData("a=y b=y d=z", 5)]
    [InlineData("a=y b=z d=z", -1)] // yes: there is nothing to send
    [InlineData("a=y d=z", -1)] // not settled
    [InlineData("", -1)]
    public void The_first_reply_that_matches_is_used(string known, int reply)
    {
        var facts = Facts(known);
        var evaluation = Policy.Evaluate(facts);
        Assert.Equal(reply, Policy.ReplyIndexOf(evaluation, facts));
        Assert.Equal(reply < 0 ? null : $"{reply}", Policy.ReplyOf(evaluation, facts)?.Text.In("en"));
    }

    [Theory]
    [InlineData("a=x", "Not now.")]
    [InlineData("a=y b=y d=z", "Not now.")]
    [InlineData("a=y b=z d=z", "Yes.")]
    [InlineData("a=y", null)]
    public void The_summary_goes_with_the_outcome_and_waits_until_it_is_settled(string known, string? summary)
    {
        var facts = Facts(known);
        Assert.Equal(summary, Policy.SummaryOf(Policy.Evaluate(facts), facts)?.In("en"));
    }

    [Theory]
    [InlineData("a=x b=x c=x d=x", "walk rest read sleep")] // in the findings' order, and once
    [InlineData("a=x b=x c=y d=x", "walk rest read")]
    [InlineData("a=x b=x d=z", "walk rest read")]
    [InlineData("a=y b=z c=x d=z", "")] // its outcome is another
    [InlineData("c=x d=x", "sleep")] // settled whatever a and b are, by guideline 3
    public void Advice_comes_with_the_rules_that_name_it_and_then_with_the_answers_that_it_is_given_with(string known, string advice)
    {
        var facts = Facts(known);
        var evaluation = Policy.Evaluate(facts);
        Assert.Equal(advice.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Policy.AdviceOf(evaluation, facts, Policy.FindingsOf(evaluation, facts)).Select(a => a.Code));
    }

    [Fact]
    public void A_text_comes_in_the_language_asked_for_or_else_in_one_there_is()
    {
        var text = Policy.Document.Advice[0].Text;
        Assert.Equal("Lea.", text.In("es"));
        Assert.Equal("Lea.", text.In("ES"));
        Assert.Equal("Read.", text.In("fr"));
        Assert.Equal(["en", "es"], text.Languages);
    }

    [Fact]
    public void The_policy_keeps_the_bytes_it_was_loaded_from()
    {
        Assert.Equal(DefaultPolicy.Document.ToArray(), DefaultPolicy.Load().Source.ToArray());
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Policy.Source.Span)), Policy.Reference.Sha256);
    }

    [Fact]
    public void Fact_sets_are_equal_where_they_know_the_same()
    {
        var facts = new FactSet().With(3, 1).With(31, 253);
        Assert.True(facts == new FactSet().With(31, 253).With(5, 0).With(3, 1).Without(5));
        Assert.True(facts != facts.With(3, 0));
        Assert.False(facts.Equals("facts"));
        Assert.Equal(facts.GetHashCode(), new FactSet().With(31, 253).With(3, 1).GetHashCode());
        Assert.Equal((1, 253, -1), (facts[3], facts[31], facts[0]));
    }

    private static FactSet Facts(string known)
    {
        var bound = FactBinding.Of(
            Policy.Facts, known.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('='))
                .ToDictionary(f => f[0], f => f[1]), [], fillDefaults: false);
        Assert.Empty(bound.Problems);
        return bound.Facts;
    }
}
