using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static Friending.Policy.Tests.Engine.SmallDocument;

namespace Friending.Policy.Tests.Engine;

/// <summary>Rules that leave gaps, contradict each other, can never apply or are too many are refused with an example.</summary>
public sealed class TableRefusalTests
{
    [Theory]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': ['small'], 'leash': ['yes'] }", PolicyProblemKind.Gap,
        "Guideline 'park' has no rule for size small, leash no.")]
    [InlineData("'rules': [", "'rules': [ { 'id': '0', 'when': { 'size': ['big'], 'leash': ['no'] }, 'outcome': 'yes' },",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '1' can never apply: rule '0' comes first, for example for size big, leash no.")]
    [InlineData("'leash': ['yes'] }, 'outcome': 'yes' }",
        "'leash': ['yes'] }, 'outcome': 'yes' }, { 'id': '4', 'when': { 'leash': ['yes'] }, 'outcome': 'no' }",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '4' can never apply: rules '2', '3' come first, for example for size small, leash yes.")]
    [InlineData("'leash': ['yes'] }, 'outcome': 'yes' }", "'leash': ['yes'] }, 'outcome': 'yes' }, { 'id': '4', 'outcome': 'no' }",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '4' can never apply: rules '1', '2', '3' come first, for example for size small, leash yes.")]
    [InlineData("'appliesWhen': { 'size': ['small', 'big'] }", "'appliesWhen': { 'size': ['big'] }", PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '2' can never apply: it asks for size small, but the guideline applies only for size big.")]
    public void A_table_that_cannot_answer_as_it_says_is_refused_with_an_example(string from, string to, PolicyProblemKind kind,
        string message) =>
        Refuses(kind, from, to, message);

    [Fact]
    public void Gaps_are_counted()
    {
        var policy = new SmallPolicy(1, 0, [SmallFact.Of(2), SmallFact.Of(3)], [new(false, [], [new([new(0, [0]), new(1, [0, 2])], 0)])]);
        Refuses(PolicyProblemKind.Gap, policy.ToJson(), "Guideline '0' has no rule for f0 v0, f1 v1 (4 combinations in all).");
    }

    [Fact]
    public void Rules_that_overlap_and_disagree_are_refused_only_where_one_answer_is_asked_for()
    {
        // f0 and f1 both v1: rules 0.0, 0.1 and 0.2 all match, 0.2 disagrees with both.
        var rules = new SmallRule[] { new([new(0, [1])], 0), new([new(1, [1])], 0), new([new(0, [0, 1]), new(2, [1])], 1), new([], 0) };
        var facts = new[] { SmallFact.Of(2), SmallFact.Of(2), SmallFact.Of(2) };
        Assert.Empty(PolicyReport.Of(new SmallPolicy(2, 0, facts, [new(false, [], rules)]).ToJson()).Problems);

        var problems = PolicyReport.Of(new SmallPolicy(2, 0, facts, [new(true, [], rules)]).ToJson()).Problems;
        Assert.All(problems, p => Assert.Equal(PolicyProblemKind.Conflict, p.Kind));
        Assert.Equal(
            [
                "Guideline '0' allows one answer at a time, but rules '0.0' (o0) and '0.2' (o1) both apply for f0 v1, f2 v1; '0.2' "
                    + "also disagrees with '0.1'.",
                "Guideline '0' allows one answer at a time, but rules '0.2' (o1) and '0.3' (o0) both apply for f0 v0, f2 v1.",
            ],
            problems.Select(p => p.Message));
    }

    [Fact]
    public void Rules_that_contradict_whatever_the_facts_are_are_refused_with_any_facts_as_the_example()
    {
        var policy = new SmallPolicy(2, 0, [SmallFact.Of(2)], [new(true, [], [new([], 0), new([], 1)])]);
        Assert.Equal(
            [
                "Guideline '0', rule '0.1' can never apply: rule '0.0' comes first, for example for any facts.",
                "Guideline '0' allows one answer at a time, but rules '0.0' (o0) and '0.1' (o1) both apply for any facts.",
            ],
            PolicyReport.Of(policy.ToJson()).Problems.Select(p => p.Message));
    }

    [Fact]
    public void Of_very_many_rules_that_can_never_apply_the_first_hundred_are_told()
    {
        var policy =
            new SmallPolicy(1, 0, [SmallFact.Of(2)], [new(false, [], [.. Enumerable.Range(0, 150).Select(_ => new SmallRule([], 0))])]);
        var problems = PolicyReport.Of(policy.ToJson()).Problems;
        Assert.Equal(Enumerable.Range(1, 100).Select(r => SmallPolicy.RuleName(0, r)), problems.Select(p => p.Rule));
    }

    [Theory]
    [InlineData("/facts/0/values/0/weight", "0", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values/0/weight", "-1", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values/0/weight", "1e999", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values", "[]", "Fact 'f0' has 0 values; 1 to 254 are allowed.")]
    [InlineData("/facts/0/values", "255", "Fact 'f0' has 255 values; 1 to 254 are allowed.")]
    [InlineData("/facts/0/values", "254", null)]
    [InlineData("/facts", "33", "There are 33 facts; at most 32 are allowed.")]
    [InlineData("/facts", "32", null)]
    [InlineData("/outcomes", "[]", "There are 0 outcomes; 1 to 31 are allowed.")]
    [InlineData("/outcomes", "32", "There are 32 outcomes; 1 to 31 are allowed.")]
    [InlineData("/outcomes", "31", null)]
    [InlineData("/languages", "[]", "No language is listed; at least one is needed.")]
    [InlineData("/guidelines", "17", "There are 17 guidelines; at most 16 are allowed.")]
    [InlineData("/guidelines", "16", null)]
    [InlineData("/guidelines/0/rules", "[]", "Guideline '0' has 0 rules; 1 to 4096 are allowed.")]
    [InlineData("/guidelines/0/rules", "4097", "Guideline '0' has 4097 rules; 1 to 4096 are allowed.")]
    public void What_is_out_of_size_is_refused_with_the_limit(string path, string json, string? message)
    {
        var document = JsonNode.Parse(new SmallPolicy(1, 0, [SmallFact.Of(2)], [new(false, [], [new([], 0)])]).ToJson())!;
        var place = At(document, path[..path.LastIndexOf('/')]);
        var member = path[(path.LastIndexOf('/') + 1)..];
        // A number stands for that many items.
        place[member] = json[0] == '[' || member == "weight"
            ? JsonNode.Parse(json)
            : new JsonArray([.. Enumerable.Range(0, SmallPolicy.Number(json)).Select(i => Item(member, i))]);
        var problems = PolicyReport.Of(Encoding.UTF8.GetBytes(document.ToJsonString())).Problems;
        Assert.Equal(message is null ? [] : [message], problems.Where(p => p.Kind == PolicyProblemKind.Size).Select(p => p.Message));
        if (message is null)
            Assert.Empty(problems);

        static JsonNode Item(string member, int i) => JsonNode.Parse(member switch
        {
            "values" => $$"""{ "value": "v{{i}}" }""",
            "outcomes" => $$"""{ "value": "o{{i}}", "kind": "deny" }""",
            "facts" => $$"""{ "name": "f{{i}}", "values": [{ "value": "v0" }, { "value": "v1" }] }""",
            "rules" => $$"""{ "id": "r{{i}}", "outcome": "o0" }""",
            _ => $$"""{ "id": "g{{i}}", "rules": [{ "id": "r{{i}}", "outcome": "o0" }] }""",
        })!;
    }
}
