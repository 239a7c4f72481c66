using System.Net;
using System.Security.Cryptography;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class PolicyTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task The_policy_is_served_byte_for_byte_so_that_its_hash_can_be_checked()
    {
        using var response = await _client.GetAsync(new Uri("/api/policy", UriKind.Relative), TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var decision = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created);

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal($"\"{sha256}\"", response.Headers.ETag!.Tag);
        Assert.Equal(sha256, decision.GetProperty("policy").GetProperty("sha256").GetString());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/policy");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("7", "2015-05-20")]
    [InlineData("8", "2015-05-22")]
    public async Task A_guideline_is_told_with_exceptions_alternatives_messages_and_its_source(string id, string date)
    {
        var guideline = await _client.GetAsync(new Uri($"/api/guidelines/{id}", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal(3, guideline.GetProperty("shareMessages").GetArrayLength());
        Assert.NotEmpty(guideline.GetProperty("exceptions").Texts());
        Assert.NotEmpty(guideline.GetProperty("alternatives").Texts());
        Assert.Equal(date, guideline.GetProperty("source").GetProperty("date").GetString());
    }

    [Fact]
    public async Task There_is_no_guideline_9() =>
        await _client.GetAsync(new Uri("/api/guidelines/9", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.NotFound);
}
