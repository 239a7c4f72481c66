using System.Net;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Facts stated by their names, and everything that is wrong with a body told at once.</summary>
public sealed class FactsByNameTests(AppFixture app)
{
    private const string ByName = """
        {"staff":{"id":"rn-1042"},"platform":"Facebook","facts":{"patient":"current","careRole":"yes","direction":"accept","account":"personal",
         "predatesCare":"no","breaksBread":"no","unusual":"no","colleague":"no"}}
        """;

    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task A_request_that_states_its_facts_by_name_gets_the_decision_that_it_gets_by_members()
    {
        var byName = await _client.PostJsonAsync("/api/requests", ByName).JsonAsync(HttpStatusCode.Created);
        var byMember = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created);

        foreach (var member in new[] { "outcome", "summary", "findings", "advice", "reply", "facts", "platform", "direction" })
            Assert.Equal(byMember.GetProperty(member).GetRawText(), byName.GetProperty(member).GetRawText());
        Assert.Equal("current", byName.GetProperty("otherParty").GetProperty("patient").GetString());
        Assert.True(byName.GetProperty("staff").GetProperty("careRole").GetBoolean());
        Assert.False(byName.GetProperty("circumstances").GetProperty("wouldBreakBread").GetBoolean());
    }

    [Fact]
    public async Task A_date_that_a_fact_is_derived_from_can_be_stated_by_its_name()
    {
        var answer = await _client.PostJsonAsync(
            "/api/evaluate", """{"facts":{"patient":"current","friendsSince":"1985","careSince":"2010-03"}}""")
                .JsonAsync(HttpStatusCode.OK);
        Assert.Equal("yes", answer.GetProperty("facts").GetProperty("predatesCare").GetString());
    }

    [Theory]
    [InlineData("""{"facts":{"colour":"red"}}""", "/facts/colour", "This policy has no such fact.")]
    [InlineData("""{"facts":{"patient":"red"}}""", "/facts/patient", "Must be one of current, former, family, former-family, no.")]
    [InlineData("""{"facts":{"careRole":true}}""", "/facts/careRole", "The value is of the wrong type.")]
    [InlineData("""{"facts":{"her number is 555-867-5309":"yes"}}""", "/facts", "This policy has no such fact.")]
    [InlineData("""{"facts":{"friendsSince":"long ago"}}""", "/facts/friendsSince",
        "Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14.")]
    public async Task A_fact_or_value_that_the_policy_lacks_is_refused_where_it_stands(string body, string pointer, string message)
    {
        var problem = await _client.PostJsonAsync("/api/evaluate", body).JsonAsync(HttpStatusCode.BadRequest);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal((pointer, message), (error.Name, Assert.Single(error.Value.Texts())));
    }

    [Theory]
    [InlineData("""{"otherParty":{"patient":"current"},"facts":{"patient":"former"}}""", "/facts/patient", "/otherParty/patient")]
    [InlineData("""{"circumstances":{"careSince":"2010"},"facts":{"careSince":"2011"}}""", "/facts/careSince", "/circumstances/careSince")]
    public async Task A_fact_stated_twice_must_have_one_value(string body, string pointer, string other)
    {
        var problem = await _client.PostJsonAsync("/api/evaluate", body).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("/problems/contradiction", problem.GetProperty("type").GetString());
        Assert.Equal([$"Contradicts {other}, which states another value."], problem.GetProperty("errors").GetProperty(pointer).Texts());
    }

    [Theory]
    [InlineData("""{"circumstances":{"friendsSince":"1985","careSince":"2010","friendshipPredatesCare":false}}""",
        "/circumstances/friendshipPredatesCare", "yes")]
    [InlineData("""{"circumstances":{"friendsSince":"2011","careSince":"2010"},"facts":{"predatesCare":"yes"}}""",
        "/facts/predatesCare", "no")]
    public async Task A_fact_that_is_stated_must_be_what_follows_from_the_dates(string body, string pointer, string follows)
    {
        var problem = await _client.PostJsonAsync("/api/evaluate", body).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("/problems/contradiction", problem.GetProperty("type").GetString());
        Assert.Equal(
            [$"Contradicts the dates: from friendsSince and careSince it follows that it is {follows}."],
            problem.GetProperty("errors").GetProperty(pointer).Texts());
    }

    [Fact]
    public async Task A_fact_stated_twice_with_one_value_is_stated_once() => Assert.Equal(
        "current",
        (await _client.PostJsonAsync("/api/evaluate", """{"otherParty":{"patient":"current"},"facts":{"patient":"current"}}""")
            .JsonAsync(HttpStatusCode.OK)).GetProperty("facts").GetProperty("patient").GetString());

    [Fact]
    public async Task All_that_is_wrong_with_a_body_is_told_at_once()
    {
        var problem = await _client.PostJsonAsync("/api/requests", """
            {"staff":{"id":7,"nickname":"x"},"platform":"Facebook","direction":"sideways","colour":"red","size":"big",
             "otherParty":{"patient":"current","patient":"no"},"facts":{"unusual":"perhaps"},"language":"xx"}
            """).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Equal(
            ["/colour", "/direction", "/facts/unusual", "/language", "/otherParty/patient", "/size", "/staff/id", "/staff/nickname"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.All(problem.GetProperty("errors").EnumerateObject(), e => Assert.Single(e.Value.EnumerateArray()));
    }

    [Fact]
    public async Task An_answer_to_many_errors_does_not_outgrow_the_body()
    {
        var members = string.Join(',', Enumerable.Range(0, 5000).Select(n => $"\"m{n}\":1"));
        var problem = await _client.PostJsonAsync("/api/evaluate", $"{{{members}}}").JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal(100, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task Each_open_question_says_where_its_answer_goes_and_there_it_is_taken()
    {
        var stated = new Dictionary<string, string>();
        for (var screens = 0; screens < 12; screens++)
        {
            var body = JsonSerializer.Serialize(new { facts = stated });
            var answer = await _client.PostJsonAsync("/api/evaluate?ask=all", body).JsonAsync(HttpStatusCode.OK);
            if (answer.GetProperty("questions").GetArrayLength() == 0)
                break;
            var question = answer.GetProperty("questions")[0];
            var (fact, pointer) = (question.GetProperty("fact").GetString()!, question.GetProperty("pointer").GetString()!);
            var choice = question.GetProperty("choices").EnumerateArray().Last().GetProperty("value").GetString()!;
            var there = await _client.PostJsonAsync("/api/evaluate", At(pointer, choice)).JsonAsync(HttpStatusCode.OK);
            Assert.Equal(choice, there.GetProperty("facts").GetProperty(fact).GetString());
            stated[fact] = choice;
        }
        Assert.NotEmpty(stated);
    }

    [Fact]
    public async Task An_accepted_request_is_decided_by_everything_that_it_stated()
    {
        const string Professional = """
            {"staff":{"id":"rn-7741","careRole":true},"platform":"Facebook","direction":"accept","account":"professional",
             "otherParty":{"patient":"current"},"facts":{"predatesCare":"no","breaksBread":"no"}}
            """;
        var accepted = await _client.PostJsonAsync("/api/requests", Professional, ("Prefer", "respond-async"))
            .JsonAsync(HttpStatusCode.Accepted);
        var path = $"/api/decisions/{accepted.GetProperty("id").GetString()}";
        JsonElement decision = default;
        await Eventually.IsSoAsync("The accepted request is decided.", async () =>
        {
            using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
            decision = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            return response.StatusCode == HttpStatusCode.OK;
        });
        Assert.Equal("permit", decision.GetProperty("outcome").GetString());
        Assert.Equal("professional", decision.GetProperty("facts").GetProperty("account").GetString());
    }

    [Theory]
    [InlineData("""{"facts":{"predatesCare":"yes"}}""", true)]
    [InlineData("""{"facts":{"breaksBread":"no","predatesCare":"no"}}""", false)]
    public async Task AuthZen_takes_facts_by_name_in_its_context(string context, bool expected)
    {
        var answer = await _client.PostJsonAsync("/access/v1/evaluation", Access(context)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(expected, answer.GetProperty("decision").GetBoolean());
    }

    [Theory]
    [InlineData("""{"facts":{"colour":"red"}}""", "/context/facts/colour")]
    [InlineData("""{"facts":{"unusual":"perhaps"}}""", "/context/facts/unusual")]
    [InlineData("""{"facts":{"unusual":true}}""", "/context/facts/unusual")]
    [InlineData("""{"facts":[]}""", "/context/facts")]
    [InlineData("""{"wouldBreakBread":true,"facts":{"breaksBread":"no"}}""", "/context/facts/breaksBread")]
    [InlineData("""{"facts":{"patient":"no"}}""", "/context/facts/patient")]
    public async Task AuthZen_refuses_what_the_policy_lacks_or_what_is_stated_otherwise_elsewhere(string context, string pointer)
    {
        var problem = await _client.PostJsonAsync("/access/v1/evaluation", Access(context)).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal([pointer], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    private static string Access(string context) => $$$"""
        {"subject":{"type":"staff","id":"rn-1042","properties":{"careRole":true}},"action":{"name":"friend.accept"},
         "resource":{"type":"patient","id":"opaque-1"},"context":{{{context}}}}
        """;

    // A request that has the value there and nothing else.
    private static string At(string pointer, string value)
    {
        var steps = pointer.Split('/')[1..];
        var isBoolean = value is "yes" or "no" && steps[0] is "staff" or "circumstances";
        var json = isBoolean ? (value == "yes" ? "true" : "false") : $"\"{value}\"";
        return steps.Reverse().Aggregate(json, (inner, step) => $"{{\"{step}\":{inner}}}");
    }
}
