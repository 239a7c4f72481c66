using System.Net;
using System.Text.Json;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>The friending policy over AuthZEN: docs/authzen.md says how a friend request is put into one.</summary>
public sealed class FriendingAccessTests(AppFixture app) : IDisposable
{
    private const string Nurse = """{"type":"staff","id":"rn-1042","properties":{"careRole":true}}""";
    private const string Accept = """{"name":"friend.accept"}""";
    private const string Initiate = """{"name":"friend.initiate"}""";
    private const string Patient = """{"type":"patient","id":"c41f"}""";
    private const string NothingBetweenUs = """{"friendshipPredatesCare":false,"wouldBreakBread":false}""";

    private readonly HttpClient _client = app.Client();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("patient", "current", """{"resource":{"type":"patient"}}""")]
    [InlineData("patient", "former", """{"resource":{"type":"former-patient"}}""")]
    [InlineData("patient", "family", """{"resource":{"type":"patient-family"}}""")]
    [InlineData("patient", "former-family", """{"resource":{"type":"former-patient-family"}}""")]
    [InlineData("patient", "no", """{"resource":{"type":"person"}}""")]
    [InlineData("careRole", "yes", """{"subject":{"properties":{"careRole":true}}}""")]
    [InlineData("careRole", "no", """{"subject":{"properties":{"careRole":false}}}""")]
    [InlineData("careRole", "yes", """{"subject":{"properties":{"careRole":"yes"}}}""")]
    [InlineData("careRole", "no", """{"subject":{"properties":{"careRole":"no"}}}""")]
    [InlineData("careRole", null, """{"subject":{"properties":{"careRole":null}}}""")]
    [InlineData("careRole", null, """{"subject":{"properties":{"CareRole":true}}}""")]
    [InlineData("direction", "initiate", """{"action":{"name":"friend.initiate"}}""")]
    [InlineData("direction", "accept", """{"action":{"name":"friend.accept"}}""")]
    [InlineData("direction", "existing", """{"action":{"name":"friend.keep"}}""")]
    [InlineData("account", "professional", """{"context":{"account":"professional"}}""")]
    [InlineData("account", "personal", """{"context":{}}""")]
    [InlineData("predatesCare", "yes", """{"context":{"friendshipPredatesCare":true}}""")]
    [InlineData("predatesCare", "no", """{"context":{"friendshipPredatesCare":false}}""")]
    [InlineData("predatesCare", "yes", """{"context":{"friendsSince":"1985","careSince":"2010-03-14"}}""")]
    [InlineData("predatesCare", "yes", """{"context":{"friendsSince":1985,"careSince":2010}}""")]
    [InlineData("predatesCare", "no", """{"context":{"friendsSince":"2010-03","careSince":"2010-02"}}""")]
    [InlineData("predatesCare", null, """{"context":{"friendsSince":"2010","careSince":"2010-03"}}""")]
    [InlineData("predatesCare", "no", """{"context":{"friendsSince":"2010","careSince":"2010-03","friendshipPredatesCare":false}}""")]
    [InlineData("predatesCare", null, """{"context":{"friendsSince":"1985"}}""")]
    [InlineData("breaksBread", "yes", """{"context":{"wouldBreakBread":true}}""")]
    [InlineData("breaksBread", "no", """{"context":{"wouldBreakBread":"no"}}""")]
    [InlineData("unusual", "yes", """{"context":{"otherUnusual":true}}""")]
    [InlineData("unusual", "no", """{"context":{}}""")]
    [InlineData("colleague", "reports-to-me", """{"resource":{"properties":{"colleague":"reports-to-me"}}}""")]
    [InlineData("colleague", "manages-me", """{"resource":{"properties":{"colleague":"manages-me"}}}""")]
    [InlineData("colleague", "peer", """{"resource":{"properties":{"colleague":"peer"}}}""")]
    [InlineData("colleague", "no", """{"resource":{"properties":{}}}""")]
    [InlineData("harmsWork", "yes", """{"context":{"harmsWorkRelationship":true}}""")]
    [InlineData("harmsWork", "no", """{"context":{"harmsWorkRelationship":false}}""")]
    [InlineData("harmsWork", null, """{"context":{"harmswork":true}}""")]
    public async Task Each_fact_is_read_from_its_place(string fact, string? value, string stated)
    {
        var answer = await _client.AccessAsync("evaluation", Stating(stated)).AnswerAsync();
        var facts = answer.GetProperty("context").GetProperty("facts");

        Assert.Equal(value, facts.TryGetProperty(fact, out var read) ? read.GetString() : null);
    }

    [Fact]
    public async Task Every_fact_of_the_policy_has_a_place()
    {
        var policy = await _client.GetAsync(new Uri("/api/policy", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);
        Assert.All(policy.GetProperty("facts").EnumerateArray(), f => Assert.NotEmpty(f.GetProperty("authzen").EnumerateArray()));
    }

    [Theory]
    [InlineData("permit", true, """{"friendsSince":"1985","careSince":"2010"}""")]
    [InlineData("permit", true, """{"wouldBreakBread":true,"friendshipPredatesCare":false}""")]
    [InlineData("review", false, """{"otherUnusual":true,"friendshipPredatesCare":false,"wouldBreakBread":false}""")]
    [InlineData("decline", false, NothingBetweenUs)]
    public async Task Only_permit_is_a_yes(string outcome, bool decision, string context)
    {
        var answer = await _client.AccessAsync("evaluation",
            Body(("subject", Nurse), ("action", Accept), ("resource", Patient), ("context", context))).AnswerAsync();

        Assert.Equal(decision, answer.GetProperty("decision").GetBoolean());
        Assert.Equal(outcome, answer.GetProperty("context").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task What_is_discouraged_is_a_no_with_the_advice_and_the_words_to_send()
    {
        var answer = await _client.AccessAsync("evaluation", Body(
            ("subject", Nurse), ("action", Accept), ("resource", """{"type":"former-patient","id":"c41f"}"""),
            ("context", NothingBetweenUs))).AnswerAsync();

        Assert.False(answer.GetProperty("decision").GetBoolean());
        var context = answer.GetProperty("context");
        Assert.Equal("discourage", context.GetProperty("outcome").GetString());
        Assert.Equal(["7.8"], context.GetProperty("findings").Texts("rule"));
        Assert.Contains("join-common-group", context.GetProperty("advice").Texts("code"));
        Assert.NotEmpty(context.GetProperty("reply").GetProperty("text").GetString()!);
        Assert.Equal("friending", context.GetProperty("policy").GetProperty("id").GetString());
        Assert.False(context.TryGetProperty("questions", out _));
        Assert.False(context.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_answer_is_the_one_that_an_evaluation_of_our_own_gives()
    {
        var over = await _client.AccessAsync("evaluation",
            Body(("subject", Nurse), ("action", Accept), ("resource", Patient), ("context", NothingBetweenUs))).AnswerAsync();
        var own = await _client.PostJsonAsync("/api/evaluate", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.OK);

        foreach (var member in new[] { "outcome", "summary", "findings", "advice", "reply", "facts", "policy" })
            Assert.True(JsonElement.DeepEquals(own.GetProperty(member), over.GetProperty("context").GetProperty(member)), member);
    }

    [Fact]
    public async Task What_is_not_settled_is_a_no_with_what_is_possible_and_what_to_ask()
    {
        var answer = await _client.AccessAsync("evaluation", Body(("subject", Nurse), ("action", Accept), ("resource", Patient)))
            .AnswerAsync();

        Assert.False(answer.GetProperty("decision").GetBoolean());
        var context = answer.GetProperty("context");
        Assert.False(context.TryGetProperty("outcome", out _));
        Assert.Equal(["decline", "permit"], context.GetProperty("possibleOutcomes").Texts());
        Assert.Equal(["predatesCare", "breaksBread"], context.GetProperty("questions").Texts("fact"));
    }

    [Fact]
    public async Task Answers_come_in_the_callers_language()
    {
        var answer = await _client.AccessAsync(
            "evaluation", Body(("subject", Nurse), ("action", Accept), ("resource", Patient), ("context", NothingBetweenUs)),
            ("Accept-Language", "es-MX")).AnswerAsync();
        Assert.Equal("es", answer.GetProperty("context").GetProperty("reply").GetProperty("language").GetString());
    }

    [Theory]
    [InlineData("/subject/type", """{"subject":{"type":"robot"}}""")]
    [InlineData("/action/name", """{"action":{"name":"friend.block"}}""")]
    [InlineData("/action/name", """{"action":{"name":"Friend.Accept"}}""")]
    [InlineData("/resource/type", """{"resource":{"type":"document"}}""")]
    public async Task Of_what_the_policy_does_not_know_the_answer_is_no(string unknown, string stated)
    {
        // Somebody who is nobody's patient would be permitted whatever else were so.
        var answer = await _client.AccessAsync("evaluation", Stating(stated, """{"subject":{},"resource":{"type":"person"},"action":{}}"""))
            .AnswerAsync();

        Assert.False(answer.GetProperty("decision").GetBoolean());
        var error = answer.GetProperty("context").GetProperty("error");
        Assert.Equal(404, error.GetProperty("status").GetInt32());
        Assert.Equal([unknown], error.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("/subject/properties/careRole", """{"subject":{"properties":{"careRole":"maybe"}}}""")]
    [InlineData("/subject/properties/careRole", """{"subject":{"properties":{"careRole":1}}}""")]
    [InlineData("/subject/properties/careRole", """{"subject":{"properties":{"careRole":[true]}}}""")]
    [InlineData("/resource/properties/colleague", """{"resource":{"properties":{"colleague":"boss"}}}""")]
    [InlineData("/context/otherUnusual", """{"context":{"otherUnusual":{}}}""")]
    [InlineData("/context/friendsSince", """{"context":{"friendsSince":"May 1985"}}""")]
    [InlineData("/context/friendsSince", """{"context":{"friendsSince":"2999"}}""")]
    [InlineData("/context/facts/careSince", """{"context":{"facts":{"careSince":"2999-01"}}}""")]
    [InlineData("/context/careSince", """{"context":{"careSince":true}}""")]
    [InlineData("/context/careSince", """{"context":{"careSince":[2010]}}""")]
    [InlineData("/context/friendshipPredatesCare",
        """{"context":{"friendsSince":"1985","careSince":"2010","friendshipPredatesCare":false}}""")]
    public async Task A_value_that_the_policy_cannot_take_is_400_and_never_a_default(string wrong, string stated)
    {
        Assert.Equal([wrong], await _client.AccessAsync("evaluation", Stating(stated)).RefusedAsync());
        Assert.Equal([wrong], await _client.AccessAsync("search/subject", Stating(stated)).RefusedAsync());
    }

    [Theory]
    [InlineData("\"call me on 555-123-4567\"")]
    [InlineData("\"jane.roe@example.org\"")]
    [InlineData("7")]
    public async Task A_note_that_may_identify_somebody_is_400_and_not_repeated(string note)
    {
        foreach (var operation in new[] { "evaluation", "evaluations", "search/subject", "search/resource", "search/action" })
        {
            var problem = await _client.AccessAsync(operation, Body(
                ("subject", Nurse), ("action", Accept), ("resource", Patient), ("context", $$"""{"note":{{note}}}"""),
                ("evaluations", "[{}]"))).JsonAsync(HttpStatusCode.BadRequest);
            Assert.Equal(["/context/note"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
            if (note[0] == '"')
                Assert.DoesNotContain(note[1..^1], problem.GetRawText(), StringComparison.Ordinal);
        }
        await _client.AccessAsync("evaluation", Stating("""{"context":{"note":"We were in the same class until 1985."}}""")).AnswerAsync();
        Assert.Equal(["/context/note"],
            await _client.AccessAsync("evaluation", Stating($$$"""{"context":{"note":"{{{new string('x', 501)}}}"}}""")).RefusedAsync());
    }

    [Fact]
    public async Task In_a_batch_a_refused_note_denies_its_own_evaluation_only()
    {
        var decisions = await _client.DecideAllAsync(("subject", Nurse), ("action", Accept), ("resource", """{"type":"person","id":"1"}"""),
            ("evaluations", """
            [{"context":{"note":"in short"}}, {"context":{"note":"555-123-4567"}}, {}]
            """));
        Assert.Equal([true, false, true], decisions);
    }

    [Fact]
    public async Task A_batch_shares_its_context_unless_an_evaluation_has_its_own()
    {
        var decisions = await _client.DecideAllAsync(("subject", Nurse), ("resource", Patient),
            ("context", """{"friendsSince":"1985","careSince":"2010"}"""), ("evaluations", $$"""
            [{"action":{{Accept}}}, {"action":{{Initiate}}}, {"action":{{Accept}},"context":{{NothingBetweenUs}} }, {"action":{{Accept}},"context":{} }]
            """));
        Assert.Equal([true, true, false, false], decisions);
    }

    [Theory]
    [InlineData("""{"friendshipPredatesCare":true}""", "friend.initiate friend.accept friend.keep")]
    [InlineData("""{"friendshipPredatesCare":false,"wouldBreakBread":true}""", "friend.accept friend.keep")]
    [InlineData("""{"friendshipPredatesCare":false,"wouldBreakBread":false}""", "")]
    [InlineData("{}", "")]
    public async Task A_search_finds_what_the_staff_member_may_do(string context, string found) =>
        Assert.Equal(found,
            string.Join(' ', await _client.FindAsync("action", ("subject", Nurse), ("resource", Patient), ("context", context))));

    [Fact]
    public async Task The_policy_names_no_staff_and_no_other_party_so_a_search_finds_none()
    {
        Assert.Empty(await _client.FindAsync("subject", ("subject", """{"type":"staff"}"""), ("action", Accept),
            ("resource", """{"type":"person","id":"1"}""")));
        var (found, page) = await _client.FindPageAsync("resource", ("subject", Nurse), ("action", Accept),
            ("resource", """{"type":"person"}"""), ("page", """{"limit":5}"""));
        Assert.Empty(found);
        Assert.Equal("", page.GetProperty("next_token").GetString());
    }

    [Fact]
    public async Task Nothing_is_kept()
    {
        var marker = $"rn-{Guid.NewGuid():N}";
        var subject = $$$"""{"type":"staff","id":"{{{marker}}}","properties":{"careRole":true}}""";
        await _client.DecideAsync(("subject", subject), ("action", Accept), ("resource", Patient), ("context", NothingBetweenUs));
        await _client.DecideAllAsync(("subject", subject), ("action", Accept), ("resource", Patient),
            ("evaluations", $$"""[{"context":{{NothingBetweenUs}} }]"""));
        await _client.FindAsync("action", ("subject", subject), ("resource", Patient));
        Assert.Equal(0, await RowsWithAsync(marker));

        // Had it been kept, it would be found.
        await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare.Replace("rn-1042", marker, StringComparison.Ordinal))
            .JsonAsync(HttpStatusCode.Created);
        Assert.NotEqual(0, await RowsWithAsync(marker));
    }

    private async Task<int> RowsWithAsync(string marker)
    {
        var rows = 0;
        foreach (var table in TableNames.All)
            await foreach (var row in app.Storage.Table(table)
                .QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
                rows += row.Any(m => m.Value is string v && v.Contains(marker, StringComparison.Ordinal)) ? 1 : 0;
        return rows;
    }

    /// <summary>A request that states little, with <paramref name="stated"/> put into it.</summary>
    private static string Stating(string stated, string? first = null)
    {
        var request = new Dictionary<string, Dictionary<string, JsonElement>>
        {
            ["subject"] = Members("""{"type":"staff","id":"rn-1042"}"""),
            ["action"] = Members(Accept),
            ["resource"] = Members(Patient),
            ["context"] = [],
        };
        foreach (var change in new[] { first ?? "{}", stated })
            foreach (var (entity, members) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(change)!)
                foreach (var (name, value) in members)
                    request[entity][name] = value;
        return JsonSerializer.Serialize(request);

        static Dictionary<string, JsonElement> Members(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
    }
}
