using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The pages for people who write programs.</summary>
public sealed class ReferencePageTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client(key: null);

    [Fact]
    public async Task Every_type_of_problem_that_the_sources_name_is_a_page_that_explains_it()
    {
        var sources = Directory.EnumerateFiles(Repository.Path("src", "Friending.Api"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(s => Regex.Matches(s, "(?:\"/problems/|\\b[0-9]{3}, \")([a-z-]+)\"").Select(m => m.Groups[1].Value))
            .Distinct().ToList();
        Assert.True(named.Count > 20, "The search finds too little to mean anything.");

        foreach (var name in named)
        {
            using var response = await _client.GetAsync($"/problems/{name}", TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"/problems/{name} is not explained.");
            Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            Assert.Contains("What to do", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
        var all = await _client.GetStringAsync("/problems", TestContext.Current.CancellationToken);
        Assert.Equal(named.Order(), Regex.Matches(all, "/problems/([a-z-]+)\"").Select(m => m.Groups[1].Value).Order());
        using var unknown = await _client.GetAsync("/problems/colour", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_reference_has_every_operation_of_the_OpenAPI_document_and_no_script()
    {
        var html = await _client.GetStringAsync("/docs", TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(await _client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject())
            .Select(o => o.Value.GetProperty("operationId").GetString()!).ToList();

        Assert.True(operations.Count > 20);
        Assert.All(operations, o => Assert.Contains($"id=\"{o}\"", html, StringComparison.Ordinal));
        Assert.Contains("<code>POST /api/requests</code>", html, StringComparison.Ordinal);
        Assert.Contains("<code>respond-async</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("`", Regex.Replace(html, "(?s)<pre>.*?</pre>", ""), StringComparison.Ordinal);
        Assert.Contains("A request</summary>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }
}
