using System.Net;
using System.Text.Json;
using Friending.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Friending.Api.Tests;

public sealed class SubscriptionTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_is_called_for_each_decision_until_it_deletes_its_subscription_by_the_location()
    {
        var called = new System.Collections.Concurrent.ConcurrentQueue<JsonElement>();
        var builder = WebApplication.CreateSlimBuilder();
        await using var flow = builder.Build();
        flow.Urls.Add("http://127.0.0.1:0");
        flow.MapPost("/flow", async (HttpContext context) =>
            called.Enqueue((await JsonDocument.ParseAsync(context.Request.Body)).RootElement));
        await flow.StartAsync(Cancelled);

        using var subscribed = await _client.PostJsonAsync("/api/subscriptions",
            $$"""{"callback":"{{flow.Urls.First()}}/flow?sig=s3cret","events":["friending.decision.made"]}""");
        Assert.Equal(HttpStatusCode.Created, subscribed.StatusCode);
        Assert.DoesNotContain("s3cret", await subscribed.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        var location = subscribed.Headers.Location!;

        var made = (await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created))
            .GetProperty("id").GetString();
        await Eventually.IsSoAsync("the flow was called", () => called.Any(e => e.GetProperty("id").GetString() == $"{made}/1/made"));
        Assert.Equal("decline", called.First(e => e.GetProperty("subject").GetString() == made).GetProperty("data").GetProperty("standing")
            .GetString());

        await app.Client("only-audit").DeleteAsync(location, Cancelled).JsonAsync(HttpStatusCode.NotFound);
        using var ended = await _client.DeleteAsync(location, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await _client.DeleteAsync(location, Cancelled).JsonAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{}""", "/callback")]
    [InlineData("""{"callback":"https://elsewhere.example.org/x"}""", "/callback")]
    [InlineData("""{"callback":"http://169.254.169.254/metadata"}""", "/callback")]
    [InlineData("""{"callback":"http://127.0.0.1/x","events":["made"]}""", "/events/0")]
    public async Task What_may_not_be_called_is_refused_with_its_place(string body, string pointer)
    {
        var problem = await _client.PostJsonAsync("/api/subscriptions", body).JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty(pointer, out _), problem.GetRawText());
    }

    [Fact]
    public async Task Only_auditors_subscribe() =>
        await app.Client("only-submit").PostJsonAsync("/api/subscriptions", """{"callback":"http://127.0.0.1/x"}""")
            .JsonAsync(HttpStatusCode.Forbidden);
}
