using System.Net;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Pages of other origins may call where a setting names the origin, and nowhere else
/// (https://fetch.spec.whatwg.org/#http-cors-protocol).</summary>
public sealed class CrossOriginTests(AppFixture app)
{
    private const string Intranet = "https://intranet.example.org";

    [Fact]
    public async Task A_named_origin_may_ask_and_call_every_operation_and_no_other_may()
    {
        await using var host = await app.StartAnotherAsync($"--Cors:Origins:0={Intranet}");
        using var client = new HttpClient { BaseAddress = host.Address };
        // The script is for every origin, see below.
        foreach (var operation in AllOperations.List.Where(o => !o.Route.StartsWith("embed", StringComparison.Ordinal)))
        {
            var path = "/" + operation.Route.Replace("{id}", "7", StringComparison.Ordinal);
            using var asked = await client.SendAsync(Preflight(path, operation.Method, Intranet), TestContext.Current.CancellationToken);
            using var refused = await client.SendAsync(Preflight(path, operation.Method, "https://other.example.org"),
                TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
            Assert.Equal(Intranet, asked.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("authorization", asked.Headers.GetValues("Access-Control-Allow-Headers").Single(),
                StringComparison.OrdinalIgnoreCase);
            Assert.False(asked.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/policy") { Headers = { { "Origin", Intranet } } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Intranet, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("Location,ETag,Retry-After,RateLimit,RateLimit-Policy",
            answer.Headers.GetValues("Access-Control-Expose-Headers").Single());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("http://intranet.example.org")]
    [InlineData("https://intranet.example.org:8443")]
    [InlineData("https://intranet.example.org.evil.example")]
    [InlineData("https://evil-intranet.example.org")]
    [InlineData("https://sub.intranet.example.org")]
    [InlineData("https://intranet.example.org@evil.example")]
    [InlineData("https://intranet.example")]
    [InlineData("https://intranet.example.org/")]
    [InlineData("https://intranet.example.org:443")]
    [InlineData("https://intranet.example.org.")]
    [InlineData("https://intranet.example.org, https://evil.example")]
    [InlineData("https://evil.example https://intranet.example.org")]
    // Browsers send an origin in lower case (https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin).
    [InlineData("HTTPS://INTRANET.EXAMPLE.ORG")]
    [InlineData("https://Intranet.Example.org")]
    public async Task An_origin_that_only_looks_like_a_named_one_may_not(string origin)
    {
        await using var host = await app.StartAnotherAsync($"--Cors:Origins:0={Intranet}");
        using var client = new HttpClient { BaseAddress = host.Address };
        using var asked = await client.SendAsync(Preflight("/api/requests", "POST", origin), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/policy") { Headers = { { "Origin", origin } } };
        using var called = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(called.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task The_script_that_holds_no_data_may_be_loaded_from_every_origin()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/embed/friending-ask.js")
        { Headers = { { "Origin", "https://anywhere.example" } } };
        using var answer = await app.Client(key: null).SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("http://intranet.example.org")]
    [InlineData("https://*.example.org")]
    [InlineData("https://intranet.example.org/")]
    [InlineData("https://intranet.example.org/forms")]
    [InlineData("intranet.example.org")]
    [InlineData("https://Intranet.example.org")]
    [InlineData("https://intranet.example.org:443")]
    [InlineData("null")]
    public async Task What_is_no_exact_https_origin_stops_the_start(string origin)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAnotherAsync($"--Cors:Origins:0={origin}"));
        Assert.Contains("Cors:Origins", error.Message, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Preflight(string path, string method, string origin) => new(HttpMethod.Options, path)
    {
        Headers =
        {
            { "Origin", origin },
            { "Access-Control-Request-Method", method },
            { "Access-Control-Request-Headers", "authorization,content-type" },
        },
    };
}
