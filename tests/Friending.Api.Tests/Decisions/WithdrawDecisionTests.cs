using System.Net;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class WithdrawDecisionTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task Its_owner_takes_a_decision_back_and_doing_so_again_changes_nothing()
    {
        using var owner = app.Person("olga");
        using var submitted = await owner.PostJsonAsync("/api/requests", SampleRequests.Unusual("olga"));
        var path = submitted.Headers.Location!.ToString();

        using var first = await owner.PostAsync(new Uri($"{path}/withdraw", UriKind.Relative), null, TestContext.Current.CancellationToken);
        using var second =
            await owner.PostAsync(new Uri($"{path}/withdraw", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var withdrawn = await Task.FromResult(first).JsonAsync(HttpStatusCode.OK);
        var again = await Task.FromResult(second).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("withdrawn", withdrawn.GetProperty("status").GetString());
        Assert.Equal(withdrawn.GetRawText(), again.GetRawText());
        Assert.Equal(["\"2\"", "\"2\""], new[] { first.Headers.ETag!.Tag, second.Headers.ETag!.Tag });
        Assert.Equal(withdrawn.GetRawText(), await owner.GetStringAsync(path, TestContext.Current.CancellationToken));
        await _client.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"Too late."}""")
            .JsonAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_stranger_learns_not_even_that_it_exists_an_auditor_may_only_look_and_a_reviewer_may()
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        var path = $"{submitted.Headers.Location}/withdraw";
        using var stranger = app.Person("zoe");
        using var auditor = app.Person("aud", Role.Audit);
        using var reviewer = app.Person("rev", Role.Review);

        await stranger.PostJsonAsync(path, "").JsonAsync(HttpStatusCode.NotFound);
        await auditor.PostJsonAsync(path, "").JsonAsync(HttpStatusCode.Forbidden);
        await app.Client("only-audit").PostJsonAsync(path, "").JsonAsync(HttpStatusCode.Forbidden);
        await app.Client("only-submit").PostJsonAsync(path, "").JsonAsync(HttpStatusCode.Forbidden);
        await reviewer.PostJsonAsync(path, "", ("If-Match", "\"2\"")).JsonAsync(HttpStatusCode.PreconditionFailed);
        await reviewer.PostJsonAsync(path, "", ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.OK);
        await reviewer.PostJsonAsync("/api/decisions/0199f000-0000-7000-8000-000000000000/withdraw", "").JsonAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_beside_a_token_is_refused_and_lends_the_person_nothing()
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        using var stranger = app.Person("zoe");
        stranger.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);

        var problem = await stranger.PostJsonAsync($"{submitted.Headers.Location}/withdraw", "").JsonAsync(HttpStatusCode.BadRequest);

        Assert.EndsWith("/two-credentials", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
    }
}
