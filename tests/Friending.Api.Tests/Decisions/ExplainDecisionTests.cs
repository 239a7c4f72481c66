using System.Net;
using Friending.Policy;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class ExplainDecisionTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task Every_rule_says_why_it_did_or_did_not_apply_and_what_would_have_changed_the_outcome()
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        var explanation = await _client.GetAsync(new Uri($"{submitted.Headers.Location}/explanation", UriKind.Relative),
            TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);

        var status = explanation.GetProperty("rules").EnumerateArray()
            .ToDictionary(r => r.GetProperty("rule").GetString()!, r => r.GetProperty("status").GetString());
        var rules = DefaultPolicy.Load().Document.Guidelines.SelectMany(g => g.Rules).ToList();
        Assert.Equal(rules.Select(r => r.Id).Order(), status.Keys.Order());
        Assert.Equal("applies", status["7.7"]);
        Assert.Equal("not-met", status["7.1"]);
        Assert.Equal("guideline-not-applicable", status["8.1"]);
        Assert.Equal(rules.Where(r => r.OwnReading).Select(r => r.Id),
            explanation.GetProperty("rules").EnumerateArray().Where(r => r.GetProperty("ownReading").GetBoolean())
                .Select(r => r.GetProperty("rule").GetString()!));
        Assert.Contains("patient", explanation.GetProperty("decidedBy").Texts());

        var changes = explanation.GetProperty("counterfactuals").EnumerateArray()
            .Select(c => $"{c.GetProperty("fact")} {c.GetProperty("to")}: {string.Join("|", c.GetProperty("possible").Texts())}").ToList();
        Assert.Contains("predatesCare yes: permit", changes);
        Assert.Contains("patient former: discourage", changes);
        Assert.DoesNotContain(changes, c => c.StartsWith("patient family", StringComparison.Ordinal));
    }
}
