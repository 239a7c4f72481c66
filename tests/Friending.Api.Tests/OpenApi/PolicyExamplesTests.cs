using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Examples of requests and answers in /openapi.json are in the words of the policy in force, and true.</summary>
public sealed class PolicyExamplesTests(AppFixture app)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "Facebook")]
    [InlineData("gifts", "kind")]
    [InlineData("mental-health.policy.json", "Facebook")]
    public async Task The_app_takes_each_example_of_a_request_and_gives_the_example_of_its_answer(string? policy, string says)
    {
        await using var host = policy is null
            ? await app.StartAnotherAsync()
            : await app.StartAnotherAsync($"--Policy:Path={Repository.Path("samples", "policies", policy)}");
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        var paths = JsonNode.Parse(await client.GetStringAsync("/openapi.json", Cancelled))!["paths"]!;

        var (submit, evaluate) = (paths["/api/requests"]!["post"]!, paths["/api/evaluate"]!["post"]!);
        Assert.Contains(says, Request(submit), StringComparison.Ordinal);
        AssertSame(Answer(submit, "201"), Exchanges.AsExample(await SendAsync("/api/requests", Request(submit), HttpStatusCode.Created)));
        // Where a policy asks for nothing but what is required, no valid submission leaves anything open.
        if (submit["responses"]!["422"]!["content"]!["application/problem+json"]!["example"] is { } incomplete)
            AssertSame(incomplete, await SendAsync("/api/requests", Request(evaluate), HttpStatusCode.UnprocessableEntity));
        else
            Assert.NotNull(policy);
        AssertSame(Answer(submit, "400", "application/problem+json"), await SendAsync("/api/requests", "{}", HttpStatusCode.BadRequest));
        AssertSame(Answer(evaluate, "200"), await SendAsync("/api/evaluate", Request(evaluate), HttpStatusCode.OK));

        var parameters = paths["/api/decisions"]!["get"]!["parameters"]!.AsArray();
        var listed = parameters.Single(p => p!["name"]!.ToString() == "rule")!["example"]!.ToString();
        Assert.Equal(Answer(submit, "201")["findings"]![0]!["rule"]!.ToString(), listed);
        var guideline = paths["/api/guidelines/{id}"]!["get"]!;
        var id = guideline["parameters"]!.AsArray().Single(p => p!["name"]!.ToString() == "id")!["example"]!;
        AssertSame(Answer(guideline, "200"), JsonNode.Parse(await client.GetStringAsync($"/api/guidelines/{id}", Cancelled))!);

        var review = paths["/api/decisions/{id}/review"]!["post"]!;
        Assert.Equal("pending-review", Answer(paths["/api/decisions/{id}/claim"]!["post"]!, "200")["status"]!.ToString());
        Assert.Equal(JsonNode.Parse(Request(review))!["resolution"]!.ToString(), Answer(review, "200")["standing"]!.ToString());

        async Task<JsonNode> SendAsync(string path, string body, HttpStatusCode expected)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(path, content, Cancelled);
            var answered = await response.Content.ReadAsStringAsync(Cancelled);
            Assert.True(response.StatusCode == expected, answered);
            return JsonNode.Parse(answered)!;
        }
    }

    [Fact]
    public async Task With_another_policy_no_example_is_of_friend_requests()
    {
        await using var host = await app.StartAnotherAsync($"--Policy:Path={Repository.Path("samples", "policies", "gifts")}");
        using var client = new HttpClient { BaseAddress = host.Address };
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi.json", Cancelled))!;

        var examples = Examples(document).ToList();
        Assert.True(examples.Count > 30);
        string[] words = ["direction", "platform", "Facebook", "careRole", "circumstances", "otherParty", "permit", "7.7"];
        Assert.All(examples, e => Assert.DoesNotContain(words, word => e.Contains($"\"{word}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Examples(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "example" ? [m.Value!.ToJsonString()] : Examples(m.Value)),
        JsonArray a => a.SelectMany(Examples),
        _ => [],
    };

    private static string Request(JsonNode operation) =>
        operation["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString();

    private static JsonNode Answer(JsonNode operation, string status, string mediaType = "application/json") =>
        operation["responses"]![status]!["content"]![mediaType]!["example"]!;

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}\nFound {actual.ToJsonString()}");
}
