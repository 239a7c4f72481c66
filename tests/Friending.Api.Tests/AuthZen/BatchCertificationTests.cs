using System.Text.Json;
using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>Certification scenario, section 3 (Batch: Access Evaluations).</summary>
[Collection(nameof(CertificationApp))]
public sealed class BatchCertificationTests(CertificationApp app) : IDisposable
{
    private readonly HttpClient _client = app.Client();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task C_3_2_1_Each_evaluation_gets_a_decision() => Assert.Equal(2, (await _client.DecideAllAsync(
        ("subject", Alice), ("action", Read), ("evaluations", $$"""[{"resource":{{Record1}}},{"resource":{{Record2}}}]"""))).Count);

    [Fact]
    public async Task C_3_2_2_Bob_may_read_and_may_not_write_in_this_order() => Assert.Equal([true, false], await _client.DecideAllAsync(
        ("subject", Bob), ("resource", Record1), ("evaluations", $$"""[{"action":{{Read}}},{"action":{{Write}}}]""")));

    [Fact]
    public async Task C_3_2_3_The_status_of_each_record_counts() => Assert.Equal([true, false], await _client.DecideAllAsync(
        ("subject", Alice), ("action", Write), ("evaluations", $$"""[{"resource":{{Active1}}},{"resource":{{Archived2}}}]""")));

    [Fact]
    public async Task C_3_2_4_The_role_of_each_subject_counts() => Assert.Equal([false, true], await _client.DecideAllAsync(
        ("action", Write), ("resource", Archived2), ("evaluations", $$"""[{"subject":{{Alice}}},{"subject":{{Admin}}}]""")));

    [Fact]
    public async Task C_3_2_5_Evaluations_can_say_everything_themselves() => Assert.Equal([true, false], await _client.DecideAllAsync(
        ("evaluations", $$"""
            [{"subject":{{Alice}},"action":{{Read}},"resource":{{Record1}}},
             {"subject":{{Bob}},"action":{{Write}},"resource":{{Record1}}}]
            """)));

    [Fact]
    public async Task C_3_2_6_The_context_is_inherited_or_replaced()
    {
        Assert.Equal(2, (await _client.DecideAllAsync(
            ("subject", Alice), ("action", Read), ("context", Context),
            ("evaluations",
                $$"""[{"resource":{{Record1}}},"""
                + $$"""{"resource":{{Record2}},"context":{"time":"2026-03-04T10:00-06:00","shift":"late"} }]"""))).Count);
    }

