using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Policy;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class CheckPolicyTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client("only-admin");

    [Fact]
    public async Task A_valid_document_is_told_with_its_size_and_its_hash()
    {
        var report = await CheckAsync(PolicyDocuments.Default);

        Assert.True(report.GetProperty("valid").GetBoolean());
        Assert.Equal("friending", report.GetProperty("policy").GetProperty("id").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PolicyDocuments.Default))),
            report.GetProperty("policy").GetProperty("sha256").GetString());
        Assert.Equal(PolicyReport.Of(DefaultPolicy.Document).Cells, report.GetProperty("cells").GetInt64());
        Assert.Equal(0, report.GetProperty("scenarios").GetInt32());
        foreach (var kind in new[] { "malformed", "references", "sizes", "gaps", "conflicts", "unreachable", "failingScenarios" })
            Assert.Empty(report.GetProperty(kind).EnumerateArray());
    }

    [Fact]
    public async Task Scenarios_posted_beside_the_document_are_run()
    {
        var expected = JsonNode.Parse(PolicyDocuments.DefaultScenarios)!["scenarios"]!.AsArray().Count;
        var report = await CheckAsync(PolicyDocuments.With(PolicyDocuments.Default, PolicyDocuments.DefaultScenarios));
        Assert.True(report.GetProperty("valid").GetBoolean());
        Assert.Equal(expected, report.GetProperty("scenarios").GetInt32());

        var changed = PolicyDocuments.Edited(d => d.Rule("7.8")["outcome"] = "review");
        report = await CheckAsync(PolicyDocuments.With(changed, PolicyDocuments.DefaultScenarios));
        Assert.False(report.GetProperty("valid").GetBoolean());
        var failing = report.GetProperty("failingScenarios").EnumerateArray().ToList();
        var told = failing.First(f =>
            f.GetProperty("message").GetString()!.Contains("expected discourage, found review", StringComparison.Ordinal));
        Assert.StartsWith("former", told.GetProperty("example").GetProperty("patient").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_is_told_in_rows_with_an_example()
    {
        var report =
            await CheckAsync(PolicyDocuments.Edited(d =>
                d.Rule("7.9")["when"]!["patient"] = new JsonArray("current", "family", "former-family")));

        var gap = Assert.Single(report.GetProperty("gaps").EnumerateArray());
        Assert.Equal("7", gap.GetProperty("guideline").GetString());
        Assert.Equal(3, gap.GetProperty("count").GetInt64());
        Assert.Equal("former", gap.GetProperty("example").GetProperty("patient").GetString());
        var row = Assert.Single(gap.GetProperty("rows").EnumerateArray());
        Assert.Equal(3, row.GetProperty("combinations").GetInt64());
        Assert.StartsWith("""{"patient":["former"],"careRole":["no"],""", row.GetProperty("when").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_can_never_apply_and_rules_that_disagree_are_told_with_the_others_and_an_example()
    {
        var unreachable = await CheckAsync(PolicyDocuments.Edited(d => d.Rule("7.1")["when"] = new JsonObject()));
        var guideline = DefaultPolicy.Load().Document.Guidelines.Single(g => g.Id == "7");
        Assert.Equal(guideline.Rules.Select(r => r.Id).Except(["7.1"]), unreachable.GetProperty("unreachable").Texts("rule"));
        Assert.All(unreachable.GetProperty("unreachable").EnumerateArray(), u =>
        {
            Assert.Equal(["7.1"], u.GetProperty("others").Texts());
            Assert.True(u.GetProperty("example").TryGetProperty("patient", out _));
        });

        var conflict = await CheckAsync(PolicyDocuments.Edited(d => d.Guideline("7")["hitPolicy"] = "unique"));
        var told = conflict.GetProperty("conflicts").EnumerateArray().First(c => c.GetProperty("rule").GetString() == "7.3");
        Assert.Equal(["7.1"], told.GetProperty("others").Texts());
        Assert.Equal("yes", told.GetProperty("example").GetProperty("predatesCare").GetString());
    }

    [Theory]
    [InlineData("", "malformed", "nothing in it")]
    [InlineData("not JSON", "malformed", "line 1")]
    [InlineData("[]", "malformed", "")]
    [InlineData("""{ "facts": [] }""", "malformed", "what is missing")]
    [InlineData("""{ "policy": 7 }""", "malformed", "")]
    [InlineData("""{ "policy": {}, "scenario": {} }""", "malformed", "'scenario'")]
    [InlineData("""{ "policy": {}, "policy": {} }""", "malformed", "")]
    public async Task Whatever_is_posted_the_answer_is_the_report(string body, string kind, string says)
    {
        var report = await CheckAsync(body);
        Assert.False(report.GetProperty("valid").GetBoolean());
        Assert.Contains(report.GetProperty(kind).Texts("message"), m => m.Contains(says, StringComparison.Ordinal));
        Assert.False(report.TryGetProperty("policy", out _));
    }

    [Fact]
    public async Task Names_that_do_not_exist_are_references_and_an_unreadable_scenario_file_is_malformed()
    {
        var report = await CheckAsync(PolicyDocuments.Edited(d => d.Rule("7.1")["outcome"] = "maybe"));
        Assert.Equal("7.1", Assert.Single(report.GetProperty("references").EnumerateArray()).GetProperty("rule").GetString());

        report = await CheckAsync(PolicyDocuments.With(PolicyDocuments.Default, "{}"));
        Assert.Contains("scenario file", Assert.Single(report.GetProperty("malformed").Texts("message")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_may_have_up_to_a_mebibyte()
    {
        var fits = PolicyDocuments.Default
            .PadRight(1024 * 1024 - (Encoding.UTF8.GetByteCount(PolicyDocuments.Default) - PolicyDocuments.Default.Length));
        Assert.True((await CheckAsync(fits)).GetProperty("valid").GetBoolean());
        await _client.PostJsonAsync("/api/policy/check", fits + " ").JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/api/policy/check")]
    [InlineData("/api/policy/diff")]
    public async Task Only_administrators_may_and_only_in_JSON(string path)
    {
        using var others = app.Client("only-audit");
        await others.PostJsonAsync(path, PolicyDocuments.Default).JsonAsync(HttpStatusCode.Forbidden);

        using var text = new StringContent(PolicyDocuments.Default, Encoding.UTF8, "text/plain");
        await _client.PostAsync(new Uri(path, UriKind.Relative), text, TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    private Task<JsonElement> CheckAsync(string body) => _client.PostJsonAsync("/api/policy/check", body).JsonAsync(HttpStatusCode.OK);
}
