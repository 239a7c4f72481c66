using System.Text;
using Friending.Policy;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Policies;

/// <summary>Where a policy is read from, and what is said of one that cannot be.</summary>
public sealed class PolicyFilesTests : IDisposable
{
    private const string Dogs = """
        { "id": "dogs", "version": "1.0.0", "title": { "en": "Dogs" }, "languages": ["en"],
          "outcomes": [{ "value": "no", "kind": "deny", "label": { "en": "No" } }, { "value": "yes", "kind": "permit", "label": { "en": "Yes" } }],
          "otherwise": "yes",
          "facts": [{ "name": "size", "label": { "en": "Size" }, "question": { "en": "How big?" },
                      "values": [{ "value": "small", "label": { "en": "Small" } }, { "value": "big", "label": { "en": "Big" } }] }],
          "guidelines": [{ "id": "park", "title": { "en": "The park" }, "rules": [
            { "id": "1", "when": { "size": ["big"] }, "outcome": "no", "reason": { "en": "Too big." } },
            { "id": "2", "outcome": "yes", "reason": { "en": "Small enough." } }] }],
          "presentation": { "subject": { "en": "dogs" }, "question": { "en": "May it come?" }, "sendToReviewers": { "en": "Send" } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("friending-policy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_path_it_is_the_default_policy(string? path) =>
        Assert.Equal(DefaultPolicy.Load().Reference, PolicyFiles.Load(new() { Path = path }).Reference);

    [Fact]
    public void A_file_or_its_folder_can_be_named_and_the_bytes_are_those_of_the_file()
    {
        var file = Write("dogs.policy.json", Dogs);

        foreach (var path in new[] { file, _folder.FullName, _folder.FullName
            + Path.DirectorySeparatorChar, Path.GetRelativePath(Directory.GetCurrentDirectory(), file) })
        {
            var policy = PolicyFiles.Load(new() { Path = path });
            Assert.Equal("dogs", policy.Reference.Id);
            Assert.Equal(File.ReadAllBytes(file), policy.Source.ToArray());
        }
    }

    [Theory]
    [InlineData("dogs.policy.json", "dogs.scenarios.json")]
    [InlineData("dogs.json", "dogs.scenarios.json")]
    public void The_scenarios_beside_it_have_to_hold(string document, string scenarios)
    {
        var file = Write(document, Dogs);
        Write(scenarios, Scenario("yes"));

        var refused = Assert.Throws<PolicyException>(() => PolicyFiles.Load(new() { Path = file }));
        Assert.Equal($"{file}: Scenario 'A big dog': outcome: expected yes, found no.", refused.Message);
        Assert.Equal(PolicyProblemKind.Scenario, Assert.Single(refused.Problems).Kind);

        Write(scenarios, Scenario("no"));
        Assert.Equal("dogs", PolicyFiles.Load(new() { Path = file }).Reference.Id);
    }

    [Fact]
    public void Another_documents_scenarios_are_no_matter()
    {
        var file = Write("dogs.policy.json", Dogs);
        Write("cats.scenarios.json", Scenario("yes"));
        Assert.Equal("dogs", PolicyFiles.Load(new() { Path = file }).Reference.Id);
    }

    [Fact]
    public void A_document_that_is_refused_is_named_with_each_of_its_problems()
    {
        var file = Write(
            "dogs.policy.json", Dogs.Replace("\"outcome\": \"no\"", "\"outcome\": \"never\"", StringComparison.Ordinal)
            .Replace("\"otherwise\": \"yes\"", "\"otherwise\": \"?\"", StringComparison.Ordinal));
        var refused = Assert.Throws<PolicyException>(() => PolicyFiles.Load(new() { Path = _folder.FullName }));

        Assert.Equal(2, refused.Problems.Count);
        Assert.All(refused.Message.Split(Environment.NewLine), line => Assert.StartsWith(file + ": ", line, StringComparison.Ordinal));
        Assert.Contains("'never' is not one of the outcomes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", \"label\": { \"en\": \"No\" }", "", "Outcome 'no': the label is missing.")]
    [InlineData("\"question\": { \"en\": \"How big?\" },", "", "Fact 'size': the question is missing.")]
    [InlineData(", \"label\": { \"en\": \"Big\" }", "", "Fact 'size', value 'big': the label is missing.")]
    [InlineData(", \"reason\": { \"en\": \"Too big.\" }", "", "Guideline 'park', rule '1': the reason is missing.")]
    [InlineData("\"presentation\": { \"subject\": { \"en\": \"dogs\" }, \"question\": { \"en\": \"May it come?\" }, "
        + "\"sendToReviewers\": { \"en\": \"Send\" } }",
        "\"replies\": []", "The member 'presentation' is missing")]
    [InlineData("\"title\": { \"en\": \"The park\" },", "", "Guideline 'park': the title is missing.")]
    public void What_people_are_shown_has_to_be_there(string text, string instead, string problem)
    {
        Assert.Contains(text, Dogs, StringComparison.Ordinal);
        var file = Write("dogs.policy.json", Dogs.Replace(text, instead, StringComparison.Ordinal));

        var refused = Assert.Throws<PolicyException>(() => PolicyFiles.Load(new() { Path = file }));

        Assert.StartsWith($"{file}: {problem}", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_holds_one_document()
    {
        Assert.Contains("holds no *.policy.json", Unusable(_folder.FullName), StringComparison.Ordinal);
        Write("dogs.policy.json", Dogs);
        Write("cats.policy.json", Dogs);
        Assert.Contains(
            "several *.policy.json (cats.policy.json, dogs.policy.json); name one", Unusable(_folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_named()
    {
        var nowhere = Path.Combine(_folder.FullName, "nowhere.policy.json");
        Assert.Contains(nowhere, Unusable(nowhere), StringComparison.Ordinal);
    }

    private static string Unusable(string path)
    {
        var message = Assert.Throws<OptionsValidationException>(() => PolicyFiles.Load(new() { Path = path })).Message;
        Assert.StartsWith("The setting Policy:Path cannot be used.", message, StringComparison.Ordinal);
        return message;
    }

    private static string Scenario(string outcome) => $$"""
        { "policy": "dogs", "scenarios": [{ "name": "A big dog", "facts": { "size": "big" }, "expect": { "outcome": "{{outcome}}" } }] }
        """;

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
        return file;
    }
}
