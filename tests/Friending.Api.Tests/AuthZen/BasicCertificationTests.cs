using System.Net;
using Friending.Policy;
using NJsonSchema;
using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>Certification scenario, sections 1 (fixture), 2 (Basic: Access Evaluation) and 5 (transport).</summary>
[Collection(nameof(CertificationApp))]
public sealed class BasicCertificationTests(CertificationApp app) : IDisposable
{
    private const string SoftDelete = """{"name":"delete","properties":{"soft":true}}""";
    private const string HardDelete = """{"name":"delete","properties":{"soft":false}}""";

    private readonly HttpClient _client = app.Client();

    public static TheoryData<string, string> EveryOperation => Operations;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("1", Alice, Read, Record1, true)]
    [InlineData("2", Alice, Write, Record1, true)]
    [InlineData("3", Bob, Read, Record1, true)]
    [InlineData("4", Bob, Write, Record1, false)]
    [InlineData("5", Alice, Write, Archived2, false)]
    [InlineData("5, whatever the record", Alice, Write, """{"type":"record","id":"record-1","properties":{"status":"archived"}}""", false)]
    [InlineData("6", Admin, Write, Archived2, true)]
    [InlineData("6, whoever the administrator", """{"type":"user","id":"alice","properties":{"role":"admin"}}""", Write, Archived2, true)]
    [InlineData("7", Alice, SoftDelete, Record1, true)]
    [InlineData("8", Alice, HardDelete, Record1, false)]
    public async Task C_1_4_and_C_1_6_The_required_decisions_hold_with_and_without_a_context(string rule, string subject, string action,
        string resource, bool decision)
    {
        Assert.NotNull(rule);
        Assert.Equal(decision, await _client.DecideAsync(("subject", subject), ("action", action), ("resource", resource)));
        Assert.Equal(decision,
            await _client.DecideAsync(("subject", subject), ("action", action), ("resource", resource), ("context", Context)));
    }

    [Fact]
    public async Task C_1_The_fixture_is_an_ordinary_policy_document_and_the_one_in_force()
    {
        var document =
            await File.ReadAllTextAsync(Path.Combine(PolicyFolder, "certification.policy.json"), TestContext.Current.CancellationToken);
        var schema = await JsonSchema.FromJsonAsync(System.Text.Encoding.UTF8.GetString(DefaultPolicy.PolicySchema.Span),
            TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(document));
        Assert.Equal(document,
            await _client.GetStringAsync(new Uri("/api/policy", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task C_2_2_1_Alice_may_read() =>
        Assert.True(await _client.DecideAsync(("subject", Alice), ("action", Read), ("resource", Record1)));

    [Fact]
    public async Task C_2_2_2_Bob_may_not_write() =>
        Assert.False(await _client.DecideAsync(("subject", Bob), ("action", Write), ("resource", Record1)));

    [Fact]
    public async Task C_2_2_3_A_context_changes_nothing() =>
        Assert.True(await _client.DecideAsync(("subject", Alice), ("action", Read), ("resource", Record1), ("context", Context)));

    [Fact]
    public async Task C_2_2_4_The_status_of_a_record_can_deny()
    {
        Assert.False(await _client.DecideAsync(("subject", Alice), ("action", Write), ("resource", Archived2)));
        // Because of the status, not of which record it is.
        Assert.True(await _client.DecideAsync(("subject", Alice), ("action", Write),
            ("resource", """{"type":"record","id":"record-2","properties":{"status":"active"}}""")));
    }

    [Fact]
    public async Task C_2_2_5_The_role_of_a_subject_can_permit()
    {
        Assert.True(await _client.DecideAsync(("subject", Admin), ("action", Write), ("resource", Archived2)));
        Assert.False(await _client.DecideAsync(("subject", """{"type":"user","id":"bob","properties":{"role":"clerk"}}"""),
            ("action", Write), ("resource", Archived2)));
    }

    [Fact]
    public async Task C_2_2_6_A_soft_delete_is_permitted() =>
        Assert.True(await _client.DecideAsync(("subject", Alice), ("action", SoftDelete), ("resource", Record1)));

    [Fact]
    public async Task C_2_2_7_A_hard_delete_is_denied() =>
        Assert.False(await _client.DecideAsync(("subject", Alice), ("action", HardDelete), ("resource", Record1)));

    [Fact]
    public async Task C_2_2_8_Properties_that_the_policy_does_not_read_are_taken() => Assert.True(await _client.DecideAsync(
        ("subject", """{"type":"user","id":"alice","properties":{"department":"Kitchen","role":"cook","shifts":[1,2],"boss":null}}"""),
        ("action", """{"name":"read","properties":{"method":"HEAD"}}"""),
        ("resource", """{"type":"record","id":"record-1","properties":{"status":"active","owner":{"id":"bob"}}}""")));

    [Fact]
    public async Task C_2_2_9_Unknown_members_are_ignored_wherever_they_are() => Assert.True(await _client.DecideAsync(
        ("subject", """{"type":"user","id":"alice","realm":7}"""), ("action", """{"name":"read","verb":true}"""),
        ("resource", """{"type":"record","id":"record-1","x":null}"""),
        ("tomorrow", """{"nested":[{"deep":1}]}"""), ("evaluations", "\"of no meaning here\"")));

    [Fact]
    public async Task C_2_3_1_The_decision_is_a_boolean()
    {
        var answer = await _client.AccessAsync("evaluation", Body(("subject", Bob), ("action", Write), ("resource", Record1)))
            .AnswerAsync();
        Assert.Equal(System.Text.Json.JsonValueKind.False, answer.GetProperty("decision").ValueKind);
    }

    [Fact]
    public async Task C_2_3_2_The_context_of_the_answer_is_an_object_with_what_the_policy_said()
    {
        var answer = await _client.AccessAsync("evaluation", Body(("subject", Bob), ("action", Write), ("resource", Record1)))
            .AnswerAsync();
        var context = answer.GetProperty("context");
        Assert.Equal("deny", context.GetProperty("outcome").GetString());
        Assert.Equal("read-only", context.GetProperty("findings")[0].GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("action")]
    [InlineData("resource")]
    public async Task C_2_4_1_Without_subject_action_or_resource_it_is_400(string missing)
    {
        var members = new[] { ("subject", Alice), ("action", Read), ("resource", Record1) };
        Assert.Equal([$"/{missing}"], await _client.AccessAsync("evaluation", Body([.. members.Where(m => m.Item1 != missing)]))
            .RefusedAsync());
        // Null is no value either.
        Assert.Equal([$"/{missing}"], await _client.AccessAsync("evaluation",
            Body([.. members.Select(m => m.Item1 == missing ? (missing, "null") : m)])).RefusedAsync());
    }

    [Theory]
    [InlineData("/subject/type", """{"id":"alice"}""", Read, Record1)]
    [InlineData("/subject/id", """{"type":"user"}""", Read, Record1)]
    [InlineData("/action/name", Alice, "{}", Record1)]
    [InlineData("/resource/type", Alice, Read, """{"id":"record-1"}""")]
    [InlineData("/resource/id", Alice, Read, """{"type":"record"}""")]
    public async Task C_2_4_2_Without_type_id_or_name_it_is_400(string missing, string subject, string action, string resource) =>
        Assert.Equal([missing],
            await _client.AccessAsync("evaluation", Body(("subject", subject), ("action", action), ("resource", resource))).RefusedAsync());

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_4_3_Another_content_type_is_400(string operation, string body)
    {
        foreach (var mediaType in new[]
            { null, "", "text/plain", "application/x-www-form-urlencoded", "application/problem+json",
                "application/json; charset=latin1", "json" })
            await _client.AccessAsync(operation, AccessCalls.Utf8(body), mediaType).RefusedAsync();
        foreach (var mediaType in new[] { "application/json", "Application/JSON; charset=UTF-8" })
            await _client.AccessAsync(operation, AccessCalls.Utf8(body), mediaType).AnswerAsync();
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_4_4_Malformed_JSON_is_400(string operation, string body)
    {
        foreach (var malformed in new[] { "{", body[..^1], body + "}", "alice", "{'subject':1}" })
            Assert.Single(await _client.AccessAsync(operation, malformed).RefusedAsync());
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_4_5_An_empty_body_is_400(string operation, string body)
    {
        Assert.NotEmpty(body);
        Assert.Equal([""], await _client.AccessAsync(operation, "").RefusedAsync());
        Assert.Equal([""], await _client.AccessAsync(operation, " \r\n").RefusedAsync());
        Assert.Equal([""], await _client.AccessAsync(operation, "null").RefusedAsync());
    }

    [Theory]
    [InlineData("/subject", "\"alice\"", Read, Record1)]
    [InlineData("/subject", "[]", Read, Record1)]
    [InlineData("/subject/id", """{"type":"user","id":7}""", Read, Record1)]
    [InlineData("/subject/properties", """{"type":"user","id":"alice","properties":"admin"}""", Read, Record1)]
    [InlineData("/action", Alice, "\"read\"", Record1)]
    [InlineData("/action/name", Alice, """{"name":123}""", Record1)]
    [InlineData("/resource/type", Alice, Read, """{"type":true,"id":"record-1"}""")]
    [InlineData("/context", Alice, Read, Record1, "\"now\"")]
    public async Task C_2_4_6_A_member_of_another_type_is_400(string wrong, string subject, string action, string resource,
        string context = "{}") =>
        Assert.Equal([wrong], await _client.AccessAsync("evaluation",
            Body(("subject", subject), ("action", action), ("resource", resource), ("context", context))).RefusedAsync());

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_5_1_The_request_id_comes_back_with_success_and_failure(string operation, string body)
    {
        foreach (var id in new[] { "7f0c0f6e-55f8-4a8e-9a75-2b1b2c2f0e11", "flow 17 / step:3", new string('x', 300) })
        {
            using var answered = await _client.AccessAsync(operation, body, ("X-Request-ID", id));
            using var refused = await _client.AccessAsync(operation, "{", ("X-Request-ID", id));

            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
            Assert.Equal([id], answered.Headers.GetValues("X-Request-ID"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal([id], refused.Headers.GetValues("X-Request-ID"));
        }
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_5_2_Without_a_request_id_it_works_too(string operation, string body)
    {
        using var answered = await _client.AccessAsync(operation, body);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.False(answered.Headers.Contains("X-Request-ID"));
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_2_6_The_same_request_gets_the_same_answer_each_time(string operation, string body)
    {
        var answers = new HashSet<string>();
        for (var i = 0; i < 5; i++)
            answers.Add((await _client.AccessAsync(operation, body).AnswerAsync()).GetRawText());
        Assert.Single(answers);
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task C_5_Every_operation_takes_and_gives_JSON_ignores_unknown_members_and_refuses_what_lacks_members(string operation,
        string body)
    {
        var plain = await _client.AccessAsync(operation, body).AnswerAsync();
        var withMore = await _client.AccessAsync(operation, body[..^1] + ""","tomorrow":{"nested":true}}""").AnswerAsync();

        Assert.Equal(plain.GetRawText(), withMore.GetRawText());
        Assert.NotEmpty(await _client.AccessAsync(operation, "{}").RefusedAsync());
    }
}
