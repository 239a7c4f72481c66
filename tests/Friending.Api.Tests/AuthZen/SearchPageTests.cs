using Friending.Testing;
using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>Paging through a search: every result once, and only with the token and the request that belong together.</summary>
[Collection(nameof(CertificationApp))]
public sealed class SearchPageTests(AppFixture app, CertificationApp certification) : IDisposable
{
    private const string Nested = """{"time":{"day":"Monday","hour":9},"list":[{"a":1,"b":2}]}""";

    private static readonly (string Name, string Json)[] s_readers =
        [("subject", Users), ("action", Read), ("resource", Record1), ("context", Nested)];

    private readonly HttpClient _client = certification.Client();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Each_page_leads_to_the_next_with_or_without_the_limit_repeated()
    {
        foreach (var (what, body) in new (string, (string, string)[])[]
        {
            ("subject", s_readers),
            ("resource", [("subject", Alice), ("action", Read), ("resource", Records)]),
            ("action", [("subject", Alice), ("resource", Record1)]),
        })
        {
            var all = await _client.FindAsync(what, body);
            foreach (var limitToo in new[] { true, false })
            {
                var (found, page) = await _client.FindPageAsync(what, [.. body, ("page", """{"limit":1}""")]);
                var paged = new List<string>(found);
                while (page.GetProperty("next_token").GetRawText() is not "\"\"" and var token)
                {
                    Assert.True(paged.Count < all.Length, "Pages without end.");
                    (found, page) = await _client.FindPageAsync(what,
                        [.. body, ("page", Body([("token", token), .. limitToo ? new[] { ("limit", "1") } : []]))]);
                    paged.AddRange(found);
                }
                Assert.Equal(all, paged);
            }
        }
    }

    [Fact]
    public async Task A_token_that_was_changed_anywhere_is_refused()
    {
        var token = await TokenAsync();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Equal(["/page/token"], await AskAsync(s_readers, Body(("token", $"\"{changed}\""))).RefusedAsync());
        }
        foreach (var other in new[] { "", "x", token + "A", token[1..], token + "=", "é", new string('A', token.Length) })
            Assert.Equal(["/page/token"], await AskAsync(s_readers, Body(("token", $"\"{other}\""))).RefusedAsync());
        await AskAsync(s_readers, Body(("token", $"\"{token}\""))).AnswerAsync();
    }

    [Theory]
    [InlineData("subject", """{"type":"person"}""")]
    [InlineData("subject", """{"type":"user","properties":{"role":"clerk"}}""")]
    [InlineData("action", Write)]
    [InlineData("resource", Record2)]
    [InlineData("context", """{"time":{"day":"Monday","hour":10},"list":[{"a":1,"b":2}]}""")]
    [InlineData("context", """{"time":{"day":"Monday","hour":9},"list":[{"a":1,"b":"2"}]}""")]
    public async Task A_token_of_another_request_is_refused(string member, string other)
    {
        var token = Body(("token", $"\"{await TokenAsync()}\""));
        Assert.Equal(["/page/token"], await AskAsync([.. s_readers.Select(m => m.Name == member ? (member, other) : m)], token)
            .RefusedAsync());
    }

    [Fact]
    public async Task A_token_of_another_search_or_policy_is_refused()
    {
        var page = Body(("token", $"\"{await TokenAsync()}\""));
        Assert.Equal(["/page/token"], await _client.AccessAsync("search/resource",
            Body([("subject", Alice), ("action", Read), ("resource", Record1), ("page", page)])).RefusedAsync());

        var folder = Directory.CreateTempSubdirectory("friending-policy-");
        try
        {
            var document =
                await File.ReadAllTextAsync(Path.Combine(PolicyFolder, "certification.policy.json"), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "next.policy.json"),
                document.Replace("1.0.0", "1.0.1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await using var host = await app.StartAnotherAsync($"--Policy:Path={folder.FullName}");
            using var client = new HttpClient { BaseAddress = host.Address };
            client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
            Assert.Equal(["/page/token"], await client.AccessAsync("search/subject", Body([.. s_readers, ("page", page)])).RefusedAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_order_of_members_and_another_instance_are_no_matter()
    {
        var page = Body(("token", $"\"{await TokenAsync()}\""));
        (string, string)[] reordered =
        [
            ("page", page), ("context", """{ "list": [ {"b":2, "a":1} ], "time": { "hour": 9, "day": "Monday" } }"""),
            ("resource", """{"id":"record-1","type":"record"}"""), ("action", Read), ("subject", Users),
        ];
        await using var host = await app.StartAnotherAsync($"--Policy:Path={PolicyFolder}");
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);

        Assert.Equal(["bob"], await client.FindAsync("subject", reordered));
    }

    [Fact]
    public async Task A_limit_of_none_counts_only()
    {
        var (found, page) = await _client.FindPageAsync("subject", [.. s_readers, ("page", """{"limit":0}""")]);
        Assert.Empty(found);
        Assert.Equal(2, page.GetProperty("total").GetInt32());
        Assert.NotEqual("", page.GetProperty("next_token").GetString());
    }

    [Theory]
    [InlineData("[]", "/page")]
    [InlineData("\"x\"", "/page")]
    [InlineData("""{"limit":-1}""", "/page/limit")]
    [InlineData("""{"limit":1.5}""", "/page/limit")]
    [InlineData("""{"limit":"1"}""", "/page/limit")]
    [InlineData("""{"limit":99999999999999999999}""", "/page/limit")]
    [InlineData("""{"token":1}""", "/page/token")]
    public async Task Another_sort_of_page_is_400(string page, string wrong) =>
        Assert.Equal([wrong], await AskAsync(s_readers, page).RefusedAsync());

    [Fact]
    public async Task The_limit_stays_the_same_from_page_to_page() =>
        Assert.Equal(["/page/limit"], await AskAsync(s_readers, Body(("limit", "2"), ("token", $"\"{await TokenAsync()}\"")))
            .RefusedAsync());

    private Task<HttpResponseMessage> AskAsync((string Name, string Json)[] body, string page) =>
        _client.AccessAsync("search/subject", Body([.. body, ("page", page)]));

    private async Task<string> TokenAsync()
    {
        var (_, page) = await _client.FindPageAsync("subject", [.. s_readers, ("page", """{"limit":1}""")]);
        return page.GetProperty("next_token").GetString()!;
    }
}
