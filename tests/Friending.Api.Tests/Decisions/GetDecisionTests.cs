using System.Net;
using System.Net.Http.Headers;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class GetDecisionTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    [Fact]
    public async Task Whoever_has_the_version_already_gets_304()
    {
        using var submitted = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        using var request = new HttpRequestMessage(HttpMethod.Get, submitted.Headers.Location);
        request.Headers.IfNoneMatch.Add(submitted.Headers.ETag!);
        using var same = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        using var other = new HttpRequestMessage(HttpMethod.Get, submitted.Headers.Location);
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"7\""));
        using var changed = await _client.SendAsync(other, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(submitted.Headers.ETag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("0199f000-0000-7000-8000-000000000000")]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    [InlineData("0199f000-0000-4000-8000-000000000000")]
    [InlineData("nonsense")]
    public async Task A_decision_that_does_not_exist_is_404(string id)
    {
        var problem = await _client.GetAsync(new Uri($"/api/decisions/{id}", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.NotFound);

        Assert.EndsWith("/not-found", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
    }
}
