using System.Net;
using System.Text;
using Friending.Testing;
using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>What AuthZEN operations take and from whom, beyond what the certification scenario asks.</summary>
[Collection(nameof(CertificationApp))]
public sealed class AccessRequestTests(AppFixture app, CertificationApp certification) : IDisposable
{
    private readonly HttpClient _client = certification.Client();

    public static TheoryData<string, string> EveryOperation => Operations;

    public void Dispose() => _client.Dispose();

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Only_callers_with_the_role_Submit_are_answered(string operation, string body)
    {
        using var nobody = app.Client(key: null);
        using var response = await nobody.AccessAsync(operation, body);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = app.Client($"only-{role.ToString().ToLowerInvariant()}");
            using var answered = await client.AccessAsync(operation, body);
            Assert.Equal(role == Role.Submit ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answered.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task A_body_may_have_64_KiB(string operation, string body)
    {
        await _client.AccessAsync(operation, body.PadRight(64 * 1024)).AnswerAsync();
        await _client.AccessAsync(operation, body.PadRight(64 * 1024 + 1)).JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task What_is_JSON_but_says_something_twice_or_is_no_text_is_400(string operation, string body)
    {
        var subject = body.Contains(Alice, StringComparison.Ordinal) ? Alice : Users;
        var bodies = new (string From, string To)[]
        {
            ("\"resource\":", "\"resource\":{\"type\":\"record\",\"id\":\"record-2\"},\"resource\":"),
            (subject, subject.Replace("\"type\"", "\"type\":\"admin\",\"type\"", StringComparison.Ordinal)),
            (subject, subject[..^1] + ",\"properties\":{\"role\":\"x\",\"role\":\"admin\"}}"),
            (subject, subject[..^1] + ",\"properties\":{\"a\":{\"b\":1,\"\\u0062\":2}}}"),
            (subject, subject[..^1] + ",\"properties\":{\"role\":\"\\ud800\"}}"),
            (subject, subject[..^1] + ",\"properties\":{\"\\ud800\":1}}"),
            (subject, subject[..^1] + ",\"properties\":{\"a\":[{\"b\":\"\\udc00\"}]}}"),
            (subject, subject.Replace("user", "\\udfff", StringComparison.Ordinal)),
            (subject, subject[..^1] + ",\"properties\":" + new string('[', 80) + new string(']', 80) + "}"),
            (body, $"[{body}]"),
            (body, $"\"{body.Length}\""),
        };
        foreach (var (from, to) in bodies)
            Assert.Single(await _client.AccessAsync(operation, body.Replace(from, to, StringComparison.Ordinal)).RefusedAsync());

        // ISO 8859-1 in the place of UTF-8.
        var bytes = Encoding.Latin1
            .GetBytes(body.Replace(subject, subject[..^1] + ",\"properties\":{\"role\":\"españa\"}}", StringComparison.Ordinal));
        Assert.Single(await _client.AccessAsync(operation, bytes, "application/json").RefusedAsync());
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task A_byte_order_mark_and_the_order_of_members_are_no_matter(string operation, string body)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(body);
        var reversed = Body([.. parsed.RootElement.EnumerateObject().Reverse().Select(m => (m.Name, m.Value.GetRawText()))]);
        var answer = await _client.AccessAsync(operation, body).AnswerAsync();

        Assert.Equal(answer.GetRawText(), (await _client.AccessAsync(operation, reversed).AnswerAsync()).GetRawText());
        Assert.Equal(answer.GetRawText(),
            (await _client.AccessAsync(operation, [0xEF, 0xBB, 0xBF, .. AccessCalls.Utf8(body)], "application/json").AnswerAsync())
                .GetRawText());
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Only_POST_is_taken(string operation, string body)
    {
        Assert.NotEmpty(body);
        using var response =
            await _client.GetAsync(new Uri($"/access/v1/{operation}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["/action", "/subject/type", "/resource/id", "/context/note"],
        await _client.AccessAsync("evaluation",
            Body(("subject", """{"id":"alice"}"""), ("resource", Records), ("context", """{"note":"555-123-4567"}"""))).RefusedAsync());

    [Fact]
    public async Task A_property_can_be_read_however_deep_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("friending-policy-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "deep.policy.json"),
                """
                { "id": "deep", "version": "1.0.0", "title": { "en": "Deep" }, "languages": ["en"], "otherwise": "no",
                  "outcomes": [{ "value": "no", "kind": "deny", "label": { "en": "No" } }, { "value": "yes", "kind": "permit", "label": { "en": "Yes" } }],
                  "presentation": { "subject": { "en": "depths" }, "question": { "en": "May I?" }, "sendToReviewers": { "en": "Send" } },
                  "facts": [{ "name": "ok", "label": { "en": "Fine" }, "question": { "en": "Is it fine?" },
                              "values": [{ "value": "1", "label": { "en": "Yes" } }, { "value": "0", "label": { "en": "No" } }],
                              "authzen": [{ "path": "/context/a~1b/1/c~0d" }, { "path": "/action/properties/x/0", "values": { "1.50": "1" }, "otherwise": "0" }] }],
                  "guidelines": [{ "id": "g", "title": { "en": "G" }, "rules": [
                    { "id": "1", "when": { "ok": ["1"] }, "outcome": "yes", "reason": { "en": "Fine." } },
                    { "id": "2", "outcome": "no", "reason": { "en": "Not fine." } }] }] }
                """,
                TestContext.Current.CancellationToken);
            await using var host = await app.StartAnotherAsync($"--Policy:Path={folder.FullName}");
            using var client = new HttpClient { BaseAddress = host.Address };
            client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);

            Assert.True(await Decide("""{"a/b":[0,{"c~d":1}]}"""));
            Assert.False(await Decide("""{"a/b":[0,{"c~d":"0"}]}"""));
            // The first path that holds something counts; an index beyond the end, another member or null is nothing.
            Assert.True(await Decide("""{"a/b":[0]}""", "1.50"));
            Assert.True(await Decide("""{"a/b":{"1":{"cd":"0"}}}""", "1.50"));
            Assert.True(await Decide("""{"a/b":[0,{"c~d":null}]}""", "1.50"));
            Assert.False(await Decide("""{"a/b":[0,{"c~d":"0"}]}""", "1.50"));
            Assert.False(await Decide("{}", "1.5"));
            Assert.False(await Decide("{}"));

            Task<bool> Decide(string context, string? x = null) => client.DecideAsync(
                ("subject", Alice), ("action", x is null ? Read : $$$"""{"name":"read","properties":{"x":[{{{x}}}]}}"""),
                ("resource", Record1), ("context", context));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
