using System.Net;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Conditions on a decision's ETag (RFC 9110, section 13.1), and HEAD (section 9.3.2).</summary>
public sealed class ConditionTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"x\", W/\"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"2\"", 200)]
    [InlineData("W/\"x\", \"2\"", 200)]
    public async Task If_None_Match_compares_weakly_and_takes_a_list(string tags, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/decisions/{await SubmitAsync(SampleRequests.PatientInCare)}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tags);
        using var answer = await _client.SendAsync(request, Cancellation);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("\"1\", \"x\"", 200)]
    [InlineData("\"7\", \"1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("W/\"1\"", 412)]
    [InlineData("\"2\", \"x\"", 412)]
    public async Task If_Match_compares_strongly_and_takes_a_list(string tags, int expected)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"/api/decisions/{await SubmitAsync(SampleRequests.PatientInCare)}/withdraw");
        request.Headers.TryAddWithoutValidation("If-Match", tags);
        using var answer = await _client.SendAsync(request, Cancellation);

        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_a_body()
    {
        var decision = await SubmitAsync(SampleRequests.PatientInCare);
        var fixedPaths = AllOperations.List.Where(o => o.Method == "GET" && !o.Route.Contains('{', StringComparison.Ordinal))
            .Select(o => $"/{o.Route}");
        foreach (var path in new[] { $"/api/decisions/{decision}", "/api/decisions/7", "/", "/nowhere" }.Concat(fixedPaths))
        {
            using var get = await _client.GetAsync(path, Cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await _client.SendAsync(request, Cancellation);

            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    private async Task<string> SubmitAsync(string body) =>
        (await _client.PostJsonAsync("/api/requests", body).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
}