    [Fact]
    public async Task C_3_2_7_What_an_evaluation_leaves_out_is_inherited_whole_and_what_it_gives_replaces_the_whole()
    {
        Assert.Equal([true, false], await _client.DecideAllAsync(
            ("subject", Alice), ("action", Write), ("resource", Active1), ("evaluations", $$"""[{},{"resource":{{Archived2}}}]""")));

        // Members of an entity are not merged: a resource of its own without a status is the archived record-2, not an active one.
        Assert.Equal([true, false], await _client.DecideAllAsync(
            ("subject", Alice), ("action", Write), ("resource", Active1), ("evaluations", $$"""[{},{"resource":{{Record2}}}]""")));
        Assert.Equal([true, false], await _client.DecideAllAsync(
            ("subject", Alice), ("action", Write), ("resource", Active1), ("evaluations", """[{},{"resource":{"id":"record-1"}}]""")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public async Task C_3_3_1_and_3_3_2_There_is_a_decision_for_each_evaluation_in_their_order(int count)
    {
        // Two apart, so that neither a constant nor a reversed order would pass.
        bool[] expected = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0)];
        var evaluations = string.Join(',', expected.Select(e => $$"""{"action":{{(e ? Read : Write)}}}"""));
        Assert.Equal(expected, await _client.DecideAllAsync(("subject", Bob), ("resource", Record1), ("evaluations", $"[{evaluations}]")));
    }

    [Fact]
    public async Task C_3_3_3_and_3_3_4_Each_has_a_boolean_and_may_have_a_context_and_the_whole_has_none()
    {
        var answer = await _client.AccessAsync("evaluations", Body(
            ("subject", Bob), ("resource", Record1), ("evaluations", $$"""[{"action":{{Read}}},{"action":{{Write}}}]"""))).AnswerAsync();

        Assert.Equal(["evaluations"], answer.EnumerateObject().Select(m => m.Name));
        foreach (var evaluation in answer.GetProperty("evaluations").EnumerateArray())
        {
            Assert.True(evaluation.GetProperty("decision").ValueKind is JsonValueKind.True or JsonValueKind.False);
            Assert.Equal(JsonValueKind.Object, evaluation.GetProperty("context").ValueKind);
        }
    }

    [Theory]
    [InlineData("{}", "/resource")]
    [InlineData("""{"resource":{"type":"record"}}""", "/resource/id")]
    [InlineData("""{"resource":"record-1"}""", "/resource")]
    [InlineData("""{"action":{"name":1}}""", "/action/name")]
    [InlineData("7", "")]
    [InlineData("null", "")]
    public async Task C_3_4_1_An_evaluation_that_is_not_valid_is_denied_and_the_others_are_decided(string invalid, string wrong)
    {
        var answer = await _client.AccessAsync("evaluations", Body(
            ("subject", Alice), ("action", Read), ("options", """{"evaluations_semantic":"execute_all"}"""),
            ("evaluations", $$"""[{"resource":{{Record1}}},{{invalid}},{"resource":{{Record2}}}]"""))).AnswerAsync();

        var evaluations = answer.GetProperty("evaluations");
        Assert.Equal([true, false, true], evaluations.EnumerateArray().Select(e => e.GetProperty("decision").GetBoolean()));
        var error = evaluations[1].GetProperty("context").GetProperty("error");
        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Equal([wrong], error.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("/subject", "\"alice\"")]
    [InlineData("/subject/id", """{"type":"user"}""")]
    [InlineData("/evaluations", null)]
    public async Task C_3_4_1_What_is_wrong_at_the_top_is_400(string wrong, string? subject) => Assert.Equal(
        [wrong],
        await _client.AccessAsync("evaluations", Body(
            ("subject", subject ?? Alice), ("action", Read),
            ("evaluations", subject is null ? "{}" : $$"""[{"subject":{{Alice}},"resource":{{Record1}}}]"""))).RefusedAsync());

    [Fact]
    public async Task C_3_4_2_Without_evaluations_it_is_a_single_one()
    {
        var answer = await _client.AccessAsync("evaluations", Body(("subject", Alice), ("action", Read), ("resource", Record1)))
            .AnswerAsync();
        Assert.True(answer.GetProperty("decision").GetBoolean());
        Assert.False(answer.TryGetProperty("evaluations", out _));
        Assert.Equal(["/resource"], await _client.AccessAsync("evaluations", Body(("subject", Alice), ("action", Read))).RefusedAsync());
    }

    [Fact]
    public async Task C_3_4_3_With_no_evaluations_in_the_array_it_is_a_single_one()
    {
        var answer = await _client.AccessAsync("evaluations",
            Body(("subject", Alice), ("action", Read), ("resource", Record1), ("evaluations", "[]"))).AnswerAsync();
        Assert.True(answer.GetProperty("decision").GetBoolean());
        Assert.False(answer.TryGetProperty("evaluations", out _));
        Assert.Equal(["/subject"],
            await _client.AccessAsync("evaluations", Body(("action", Read), ("resource", Record1), ("evaluations", "[]"))).RefusedAsync());
    }

    // The scenario leaves the two semantics that stop early to the specification ("Evaluations semantics").
    [Theory]
    [InlineData(null, "rwr", "101")]
    [InlineData("execute_all", "rwr", "101")]
    [InlineData("deny_on_first_deny", "rrwr", "110")]
    [InlineData("deny_on_first_deny", "rr", "11")]
    [InlineData("deny_on_first_deny", "w", "0")]
    [InlineData("deny_on_first_deny", "r!r", "10")]
    [InlineData("permit_on_first_permit", "wwrw", "001")]
    [InlineData("permit_on_first_permit", "ww", "00")]
    [InlineData("permit_on_first_permit", "w!r", "001")]
    [InlineData("permit_on_first_permit", "rww", "1")]
    public async Task Evaluations_stop_where_the_semantic_says(string? semantic, string actions, string decisions)
    {
        // Of bob: r is permitted, w is denied, ! is not valid.
        var evaluations = string.Join(',', actions.Select(a => $$"""{"action":{{a switch { 'r' => Read, 'w' => Write, _ => "{}" }}}}"""));
        var options = semantic is null ? "{}" : $$"""{"evaluations_semantic":"{{semantic}}","later":1}""";
        Assert.Equal(
            decisions.Select(d => d == '1'),
            await _client.DecideAllAsync(("subject", Bob), ("resource", Record1), ("options", options),
                ("evaluations", $"[{evaluations}]")));
    }

    [Theory]
    [InlineData("""{"evaluations_semantic":"first"}""", "/options/evaluations_semantic")]
    [InlineData("""{"evaluations_semantic":"EXECUTE_ALL"}""", "/options/evaluations_semantic")]
    [InlineData("""{"evaluations_semantic":1}""", "/options/evaluations_semantic")]
    [InlineData("[]", "/options")]
    public async Task Another_semantic_is_400(string options, string wrong) => Assert.Equal(
        [wrong],
        await _client.AccessAsync("evaluations",
            Body(("subject", Bob), ("resource", Record1), ("options", options), ("evaluations", $$"""[{"action":{{Read}}}]""")))
                .RefusedAsync());

    [Fact]
    public async Task A_hundred_evaluations_are_taken_and_no_more()
    {
        Assert.Equal(100,
            (await _client.DecideAllAsync(("subject", Alice), ("action", Read), ("resource", Record1), ("evaluations", Empty(100)))).Count);
        Assert.Equal(
            ["/evaluations"],
            await _client.AccessAsync("evaluations",
                Body(("subject", Alice), ("action", Read), ("resource", Record1), ("evaluations", Empty(101)))).RefusedAsync());

        static string Empty(int count) => $"[{string.Join(',', Enumerable.Repeat("{}", count))}]";
    }
}
