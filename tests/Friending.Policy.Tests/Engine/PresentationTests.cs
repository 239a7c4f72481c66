using System.Text;
using System.Text.Json.Nodes;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>A document without what people are shown is one that the engine takes, and each thing that is missing is named.</summary>
public sealed class PresentationTests
{
    [Fact]
    public void The_default_policy_lacks_nothing() => Assert.Empty(PresentationChecks.Of(DefaultPolicy.Load().Document));

    [Theory]
    [InlineData("/title", "The title is missing.")]
    [InlineData("/outcomes/0/label", "Outcome 'decline': the label is missing.")]
    [InlineData("/facts/0/label", "Fact 'patient': the label is missing.")]
    [InlineData("/facts/0/question", "Fact 'patient': the question is missing.")]
    [InlineData("/facts/0/values/0/label", "Fact 'patient', value 'current': the label is missing.")]
    [InlineData("/guidelines/0/title", "Guideline '7': the title is missing.")]
    [InlineData("/guidelines/0/rules/0/reason", "Guideline '7', rule '7.1': the reason is missing.")]
    [InlineData("/presentation/networks", "presentation: the networks are missing; the fact 'direction' needs them.")]
    public void What_is_missing_is_named(string path, string message) => Assert.Equal(
        $"{message} The service shows it to people and does not load the document without it.",
        Assert.Single(PresentationChecks.Of(Without(path))).Message);

    [Fact]
    public void Networks_go_with_connections_only()
    {
        var document = PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes(SmallDocument.Good)).Document;

        Assert.Empty(document.Presentation!.Networks);
        Assert.DoesNotContain(PresentationChecks.Of(document), p => p.Message.Contains("networks", StringComparison.Ordinal));
    }

    [Fact]
    public void All_that_is_missing_of_a_document_is_named_at_once()
    {
        const string Bare = """
            { "id": "p", "version": "1.0.0", "languages": ["en"], "outcomes": [{ "value": "yes", "kind": "permit" }], "otherwise": "yes",
              "facts": [{ "name": "a", "values": [{ "value": "x" }, { "value": "y" }] }],
              "guidelines": [{ "id": "g", "rules": [{ "id": "1", "outcome": "yes" }] }] }
            """;

        Assert.Equal(
            [
                "The title is missing.", "Outcome 'yes': the label is missing.", "Fact 'a': the label is missing.",
                "Fact 'a': the question is missing.", "Fact 'a', value 'x': the label is missing.",
                "Fact 'a', value 'y': the label is missing.", "Guideline 'g': the title is missing.",
                "Guideline 'g', rule '1': the reason is missing.",
                "The member 'presentation' is missing: what is asked about, the question, and what the button for reviews says.",
            ],
            PresentationChecks.Of(PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes(Bare)).Document)
                .Select(p => p.Message[..p.Message.IndexOf(" The service", StringComparison.Ordinal)]));
    }

    [Fact]
    public void More_breakdowns_of_a_digest_than_can_be_kept_private_are_refused()
    {
        var document = JsonNode.Parse(DefaultPolicy.Document.Span)!;
        var shown = document["presentation"]!["digestFacts"]!.AsArray();
        while (shown.Count <= 3)
        {
            Assert.Empty(PolicyReport.Of(Bytes(document)).Problems);
            var fact = document["facts"]!.AsArray().Select(f => f!["name"]!.GetValue<string>())
                .First(name => shown.All(s => s!["fact"]!.GetValue<string>() != name));
            var title =
                new JsonObject(document["languages"]!.AsArray().Select(l => KeyValuePair.Create(l!.GetValue<string>(), (JsonNode?)"T")));
            shown.Add(new JsonObject { ["fact"] = fact, ["title"] = title });
        }

        Assert.Equal(
            "presentation, digestFacts: at most 3 facts are allowed.", Assert.Single(PolicyReport.Of(Bytes(document)).Problems).Message);
    }

    private static PolicyDocument Without(string path)
    {
        var document = JsonNode.Parse(DefaultPolicy.Document.Span)!;
        var end = path.LastIndexOf('/');
        Assert.True(SmallDocument.At(document, path[..end]).AsObject().Remove(path[(end + 1)..]));
        return PolicyDecisionPoint.Load(Bytes(document)).Document;
    }

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
