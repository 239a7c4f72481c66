using System.Net;
using System.Text.Json;
using Friending.Service.Auditing;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>What happens to a case between the request and the decision, and after it.</summary>
public sealed class CaseTests(AppFixture app)
{
    private const string Question = """{"text":"Since when have you known each other?"}""";
    private const string Note = """{"note":"Since we went to school together."}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_request_over_question_and_answer_and_an_appeal_to_the_second_decision_all_is_kept_and_told()
    {
        var name = $"nurse-{Guid.NewGuid():N}";
        using var nurse = app.Person(name);
        using var ana = app.Person("ana", Role.Review);
        using var ben = app.Person("ben", Role.Review);
        var path = await SubmitAsync(nurse, name);
        var opened = await ReadAsync(nurse, path);

        var claimed = await ana.PostJsonAsync($"{path}/claim", "", ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.OK);
        await ana.PostJsonAsync($"{path}/question", Question, ("If-Match", "\"2\"")).JsonAsync(HttpStatusCode.OK);
        var asked = await ReadAsync(nurse, path);
        var answered = await nurse.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.OK);
        var declined = await ana.PostJsonAsync($"{path}/review", """{"resolution":"decline","reason":"School is long ago."}""")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["appeal", "withdraw"], await NextAsync(nurse));
        var appealed = await nurse.PostJsonAsync($"{path}/appeal", """{"note":"We have met every summer since."}""")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["answer", "withdraw"], await NextAsync(nurse));
        var permitted = await ben.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"That is a friendship."}""")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["withdraw"], await NextAsync(nurse));

        var first = opened.GetProperty("case");
        Assert.Equal((opened.GetProperty("decidedAt").GetString(), JsonValueKind.Null, "reviewer", 0), (
            first.GetProperty("openedAt").GetString(), first.GetProperty("owner").ValueKind, first.GetProperty("waitsFor").GetString(),
            first.GetProperty("messages").GetArrayLength()));
        Assert.True(first.GetProperty("dueAt").GetDateTimeOffset() > first.GetProperty("openedAt").GetDateTimeOffset().AddHours(16));
        Assert.Equal("ana", claimed.GetProperty("case").GetProperty("owner").GetString());
        Assert.Equal("asker", asked.GetProperty("case").GetProperty("waitsFor").GetString());
        Assert.Equal("reviewer", answered.GetProperty("case").GetProperty("waitsFor").GetString());
        Assert.Equal(
            [("reviewer", "Since when have you known each other?", "ana"), ("asker", "Since we went to school together.", name)],
            answered.GetProperty("case").GetProperty("messages").EnumerateArray()
                .Select(m => (m.GetProperty("from").GetString(), m.GetProperty("text").GetString(), m.GetProperty("by").GetString())));
        Assert.Equal(("reviewed", "decline"), (declined.GetProperty("status").GetString(), declined.GetProperty("standing").GetString()));
        Assert.Equal(("pending-review", "review", JsonValueKind.Null, JsonValueKind.Null), (
            appealed.GetProperty("status").GetString(), appealed.GetProperty("outcome").GetString(),
            appealed.GetProperty("standing").ValueKind,
            appealed.GetProperty("review").ValueKind));
        var appeal = appealed.GetProperty("case").GetProperty("appeal");
        Assert.Equal(("We have met every summer since.", "decline", "ana"), (
            appeal.GetProperty("note").GetString(), appeal.GetProperty("against").GetProperty("resolution").GetString(),
            appeal.GetProperty("against").GetProperty("by").GetString()));
        Assert.Equal((JsonValueKind.Null, 2),
            (appealed.GetProperty("case").GetProperty("owner").ValueKind,
                appealed.GetProperty("case").GetProperty("messages").GetArrayLength()));
        Assert.True(appealed.GetProperty("case").GetProperty("dueAt").GetDateTimeOffset() >= first.GetProperty("dueAt")
            .GetDateTimeOffset());
        Assert.Equal(("permit", "ben"),
            (permitted.GetProperty("standing").GetString(), permitted.GetProperty("review").GetProperty("by").GetString()));

        string[] events = ["made", "claimed", "asked", "answered", "reviewed", "appealed", "reviewed"];
        var told = new List<string>();
        await Eventually.IsSoAsync("the feed tells of each change", async () =>
        {
            told = await FeedAsync(path.Split('/')[^1]);
            return told.Count >= events.Length;
        });
        Assert.Equal(events.Select(e => $"friending.decision.{e}"), told);
        using var auditor = app.Client("only-audit");
        await app.Host.Services.GetRequiredService<AuditSeals>().RunAsync(Cancelled);
        // Other tests write rows of their own into this storage, which the verification tells of; none is this decision's or the trail's.
        Assert.DoesNotContain(
            (await auditor.GetAsync("/api/audit/verification", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("problems")
                .EnumerateArray(),
            p => p.GetProperty("number").GetInt64() > 0 || p.GetRawText().Contains(path.Split('/')[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_is_anothers_once_it_is_taken_and_taken_over_only_by_who_has_seen_whose_it_is()
    {
        using var client = app.Client();
        using var ana = app.Person("ana", Role.Review);
        using var ben = app.Person("ben", Role.Review);
        var path = await SubmitAsync(client, "rn-1042");

        await ana.PostJsonAsync($"{path}/claim", "", ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.OK);
        await ana.PostJsonAsync($"{path}/claim", "", ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.OK);
        await ben.PostJsonAsync($"{path}/claim", "", ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.PreconditionFailed);
        var taken = await ben.PostJsonAsync($"{path}/claim", "").JsonAsync(HttpStatusCode.Conflict);
        var notMine = await ReleaseAsync(ben, path, null).JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal(("/problems/taken", "/problems/taken"),
            (taken.GetProperty("type").GetString(), notMine.GetProperty("type").GetString()));
        var over = await ben.PostJsonAsync($"{path}/claim", "", ("If-Match", "\"2\"")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("ben", over.GetProperty("case").GetProperty("owner").GetString());
        await ReleaseAsync(ben, path, "\"2\"").JsonAsync(HttpStatusCode.PreconditionFailed);
        var free = await ReleaseAsync(ben, path, "\"3\"").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, free.GetProperty("case").GetProperty("owner").ValueKind);
        using var again = await ReleaseAsync(ana, path, null);
        Assert.Equal("\"4\"", again.Headers.ETag!.Tag);
        await ana.PostJsonAsync($"{path}/claim", "").JsonAsync(HttpStatusCode.OK);
        // Whoever has it, any reviewer may decide: nothing waits for somebody who is ill.
        await ben.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"Old friends."}""").JsonAsync(HttpStatusCode.OK);
        await ana.PostJsonAsync($"{path}/claim", "").JsonAsync(HttpStatusCode.Conflict);
        await ReleaseAsync(ana, path, null).JsonAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_two_reviewers_who_take_a_case_at_the_same_moment_one_has_it_and_the_other_is_told()
    {
        using var client = app.Client();
        using var ana = app.Person("ana", Role.Review);
        using var ben = app.Person("ben", Role.Review);
        for (var round = 0; round < 15; round++)
        {
            var path = await SubmitAsync(client, "rn-1042");
            (string, string)[] condition = round % 2 == 0 ? [] : [("If-Match", "\"1\"")];

            var answers =
                await Task.WhenAll(ana.PostJsonAsync($"{path}/claim", "", condition), ben.PostJsonAsync($"{path}/claim", "", condition));

            var won = answers.Single(a => a.StatusCode == HttpStatusCode.OK);
            Assert.Equal(condition.Length == 0 ? HttpStatusCode.Conflict : HttpStatusCode.PreconditionFailed,
                answers.Single(a => a != won).StatusCode);
            Assert.Equal(won == answers[0] ? "ana" : "ben",
                (await ReadAsync(client, path)).GetProperty("case").GetProperty("owner").GetString());
        }
    }

    [Fact]
    public async Task Nobody_takes_or_asks_about_their_own_request_and_only_its_owner_answers_and_appeals()
    {
        using var client = app.Client();
        using var ana = app.Person("ANA-own", Role.Review);
        using var stranger = app.Person("zoe");
        var path = await SubmitAsync(client, "ana-own");

        await ana.PostJsonAsync($"{path}/claim", "").JsonAsync(HttpStatusCode.Forbidden);
        await ana.PostJsonAsync($"{path}/question", Question).JsonAsync(HttpStatusCode.Forbidden);
        await stranger.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.NotFound);
        await stranger.PostJsonAsync($"{path}/appeal", Note).JsonAsync(HttpStatusCode.NotFound);
        await client.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.Forbidden);
        await ana.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_question_is_open_at_a_time_and_who_asks_takes_a_case_that_nobody_has()
    {
        using var client = app.Client();
        using var nurse = app.Person("rn-question");
        using var ana = app.Person("ana", Role.Review);
        var path = await SubmitAsync(client, "rn-question");

        var asked = await ana.PostJsonAsync($"{path}/question", Question).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("ana", asked.GetProperty("case").GetProperty("owner").GetString());
        var problem = await client.PostJsonAsync($"{path}/question", Question).JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("/problems/already-asked", problem.GetProperty("type").GetString());
        await nurse.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.OK);
        await client.PostJsonAsync($"{path}/question", Question).JsonAsync(HttpStatusCode.OK);
        for (var said = 3; said < 20; said++)
            await nurse.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.OK);
        problem = await nurse.PostJsonAsync($"{path}/answer", Note).JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("/problems/too-many-messages", problem.GetProperty("type").GetString());
        Assert.Equal(["withdraw"], await NextAsync(nurse));
    }

    [Fact]
    public async Task A_no_of_the_policys_own_is_appealed_once_and_a_yes_or_what_waits_is_not()
    {
        using var client = app.Client();
        using var nurse = app.Person("rn-appeal");
        using var ana = app.Person("ana", Role.Review);
        using var submitted = await nurse.PostJsonAsync("/api/requests",
            SampleRequests.PatientInCare.Replace("rn-1042", "rn-appeal", StringComparison.Ordinal));
        var path = submitted.Headers.Location!.ToString();

        await nurse.PostJsonAsync($"{path}/appeal", Note, ("If-Match", "\"7\"")).JsonAsync(HttpStatusCode.PreconditionFailed);
        var appealed = await nurse.PostJsonAsync($"{path}/appeal", Note, ("If-Match", "\"1\"")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("pending-review", "decline", JsonValueKind.Null), (
            appealed.GetProperty("status").GetString(), appealed.GetProperty("outcome").GetString(),
            appealed.GetProperty("standing").ValueKind));
        Assert.False(appealed.GetProperty("case").GetProperty("appeal").TryGetProperty("against", out _));
        await NotAppealableAsync("Only");
        await ana.PostJsonAsync($"{path}/review", """{"resolution":"decline","reason":"It is as it was."}""").JsonAsync(HttpStatusCode.OK);
        await NotAppealableAsync("once");
        await nurse.PostJsonAsync($"{path}/withdraw", "").JsonAsync(HttpStatusCode.OK);
        await NotAppealableAsync("once");

        path = await SubmitAsync(client, "rn-appeal");
        await ana.PostJsonAsync($"{path}/review", """{"resolution":"permit","reason":"Old friends."}""").JsonAsync(HttpStatusCode.OK);
        await NotAppealableAsync("Only");

        async Task NotAppealableAsync(string part)
        {
            var problem = await nurse.PostJsonAsync($"{path}/appeal", Note).JsonAsync(HttpStatusCode.Conflict);
            Assert.Equal("/problems/not-appealable", problem.GetProperty("type").GetString());
            if (part == "once")
                Assert.Contains(part, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, string, int> BadTexts { get; } = new()
    {
        { "{}", "Is required.", "", 400 },
        { "\" \"", "Must be 1 to 500 characters.", "", 400 },
        { $"\"{new string('a', 501)}\"", "Must be 1 to 500 characters.", "", 400 },
        { "7", "The value is of the wrong type.", "", 400 },
        { "\"call me at 555-867-5309\"", "Seems to contain a long number", "867", 422 },
        { "\"ask jane.doe@example.org\"", "Seems to contain an e-mail address", "jane", 422 },
    };

    [Theory]
    [MemberData(nameof(BadTexts))]
    public async Task A_text_that_cannot_be_kept_is_refused_with_the_place_and_never_echoed(string text, string message,
        string secret, int status)
    {
        using var client = app.Client();
        using var nurse = app.Person("rn-text");
        var path = await SubmitAsync(client, "rn-text");

        foreach (var (caller, operation, member) in new[]
            { (client, "question", "text"), (nurse, "answer", "note"), (nurse, "appeal", "note") })
        {
            var body = text == "{}" ? text : $$"""{"{{member}}":{{text}}}""";
            var problem = await caller.PostJsonAsync($"{path}/{operation}", body).JsonAsync((HttpStatusCode)status);
            Assert.StartsWith(message, Assert.Single(problem.GetProperty("errors").GetProperty($"/{member}").Texts()),
                StringComparison.Ordinal);
            if (secret.Length > 0)
                Assert.DoesNotContain(secret, problem.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(0, (await ReadAsync(client, path)).GetProperty("case").GetProperty("messages").GetArrayLength());
    }

    private static async Task<string> SubmitAsync(HttpClient client, string staffId)
    {
        using var submitted = await client.PostJsonAsync("/api/requests", SampleRequests.Unusual(staffId));
        await Task.FromResult(submitted).JsonAsync(HttpStatusCode.Created);
        return submitted.Headers.Location!.ToString();
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.OK);

    private static Task<HttpResponseMessage> ReleaseAsync(HttpClient client, string path, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, $"{path}/claim");
        if (etag is not null)
            request.Headers.Add("If-Match", etag);
        return client.SendAsync(request, Cancelled);
    }

    // Of the newest of the person's own.
    private static async Task<string[]> NextAsync(HttpClient person) =>
        (await person.GetAsync("/api/requests?limit=1", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("items")[0]
            .GetProperty("next").Texts();

    private async Task<List<string>> FeedAsync(string id)
    {
        using var auditor = app.Client("only-audit");
        var events = new List<string>();
        for (var query = "?limit=100"; ;)
        {
            var page = await auditor.GetAsync($"/api/feed{query}", Cancelled).JsonAsync(HttpStatusCode.OK);
            if (page.GetProperty("items").GetArrayLength() == 0)
                return events;
            events.AddRange(page.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("id").GetString() == id)
                .Select(i => i.GetProperty("event").GetString()!));
            query = $"?limit=100&cursor={page.GetProperty("cursor").GetString()}";
        }
    }
}
