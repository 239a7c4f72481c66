using System.Net;
using Azure.Data.Tables;
using Friending.Policy;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class SubmitRequestTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task A_patient_in_care_and_staff_in_a_care_role_is_declined_with_a_reply_and_a_safer_way()
    {
        var decision = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created);

        Assert.Equal("decline", decision.GetProperty("outcome").GetString());
        Assert.Equal("final", decision.GetProperty("status").GetString());
        Assert.Equal(["7.7"], decision.GetProperty("findings").Texts("rule"));
        Assert.Contains("7", decision.GetProperty("reply").GetProperty("text").GetString());
        Assert.Contains("join-common-group", decision.GetProperty("advice").Texts("code"));
        Assert.Equal("http", decision.GetProperty("source").GetString());
        Assert.Equal("current", decision.GetProperty("facts").GetProperty("patient").GetString());
        Assert.EndsWith("Z", decision.GetProperty("decidedAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_friendship_told_by_dates_is_permitted()
    {
        var decision =
            await _client.PostJsonAsync("/api/requests", SampleRequests.With("""{"friendsSince":"1985","careSince":"2010-03"}"""))
            .JsonAsync(HttpStatusCode.Created);

        Assert.Equal("permit", decision.GetProperty("outcome").GetString());
        Assert.Equal(["7.1"], decision.GetProperty("findings").Texts("rule"));
    }

    [Fact]
    public async Task Dates_that_do_not_settle_which_came_first_leave_that_question_open()
    {
        var problem = await _client.PostJsonAsync("/api/requests",
            SampleRequests.With("""{"friendsSince":"2010","careSince":"2010-03","wouldBreakBread":false}"""))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith("/incomplete", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(["predatesCare"], problem.GetProperty("questions").Texts("fact"));
        Assert.Equal(["decline", "permit"], problem.GetProperty("possibleOutcomes").Texts());
    }

    [Fact]
    public async Task Unusual_circumstances_wait_for_a_reviewer()
    {
        var decision = await _client.PostJsonAsync("/api/requests",
            SampleRequests.With("""{"friendshipPredatesCare":false,"wouldBreakBread":false,"otherUnusual":true}"""))
            .JsonAsync(HttpStatusCode.Created);

        Assert.Equal("review", decision.GetProperty("outcome").GetString());
        Assert.Equal("pending-review", decision.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_answer_is_in_the_language_of_the_request_and_else_of_the_caller()
    {
        var asked = await _client.PostJsonAsync("/api/requests",
            SampleRequests.With("""{"friendsSince":"1985","careSince":"2010"}""", ""","language":"es" """))
            .JsonAsync(HttpStatusCode.Created);
        var accepted =
            await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Accept-Language", "tlh, es-MX;q=0.9, en;q=0.5"))
            .JsonAsync(HttpStatusCode.Created);

        Assert.Equal("es", asked.GetProperty("language").GetString());
        Assert.Equal("es", accepted.GetProperty("reply").GetProperty("language").GetString());
    }

    [Fact]
    public async Task The_decision_is_read_back_as_it_was_answered()
    {
        using var response = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        var answered = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(answered, await _client.GetStringAsync(response.Headers.Location, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_policy_that_decided_is_kept_under_its_hash()
    {
        var decision = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created);

        var sha256 = decision.GetProperty("policy").GetProperty("sha256").GetString();
        var kept = await app.Storage.Table(TableNames.Policies)
            .GetEntityIfExistsAsync<TableEntity>(sha256, "policy", cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(kept.HasValue);
    }

    [Fact]
    public async Task Fifty_submissions_at_once_with_one_idempotency_key_make_one_decision()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var responses = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key)));

        Assert.Single(responses, r => r.StatusCode == HttpStatusCode.Created);
        Assert.Equal(49, responses.Count(r => r.StatusCode == HttpStatusCode.OK));
        var bodies = await Task.WhenAll(responses.Select(r => r.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Single(bodies.Distinct());
        Assert.Single(responses.Select(r => r.Headers.Location).Distinct());
    }

    [Fact]
    public async Task An_idempotency_key_does_not_care_for_white_space_but_for_what_is_asked()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key).JsonAsync(HttpStatusCode.Created);
        var again = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare.ReplaceLineEndings("  "), key)
            .JsonAsync(HttpStatusCode.OK);
        var other = await _client.PostJsonAsync("/api/requests", SampleRequests.With("""{"friendsSince":"1985","careSince":"2010"}"""), key)
            .JsonAsync(HttpStatusCode.Conflict);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.EndsWith("/idempotency-conflict", other.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_idempotency_key_of_two_callers_is_two_keys()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var mine = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key).JsonAsync(HttpStatusCode.Created);
        var theirs = await app.Client("only-submit").PostJsonAsync("/api/requests", SampleRequests.PatientInCare, key)
            .JsonAsync(HttpStatusCode.Created);

        Assert.NotEqual(mine.GetProperty("id").GetString(), theirs.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_claimed_key_whose_decision_was_never_written_gets_its_decision_under_the_claimed_id()
    {
        // A host that crashed between claim and decision leaves the claim alone behind.
        var key = Guid.NewGuid().ToString();
        var first = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Idempotency-Key", key))
            .JsonAsync(HttpStatusCode.Created);
        Assert.True(DecisionId.TryParse(first.GetProperty("id").GetString(), out var id));
        var table = app.Storage.Table(TableNames.Decisions);
        await table.DeleteEntityAsync(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id),
            cancellationToken: TestContext.Current.CancellationToken);
        await table.DeleteEntityAsync(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowOf(id, DecisionEvents.Made),
            cancellationToken: TestContext.Current.CancellationToken);

        var retried = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Idempotency-Key", key))
            .JsonAsync(HttpStatusCode.Created);

        Assert.Equal(first.GetRawText(), retried.GetRawText());
    }

    [Fact]
    public async Task A_note_that_may_identify_somebody_is_refused_and_not_echoed()
    {
        var problem = await _client.PostJsonAsync("/api/requests", SampleRequests.With("{}", ""","note":"her number is 555-867-5309" """))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith("/identifying-note", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("telephone", problem.GetProperty("errors").GetProperty("/note")[0].GetString());
        Assert.DoesNotContain("867", problem.GetRawText());
    }

    public static TheoryData<string, string, string> BadRequests { get; } = new()
    {
        { "{}", "/staff", "Is required." },
        { """{"staff":{},"platform":"Facebook","direction":"accept","otherParty":{"patient":"no"}}""", "/staff/id", "Is required." },
        { """{"staff":{"id":"a"},"platform":"Facebook","direction":"accept","otherParty":{}}""", "/otherParty/patient", "Is required." },
        { SampleRequests.With("{}", direction: "receive"), "/direction", "Must be one of initiate, accept, existing." },
        { SampleRequests.With("{}", patient: "maybe"), "/otherParty/patient",
            "Must be one of current, former, family, former-family, no." },
        { SampleRequests.With("""{"friendsSince":"last year"}"""), "/circumstances/friendsSince",
            "Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14." },
        { SampleRequests.With("""{"friendsSince":"9999"}"""), "/circumstances/friendsSince", "Must not be in the future." },
        { SampleRequests.With("""{"careSince":"2999-01"}"""), "/circumstances/careSince", "Must not be in the future." },
        { SampleRequests.With("{}", ""","facts":{"careSince":"2999-01-31"}"""), "/facts/careSince", "Must not be in the future." },
        { SampleRequests.With("""{"wouldBreakBread":"no"}"""), "/circumstances/wouldBreakBread", "The value is of the wrong type." },
        { SampleRequests.With("""{"dinner":true}"""), "/circumstances/dinner", "There is no such member." },
        { SampleRequests.With("""{"careSince":"2010","careSince":"2011"}"""), "/circumstances/careSince", "The member is given twice." },
        { SampleRequests.With("{}", ""","language":"tlh" """), "/language",
            $"Must be one of {string.Join(", ", DefaultPolicy.Load().Document.Languages)}." },
        { SampleRequests.With("{}", $",\"note\":\"{new string('a', 501)}\""), "/note", "Must be at most 500 characters." },
        { SampleRequests.PatientInCare.Replace("\"Facebook\"", "\"Facebook 555-867-5309\"", StringComparison.Ordinal), "/platform",
            "Must be the name of a network, such as Facebook, or its bare host, such as example.org: no profile, user name or number." },
        { SampleRequests.PatientInCare.Replace("\"Cardiology\"", "\"ben@example.org\"", StringComparison.Ordinal), "/staff/department",
            "Must hold no number, date, address or user name that may identify somebody." },
        { SampleRequests.PatientInCare.Replace("\"Registered nurse\"", "\"MRN 12345678\"", StringComparison.Ordinal), "/staff/role",
            "Must hold no number, date, address or user name that may identify somebody." },
        { SampleRequests.PatientInCare.Replace("\"Facebook\"", "\"Face\\nbook\"", StringComparison.Ordinal), "/platform",
            "Must be one line of printable characters." },
        { SampleRequests.PatientInCare.Replace("rn-1042", " ", StringComparison.Ordinal), "/staff/id", "Must be 1 to 128 characters." },
        { SampleRequests.PatientInCare.Replace("rn-1042", "Jane Doe", StringComparison.Ordinal), "/staff/id",
            "Must be one word of 1 to 128 printable ASCII characters." },
        { """{"otherParty":{"patient":"no","reference":"Jane Doe"}}""", "/otherParty/reference",
            "Must be 1 to 64 of A-Z, a-z, 0-9, _ and -." },
        { "{\"staff\":", "/staff", "Not valid JSON (line 1, byte 10)." },
        { "", "", "The body is empty; a JSON object is expected." },
        { "null", "", "Must be a JSON object, not null." },
        { "[]", "", "The value is of the wrong type." },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_request_that_cannot_be_taken_is_told_what_is_wrong_and_where(string body, string pointer, string message)
    {
        var problem = await _client.PostJsonAsync("/api/requests", body).JsonAsync(HttpStatusCode.BadRequest);

        Assert.EndsWith("/invalid-request", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        var errors = problem.GetProperty("errors");
        Assert.True(errors.TryGetProperty(pointer, out var messages), $"No error at '{pointer}': {errors}");
        Assert.Contains(message, messages.Texts());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413_and_one_that_just_fits_is_read()
    {
        var fits = SampleRequests.PatientInCare.PadRight(64 * 1024);
        await _client.PostJsonAsync("/api/requests", fits).JsonAsync(HttpStatusCode.Created);
        await _client.PostJsonAsync("/api/requests", fits + " ").JsonAsync(HttpStatusCode.RequestEntityTooLarge);

        // Without a Content-Length the size shows only while reading.
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/requests")
        { Content = new StringContent(fits + " ", null, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        await _client.SendAsync(chunked, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        using var content = new StringContent(SampleRequests.PatientInCare);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        await _client.PostAsync(new Uri("/api/requests", UriKind.Relative), content, TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }
}
