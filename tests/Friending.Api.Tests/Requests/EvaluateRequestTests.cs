using System.Net;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class EvaluateRequestTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task With_patient_and_care_role_known_it_names_what_is_possible_and_asks_first_what_settles_most()
    {
        var answer = await _client.PostJsonAsync("/api/evaluate", """{"staff":{"careRole":true},"otherParty":{"patient":"current"}}""")
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal(["decline", "review", "permit"], answer.GetProperty("possibleOutcomes").Texts());
        var policy = DefaultPolicy.Load();
        var facts = FactBinding.Of(policy.Facts, new Dictionary<string, string> { ["patient"] = "current", ["careRole"] = "yes" }, [],
            fillDefaults: true).Facts;
        Assert.Equal(policy.Facts[policy.Interview.QuestionsFor(facts)[0].Fact].Name,
            answer.GetProperty("questions").Texts("fact")[0]);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("outcome").ValueKind);
        Assert.False(answer.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Neither_patient_nor_colleague_is_settled_without_a_question()
    {
        var answer = await _client.PostJsonAsync("/api/evaluate?ask=all", """{"otherParty":{"patient":"no","colleague":"no"}}""")
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal("permit", answer.GetProperty("outcome").GetString());
        Assert.Empty(answer.GetProperty("questions").EnumerateArray());
    }

    [Fact]
    public async Task An_interview_leaves_facts_with_defaults_open_and_starts_with_the_patient()
    {
        var interview = await _client.PostJsonAsync("/api/evaluate?ask=all", "{}").JsonAsync(HttpStatusCode.OK);
        var plain = await _client.PostJsonAsync("/api/evaluate", """{"otherParty":{"patient":"no"}}""").JsonAsync(HttpStatusCode.OK);

        var first = interview.GetProperty("questions")[0];
        Assert.Equal("patient", first.GetProperty("fact").GetString());
        Assert.Equal(["current", "former", "family", "former-family", "no"], first.GetProperty("choices").Texts("value"));
        Assert.Contains("who", first.GetProperty("help").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.False(first.TryGetProperty("group", out _));
        Assert.Equal("permit", plain.GetProperty("outcome").GetString());
        Assert.Equal("no", plain.GetProperty("facts").GetProperty("colleague").GetString());
    }

    [Fact]
    public async Task Questions_are_put_in_the_callers_language()
    {
        var english = await _client.PostJsonAsync("/api/evaluate?ask=all", "{}").JsonAsync(HttpStatusCode.OK);
        var spanish = await _client.PostJsonAsync("/api/evaluate?ask=all", """{"language":"es"}""").JsonAsync(HttpStatusCode.OK);

        Assert.StartsWith("¿", spanish.GetProperty("questions")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(english.GetProperty("questions")[0].GetRawText(), spanish.GetProperty("questions")[0].GetRawText());
    }

    [Fact]
    public async Task Questions_that_belong_together_tell_their_group_and_what_to_state_where_none_of_it_is_true()
    {
        var answer = await _client.PostJsonAsync("/api/evaluate?ask=all", """
            {"staff":{"careRole":true},"direction":"accept","otherParty":{"patient":"current","colleague":"no"},"language":"es"}
            """).JsonAsync(HttpStatusCode.OK);

        var questions = answer.GetProperty("questions").EnumerateArray().Where(q => q.TryGetProperty("group", out _)).ToList();
        Assert.Equal(["account", "breaksBread", "predatesCare", "unusual"],
            questions.Select(q => q.GetProperty("fact").GetString()).Order());
        Assert.All(questions, q =>
        {
            var group = q.GetProperty("group");
            Assert.Equal("circumstances", group.GetProperty("name").GetString());
            Assert.Equal("¿Se cumple algo de esto?", group.GetProperty("label").GetString());
            Assert.Equal("Nada de esto", group.GetProperty("none").GetString());
            Assert.NotEqual(q.GetProperty("text").GetString(), group.GetProperty("statement").GetString());
            Assert.Contains(group.GetProperty("unticked").GetString(), q.GetProperty("choices").Texts("value"));
        });
    }

    [Theory]
    [InlineData("accept", "decline")]
    [InlineData("existing", "review")]
    public async Task A_connection_that_is_there_already_is_another_matter_than_a_request(string direction, string outcome)
    {
        var answer = await _client.PostJsonAsync("/api/evaluate",
            SampleRequests.PatientInCare.Replace("\"accept\"", $"\"{direction}\"", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(outcome, answer.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_profile_that_shows_the_work_only_is_another_matter_than_a_personal_one()
    {
        var answer = await _client.PostJsonAsync("/api/evaluate",
            SampleRequests.With("""{"friendshipPredatesCare":false,"wouldBreakBread":false}""", ""","account":"professional" """))
                .JsonAsync(HttpStatusCode.OK);
        Assert.Equal("permit", answer.GetProperty("outcome").GetString());
        Assert.Equal(["7.5"], answer.GetProperty("findings").Texts("rule"));
    }

    [Fact]
    public async Task A_settled_outcome_is_explained_even_where_the_rule_is_not()
    {
        // A former patient, no exception: 7.8 or 7.9, as the staff member works in a care role or not, and both discourage.
        var answer = await _client.PostJsonAsync("/api/evaluate", """
            {"direction":"accept","otherParty":{"patient":"former"},"circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
            """).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("discourage", answer.GetProperty("outcome").GetString());
        Assert.Equal(["7.8", "7.9"], answer.GetProperty("findings").Texts("rule"));
        Assert.All(answer.GetProperty("findings").EnumerateArray(), f => Assert.False(f.GetProperty("certain").GetBoolean()));
        Assert.NotNull(answer.GetProperty("reply").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Asked_for_it_tells_what_each_single_change_would_do_and_not_otherwise()
    {
        const string Declined = """
            {"staff":{"careRole":true},"direction":"accept","otherParty":{"patient":"current","colleague":"no"},
             "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false,"otherUnusual":false},"account":"personal"}
            """;
        var asked = await _client.PostJsonAsync("/api/evaluate?ask=all&change=each", Declined).JsonAsync(HttpStatusCode.OK);
        var plain = await _client.PostJsonAsync("/api/evaluate", Declined).JsonAsync(HttpStatusCode.OK);

        var changes = asked.GetProperty("counterfactuals").EnumerateArray()
            .ToDictionary(c => $"{c.GetProperty("fact")}={c.GetProperty("to")}", c => c.GetProperty("possible").Texts());
        Assert.Equal(["permit"], changes["predatesCare=yes"]);
        Assert.Equal(["discourage"], changes["careRole=no"]);
        Assert.Equal(["review"], changes["unusual=yes"]);
        Assert.DoesNotContain("direction=initiate", changes.Keys);
        Assert.False(plain.TryGetProperty("counterfactuals", out _));
    }

    [Theory]
    [InlineData("ask=some")]
    [InlineData("change=all")]
    public async Task Any_other_value_of_a_parameter_is_refused(string query) =>
        await _client.PostJsonAsync($"/api/evaluate?{query}", "{}").JsonAsync(HttpStatusCode.BadRequest);
}
