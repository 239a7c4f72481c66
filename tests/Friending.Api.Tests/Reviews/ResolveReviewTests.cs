using System.Net;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class ResolveReviewTests(AppFixture app)
{
    private const string Decline = """{"resolution":"decline","reason":"They know each other from the ward only."}""";

    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task A_reviewers_outcome_stands_beside_the_policys_with_who_when_why_and_the_reply()
    {
        var (path, etag) = await PendingAsync();
        using var ana = app.Person("ana", Role.Review);

        using var resolved = await ana.PostJsonAsync($"{path}/review", Decline, ("If-Match", etag));
        var decision = await Task.FromResult(resolved).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("\"2\"", resolved.Headers.ETag!.Tag);
        Assert.Equal(("reviewed", "review"), (decision.GetProperty("status").GetString(), decision.GetProperty("outcome").GetString()));
        var review = decision.GetProperty("review");
        Assert.Equal("decline", review.GetProperty("resolution").GetString());
        Assert.Equal("They know each other from the ward only.", review.GetProperty("reason").GetString());
        Assert.Equal("ana", review.GetProperty("by").GetString());
        Assert.EndsWith("Z", review.GetProperty("at").GetString(), StringComparison.Ordinal);
        Assert.Contains("guideline 7", review.GetProperty("reply").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(decision.GetRawText(), await _client.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_reviewers_at_the_same_moment_one_wins_the_other_is_told_and_one_resolution_is_kept()
    {
        using var ana = app.Person("ana", Role.Review);
        using var ben = app.Person("ben", Role.Review);
        for (var round = 0; round < 25; round++)
        {
            var (path, etag) = await PendingAsync();
            (string, string)[] condition = round % 2 == 0 ? [] : [("If-Match", etag)];
            var answers = await Task.WhenAll(
                ana.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"Old friends."}""", condition),
                ben.PostJsonAsync($"{path}/review", Decline, condition));

            var (anas, bens) = (answers[0].StatusCode, answers[1].StatusCode);
            Assert.True(anas == HttpStatusCode.OK ^ bens == HttpStatusCode.OK, $"{anas} and {bens}");
            var refused = anas == HttpStatusCode.OK ? bens : anas;
            Assert.Equal(condition.Length == 0 ? HttpStatusCode.Conflict : HttpStatusCode.PreconditionFailed, refused);
            using var read = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var review = (await Task.FromResult(read).JsonAsync(HttpStatusCode.OK)).GetProperty("review");
            Assert.Equal(anas == HttpStatusCode.OK ? ("ana", "permit") : ("ben", "decline"),
                (review.GetProperty("by").GetString(), review.GetProperty("resolution").GetString()));
            Assert.Equal("\"2\"", read.Headers.ETag!.Tag);
        }
    }

    [Fact]
    public async Task Nobody_reviews_their_own_request()
    {
        var (path, _) = await PendingAsync("ana");
        using var ana = app.Person("ANA", Role.Review);
        using var ben = app.Person("ben", Role.Review);

        await ana.PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.Forbidden);
        await ben.PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_not_pending_or_not_the_version_meant_is_refused()
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        var final = await _client.PostJsonAsync($"{submitted.Headers.Location}/review", Decline).JsonAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/not-pending", final.GetProperty("type").GetString(), StringComparison.Ordinal);

        var (path, etag) = await PendingAsync();
        foreach (var other in new[] { "\"2\"", "\"x\"", $"W/{etag}", "\"2\", \"3\"" })
            await _client.PostJsonAsync($"{path}/review", Decline, ("If-Match", other)).JsonAsync(HttpStatusCode.PreconditionFailed);
        using var unreadable = new HttpRequestMessage(HttpMethod.Post, $"{path}/review")
        { Content = new StringContent(Decline, null, "application/json") };
        unreadable.Headers.TryAddWithoutValidation("If-Match", "1");
        await _client.SendAsync(unreadable, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.PreconditionFailed);
        var resolved = await _client.PostJsonAsync($"{path}/review", Decline, ("If-Match", $"\"9\", {etag}")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("key:local-dev", resolved.GetProperty("review").GetProperty("by").GetString());

        await _client.PostJsonAsync($"{path}/review", Decline, ("If-Match", "*")).JsonAsync(HttpStatusCode.Conflict);
        await _client.PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.Conflict);
        foreach (var missing in new[] { "0199f000-0000-7000-8000-000000000000", "nonsense" })
            await _client.PostJsonAsync($"/api/decisions/{missing}/review", Decline).JsonAsync(HttpStatusCode.NotFound);
    }

    public static TheoryData<string, string, string> BadReviews { get; } = new()
    {
        { "{}", "/resolution", "Is required." },
        { "{}", "/reason", "Is required." },
        { """{"resolution":"review","reason":"x"}""", "/resolution", "Must be one of permit, discourage, decline." },
        { """{"resolution":"Permit","reason":"x"}""", "/resolution", "Must be one of permit, discourage, decline." },
        { """{"resolution":"permit","reason":""}""", "/reason", "Must be 1 to 1000 characters." },
        { """{"resolution":"permit","reason":" \n "}""", "/reason", "Must be 1 to 1000 characters." },
        { $$"""{"resolution":"permit","reason":"{{new string('a', 1001)}}"}""", "/reason", "Must be 1 to 1000 characters." },
        { """{"resolution":"permit","reason":"x","by":"me"}""", "/by", "There is no such member." },
        { """{"resolution":"permit","reason":7}""", "/reason", "The value is of the wrong type." },
    };

    [Theory]
    [MemberData(nameof(BadReviews))]
    public async Task A_review_that_cannot_be_taken_is_told_what_is_wrong_and_where_and_changes_nothing(string body, string pointer,
        string message)
    {
        var (path, _) = await PendingAsync();

        var problem = await _client.PostJsonAsync($"{path}/review", body).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Contains(message, problem.GetProperty("errors").GetProperty(pointer).Texts());
        await StillPendingAsync(path);
    }

    [Fact]
    public async Task A_reason_of_a_thousand_characters_is_taken()
    {
        var (path, _) = await PendingAsync();
        await _client.PostJsonAsync($"{path}/review", $$"""{"resolution":"permit","reason":"{{new string('a', 1000)}}"}""")
            .JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reason_that_may_identify_somebody_is_refused_and_not_echoed()
    {
        var (path, _) = await PendingAsync();

        var problem = await _client.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"call 555-867-5309"}""")
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("telephone", problem.GetProperty("errors").GetProperty("/reason")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("867", problem.GetRawText(), StringComparison.Ordinal);
        await StillPendingAsync(path);
    }

    [Fact]
    public async Task Only_the_role_for_reviews_may()
    {
        var (path, _) = await PendingAsync();
        foreach (var key in new[] { "only-submit", "only-audit", "only-admin" })
            await app.Client(key).PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.Forbidden);
        using var stranger = app.Person("zoe");
        await stranger.PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.Forbidden);
        await app.Client("only-review").PostJsonAsync($"{path}/review", Decline).JsonAsync(HttpStatusCode.OK);
    }

    private async Task<(string Path, string ETag)> PendingAsync(string staffId = "rn-1042")
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.Unusual(staffId));
        await Task.FromResult(submitted).JsonAsync(HttpStatusCode.Created);
        return (submitted.Headers.Location!.ToString(), submitted.Headers.ETag!.Tag);
    }

    private async Task StillPendingAsync(string path)
    {
        var decision = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("pending-review", JsonValueKind.Null),
            (decision.GetProperty("status").GetString(), decision.GetProperty("review").ValueKind));
    }
}
