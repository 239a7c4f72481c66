using System.Net;
using System.Text.Json.Nodes;
using Friending.Policy;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class DiffPolicyTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client("only-admin");

    [Fact]
    public async Task The_policy_in_force_does_not_differ_from_itself()
    {
        var diff = await _client.PostJsonAsync("/api/policy/diff",
            PolicyDocuments.With(PolicyDocuments.Default, PolicyDocuments.DefaultScenarios)).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(PolicyDocuments.Combinations, diff.GetProperty("compared").GetInt64());
        Assert.Equal(0, diff.GetProperty("changed").GetInt64());
        Assert.Empty(diff.GetProperty("rows").EnumerateArray());
        Assert.Empty(diff.GetProperty("facts").EnumerateArray());
    }

    [Fact]
    public async Task A_changed_rule_is_told_in_rows_from_the_policy_in_force_to_the_one_posted()
    {
        var posted = PolicyDocuments.Edited(d =>
        {
            d["version"] = "99.0.0";
            d.Rule("8.3")["outcome"] = "review";
        });
        var diff = await _client.PostJsonAsync("/api/policy/diff", posted).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(DefaultPolicy.Load().Document.Version, diff.GetProperty("from").GetProperty("version").GetString());
        Assert.Equal("99.0.0", diff.GetProperty("to").GetProperty("version").GetString());
        var rows = diff.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(diff.GetProperty("rowCount").GetInt64(), rows.Count);
        Assert.Equal(diff.GetProperty("changed").GetInt64(), rows.Sum(r => r.GetProperty("combinations").GetInt64()));
        // Where guideline 7 does not say decline for itself.
        Assert.All(rows, r =>
        {
            var when = r.GetProperty("when");
            Assert.Subset(new HashSet<string> { "accept", "existing" }, when.GetProperty("direction").Texts().ToHashSet());
            Assert.Equal(["reports-to-me"], when.GetProperty("colleague").Texts());
            Assert.Equal(["yes"], when.GetProperty("harmsWork").Texts());
            Assert.Equal("decline", r.GetProperty("from").GetProperty("outcome").GetString());
            Assert.Contains("8.3", r.GetProperty("from").GetProperty("rules").Texts());
        });
        Assert.Contains(rows, r => r.GetProperty("to").GetProperty("outcome").GetString() == "review"
            && r.GetProperty("to").GetProperty("rules").Texts() is ["8.3"]);
    }

    [Fact]
    public async Task Added_facts_and_values_are_told_and_what_is_new_is_compared_where_it_can_be()
    {
        var posted = PolicyDocuments.Edited(d =>
        {
            var words = new JsonObject(d["languages"]!.AsArray().Select(l => KeyValuePair.Create((string)l!, (JsonNode?)"C?")));
            d["facts"]!.AsArray().Add(JsonNode.Parse($$"""
                { "name": "contractor", "label": {{words}}, "question": {{words}}, "values": [{"value":"yes"},{"value":"no"}], "default": "no" }
                """));
            d.Fact("colleague")["values"]!.AsArray().Add(JsonNode.Parse("""{ "value": "volunteer" }"""));
            d.Guideline("8")["appliesWhen"]!["colleague"] = new JsonArray("reports-to-me", "manages-me", "peer");
            d.Guideline("8")["rules"]!.AsArray()
                .Insert(0, JsonNode.Parse("""{ "id": "8.0", "when": {"contractor":["yes"]}, "outcome": "review" }"""));
        });
        var diff = await _client.PostJsonAsync("/api/policy/diff", posted).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(2 * PolicyDocuments.Combinations, diff.GetProperty("compared").GetInt64());
        var facts = diff.GetProperty("facts").EnumerateArray().ToDictionary(f => f.GetProperty("fact").GetString()!);
        Assert.Equal("added", facts["contractor"].GetProperty("change").GetString());
        Assert.Equal(["yes", "no"], facts["contractor"].GetProperty("addedValues").Texts());
        Assert.Equal("changed", facts["colleague"].GetProperty("change").GetString());
        Assert.Equal(["volunteer"], facts["colleague"].GetProperty("addedValues").Texts());
        Assert.All(diff.GetProperty("rows").EnumerateArray(), r =>
        {
            Assert.Equal(["yes"], r.GetProperty("when").GetProperty("contractor").Texts());
            Assert.DoesNotContain("volunteer", r.GetProperty("when").GetProperty("colleague").Texts());
        });
    }

    [Fact]
    public async Task A_document_that_is_not_valid_is_refused_with_the_report()
    {
        var problem = await _client.PostJsonAsync("/api/policy/diff", PolicyDocuments.Edited(d => d.Rule("7.1")["outcome"] = "maybe"))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith("/invalid-policy", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(["7.1"], problem.GetProperty("report").GetProperty("references").Texts("rule"));
    }
}
