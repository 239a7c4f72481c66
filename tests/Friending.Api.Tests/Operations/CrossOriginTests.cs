using System.Net;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Pages of other origins may call where a setting names the origin, and nowhere else (https://fetch.spec.whatwg.org/#http-cors-protocol).</summary>
public sealed class CrossOriginTests(AppFixture app)
{
    private const string Intranet = "https://intranet.example.org";

    [Fact]
    public async Task A_named_origin_may_ask_and_call_every_operation_and_no_other_may()
    {
        await using var host = await app.StartAnotherAsync($"--Cors:Origins:0={Intranet}");
        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var operation in AllOperations.List)
        {
            var path = "/" + operation.Route.Replace("{id}", "7", StringComparison.Ordinal);
            using var asked = await client.SendAsync(Preflight(path, operation.Method, Intranet), TestContext.Current.CancellationToken);
            using var refused = await client.SendAsync(Preflight(path, operation.Method, "https://other.example.org"), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
            Assert.Equal(Intranet, asked.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("authorization", asked.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
            Assert.False(asked.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/policy") { Headers = { { "Origin", Intranet } } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Intranet, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("Location,ETag,Retry-After,RateLimit,RateLimit-Policy", answer.Headers.GetValues("Access-Control-Expose-Headers").Single());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("http://intranet.example.org")]
    [InlineData("https://*.example.org")]
    [InlineData("https://intranet.example.org/")]
    [InlineData("https://intranet.example.org/forms")]
    [InlineData("intranet.example.org")]
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
