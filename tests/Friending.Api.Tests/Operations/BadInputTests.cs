using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>What cannot be taken is refused with what is wrong and where, over a real connection.</summary>
public sealed class BadInputTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const string NoText = "A string holds half a surrogate pair, or bytes that are not UTF-8.";

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "{\"platform\":" + new string('[', 100) + new string(']', 100) + "}", "/platform", "The value is of the wrong type." },
        { new string('[', 100), "", "Not valid JSON (line 1, byte 101)." },
        { new string('[', 100) + new string(']', 100), "", "The value is of the wrong type." },
        { "{\"platform\":" + new string('[', 5000), "/platform", "Not valid JSON (line 1, byte 5013)." },
        { """{"staff":{"id":"a","id":"b"}}""", "/staff/id", "The member is given twice." },
        { """{"staff":{"id":"a","\u0069d":"b"}}""", "/staff/id", "The member is given twice." },
        { """{"staff":{"careRole":1e400}}""", "/staff/careRole", "The value is of the wrong type." },
        { """{"staff":{"id":9223372036854775808}}""", "/staff/id", "The value is of the wrong type." },
        { """{"circumstances":{"careSince":2010}}""", "/circumstances/careSince", "The value is of the wrong type." },
        { """{"circumstances":{"careSince":"2010-02-30"}}""", "/circumstances/careSince",
            "Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14." },
        { """{"staff":[]}""", "/staff", "The value is of the wrong type." },
        { """{"staff":{"careRole":"yes"}}""", "/staff/careRole", "The value is of the wrong type." },
        { """{"direction":"Accept"}""", "/direction", "Must be one of initiate, accept, existing." },
        { """{"otherParty":{"colleague":"boss"}}""", "/otherParty/colleague", "Must be one of reports-to-me, manages-me, peer, no." },
        { """{"platform":"\ud800"}""", "/platform", NoText },
        { """{"platform":"\udc00\ud800"}""", "/platform", NoText },
        { """{"\ud800":1}""", "", NoText },
        { """{"a name with blanks":1}""", "", "There is no such member." },
        { """{"staff":{"555-867-5309":1}}""", "/staff", "There is no such member." },
        { "{} {}", "", "Not valid JSON (line 1, byte 4)." },
        { "{}\n]", "", "Not valid JSON (line 2, byte 1)." },
        { "{\"platform\":\"\0\"}", "/platform", "Not valid JSON (line 1, byte 14)." },
        { "{\"platform\":NaN}", "/platform", "Not valid JSON (line 1, byte 13)." },
        { "{\"platform\":1,}", "/platform", "Not valid JSON (line 1, byte 15)." },
        { "{\"dinner\":1,}", "/dinner", "Not valid JSON (line 1, byte 13)." },
        { "{// remark\n}", "", "Not valid JSON (line 1, byte 2)." },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_is_refused_with_the_place_and_the_reason(string body, string pointer, string message)
    {
        var problem = await _client.PostJsonAsync("/api/evaluate", body).JsonAsync(HttpStatusCode.BadRequest);

        var errors = problem.GetProperty("errors");
        Assert.True(errors.TryGetProperty(pointer, out var messages), $"No error at '{pointer}': {errors}");
        Assert.Contains(message, messages.Texts());
    }

    public static TheoryData<string, byte[]> NoUtf8 { get; } = new()
    {
        { "a continuation alone", [0x80] },
        { "an overlong slash", [0xC0, 0xAF] },
        { "half a surrogate pair", [0xED, 0xA0, 0x80] },
        { "beyond Unicode", [0xF4, 0x90, 0x80, 0x80] },
        { "cut short", [0xE2, 0x82] },
        { "ISO 8859-1", [0xF1] },
    };

    [Theory]
    [MemberData(nameof(NoUtf8))]
    public async Task Bytes_that_are_not_UTF8_are_refused_where_they_stand(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        var problem = await PostAsync("/api/evaluate", [.. "{\"platform\":\"a"u8, .. bytes, .. "\"}"u8])
            .JsonAsync(HttpStatusCode.BadRequest);

        Assert.Equal([NoText], problem.GetProperty("errors").GetProperty("/platform").Texts());
    }

    // Over a bare connection: HttpClient would make one line of two.
    [Fact]
    public async Task An_idempotency_key_that_is_given_twice_is_refused()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", app.Address.Port, Cancellation);
        var body = SampleRequests.PatientInCare;
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            "POST /api/requests HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nx-functions-key: local-dev\r\n"
            + "Content-Type: application/json\r\nIdempotency-Key: twice-1\r\nIdempotency-Key: twice-2\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"), Cancellation);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Cancellation);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("The header Idempotency-Key must be given once", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_matter_but_UTF16_is()
    {
        await PostAsync("/api/evaluate", [0xEF, 0xBB, 0xBF, .. "{}"u8]).JsonAsync(HttpStatusCode.OK);
        await PostAsync("/api/evaluate", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")]).JsonAsync(HttpStatusCode.BadRequest);
        await PostAsync("/api/evaluate", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. "{}"u8]).JsonAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Content-Type", "application/json; charset=utf-16", 415)]
    [InlineData("Content-Type", "application/json; charset=\"UTF-8\"", 200)]
    [InlineData("Content-Type", "application/merge-patch+json", 200)]
    [InlineData("Content-Type", "text/json", 415)]
    [InlineData("Content-Type", "json", 415)]
    [InlineData("Content-Type", "", 415)]
    [InlineData("Content-Encoding", "gzip", 415)]
    [InlineData("Content-Encoding", "identity, br", 415)]
    [InlineData("Content-Encoding", "identity", 200)]
    public async Task A_body_is_JSON_in_UTF8_and_not_packed(string header, string value, int expected)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        content.Headers.Remove(header);
        content.Headers.TryAddWithoutValidation(header, value);

        await _client.PostAsync(new Uri("/api/evaluate", UriKind.Relative), content, Cancellation).JsonAsync((HttpStatusCode)expected);
    }

    [Fact]
    public async Task No_operation_that_needs_a_caller_takes_an_unknown_or_repeated_query_parameter()
    {
        // A program has no requests of its own: it is refused for that before its query is read.
        string[] ofWhoeverAsked = ["ListMyRequests", "AnswerQuestion", "AppealDecision"];
        foreach (var operation in AllOperations.List.Where(o => !o.IsOpen && !ofWhoeverAsked.Contains(o.Name)))
        {
            foreach (var query in new[]
                { "?colour=red", "?code=x",
                    string.Concat("?",
                        string.Join('&',
                            operation.Parameters.Where(p => p.Place == ParameterPlace.Query)
                                .SelectMany(p => new[] { p.Name + "=1", p.Name + "=1" }))) })
            {
                if (query == "?")
                    continue;
                var path = operation.Route.Replace("{id}", "7", StringComparison.Ordinal) + query;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
                using var response = await _client.SendAsync(request, Cancellation);
                Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path}: {response.StatusCode}");
                var detail = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("detail")
                    .GetString();
                Assert.Contains("query parameter", detail, StringComparison.Ordinal);
            }
        }
        await _client.GetAsync(new Uri("/health/live?colour=red", UriKind.Relative), Cancellation).JsonAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/decisions/..%2fpolicy", 404)]
    [InlineData("/api/decisions/%2e%2e/policy", 200)]
    [InlineData("/api/decisions/a%2Fb", 404)]
    [InlineData("/api/decisions/%C0%AF", 404)]
    [InlineData("/api/decisions/{0199f000-0000-7000-8000-000000000000}", 404)]
    [InlineData("/api/decisions/0199f000000070008000000000000000", 404)]
    [InlineData("/api/decisions/0199f000-0000-4000-8000-000000000000", 404)]
    [InlineData("/api/decisions/ffffffff-ffff-7fff-bfff-ffffffffffff", 404)]
    [InlineData("/api/decisions/0199f000-0000-7000-8000-000000000000/explanation/", 404)]
    [InlineData("/api//policy", 404)]
    [InlineData("/API/Policy/", 200)]
    [InlineData("/api/policy;x=1", 404)]
    [InlineData("/api/guidelines/%F0%9F%98%80", 404)]
    public async Task A_path_leads_to_its_operation_or_nowhere(string path, int expected)
    {
        // As it stands: a client would tidy it up.
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri(app.Address.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        await _client.SendAsync(request, Cancellation).JsonAsync((HttpStatusCode)expected);
    }

    [Fact]
    public async Task A_token_of_the_right_length_that_is_no_Base64_is_refused_at_its_place()
    {
        var body = """{"subject":{"type":"staff","id":"a"},"resource":"""
            + """{"type":"patient","id":"b"},"page":{"token":"!AAAAAQAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAA"}}""";
        var problem = await _client.PostJsonAsync("/access/v1/search/action", body).JsonAsync(HttpStatusCode.BadRequest);

        Assert.True(problem.GetProperty("errors").TryGetProperty("/page/token", out _));
    }

    [Theory]
    [InlineData("""{"\ud800":1,"facts":[]}""")]
    [InlineData("""{"policy":{},"\udc00":1}""")]
    [InlineData("""{"title":{"\ud800":"x"}}""")]
    public async Task A_policy_document_with_half_a_surrogate_pair_is_reported_on(string body)
    {
        var report = await _client.PostJsonAsync("/api/policy/check", body).JsonAsync(HttpStatusCode.OK);

        Assert.False(report.GetProperty("valid").GetBoolean());
        Assert.Equal(1, report.GetProperty("malformed").GetArrayLength());
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return await _client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
    }
}
