using System.Net;
using System.Text.RegularExpressions;
using Friending.Testing;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>How the pages' files are served.</summary>
public sealed class PageFileTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => ["/", "/mine", "/reviews", "/decisions", "/digests", "/policy"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_open_allows_nothing_inline_and_nothing_from_elsewhere(string path)
    {
        using var client = app.Client(key: null);
        using var response = await client.GetAsync(path, Cancellation);
        var html = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.EndsWith("base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotMatch(@"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)", html);
        // Whatever it names is there, of this version and kept for good.
        var named = Regex.Matches(html, "(?:href|src)=\"(/[^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        Assert.True(named.Length > 5);
        foreach (var address in named)
        {
            using var file = await client.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable",
                file.Headers.CacheControl!.ToString()
                    .Replace("max-age=31536000, public", "public, max-age=31536000", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_that_the_browser_has_is_not_sent_again(string path)
    {
        using var client = app.Client(key: null);
        using var first = await client.GetAsync(path, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request, Cancellation);

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_sent_compressed_is_the_same_and_has_another_tag()
    {
        using var plain = app.Client(key: null);
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.Brotli };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };
        using var compressed = await client.GetAsync("/", Cancellation);
        using var whole = await plain.GetAsync("/", Cancellation);

        Assert.Equal(await whole.Content.ReadAsStringAsync(Cancellation), await compressed.Content.ReadAsStringAsync(Cancellation));
        Assert.NotEqual(whole.Headers.ETag, compressed.Headers.ETag);
        Assert.Contains("Accept-Encoding", compressed.Headers.Vary);
        Assert.Empty(whole.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_file_of_another_version_is_given_but_not_kept_and_an_unknown_one_is_not_found()
    {
        using var client = app.Client(key: null);
        using var other = await client.GetAsync("/pages/000000000000/friending.css", Cancellation);
        using var unknown = await client.GetAsync("/pages/000000000000/friending.exe", Cancellation);
        using var page = await client.GetAsync("/pages/000000000000/ask.html", Cancellation);

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.True(other.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }
}
