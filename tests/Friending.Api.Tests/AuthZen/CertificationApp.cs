using System.Net;
using System.Text;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>
/// The app with the policy of the public AuthZEN certification scenario (certification/authorization-api-1_0-scenario.md in
/// github.com/openid/authzen): the users alice and bob, the records record-1 and record-2. Tests are named after the scenario's sections.
/// </summary>
[CollectionDefinition(nameof(CertificationApp))]
public sealed class CertificationApp(AppFixture app) : IAsyncLifetime, ICollectionFixture<CertificationApp>
{
    internal const string Alice = """{"type":"user","id":"alice"}""";
    internal const string Bob = """{"type":"user","id":"bob"}""";
    internal const string Admin = """{"type":"user","id":"bob","properties":{"role":"admin"}}""";
    internal const string Read = """{"name":"read"}""";
    internal const string Write = """{"name":"write"}""";
    internal const string Record1 = """{"type":"record","id":"record-1"}""";
    internal const string Record2 = """{"type":"record","id":"record-2"}""";
    internal const string Active1 = """{"type":"record","id":"record-1","properties":{"status":"active"}}""";
    internal const string Archived2 = """{"type":"record","id":"record-2","properties":{"status":"archived"}}""";
    internal const string Users = """{"type":"user"}""";
    internal const string Records = """{"type":"record"}""";
    internal const string Context = """{"time":"2026-03-04T09:15-06:00","ip":"10.1.2.3"}""";

    private LocalHost.LocalHost? _host;

    /// <summary>The folder with the scenario's policy and its scenarios.</summary>
    internal static string PolicyFolder { get; } = Path.Combine(AppContext.BaseDirectory, "AuthZen");

    /// <summary>Every operation that takes a body, with one that it takes.</summary>
    public static TheoryData<string, string> Operations { get; } = new()
    {
        { "evaluation", Body(("subject", Alice), ("action", Read), ("resource", Record1)) },
        { "evaluations", Body(("subject", Alice), ("action", Read), ("evaluations", $$"""[{"resource":{{Record1}}}]""")) },
        { "search/subject", Body(("subject", Users), ("action", Read), ("resource", Record1)) },
        { "search/resource", Body(("subject", Alice), ("action", Read), ("resource", Records)) },
        { "search/action", Body(("subject", Alice), ("resource", Record1)) },
    };

    /// <summary>Where the app listens.</summary>
    internal Uri Address => _host!.Address;

    /// <summary>A caller with a key; null: without one.</summary>
    internal HttpClient Client(string? key = LocalHost.LocalHost.DevelopmentKey)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    /// <summary>A JSON object of members that are JSON.</summary>
    internal static string Body(params (string Name, string Json)[] members) =>
        $"{{{string.Join(',', members.Select(m => $"\"{m.Name}\":{m.Json}"))}}}";

    public async ValueTask InitializeAsync() => _host = await app.StartAnotherAsync($"--Policy:Path={PolicyFolder}");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}

/// <summary>Speaks AuthZEN and makes sure that each answer has the form that the specification gives it.</summary>
internal static class AccessCalls
{
    /// <summary>Posts a body to one of the operations.</summary>
    internal static Task<HttpResponseMessage> AccessAsync(this HttpClient client, string operation, string body,
        params (string Name, string Value)[] headers) =>
        client.PostJsonAsync($"/access/v1/{operation}", body, headers);

    /// <summary>One decision.</summary>
    internal static async Task<bool> DecideAsync(this HttpClient client, params (string Name, string Json)[] members) =>
        DecisionOf(await client.AccessAsync("evaluation", CertificationApp.Body(members)).AnswerAsync());

    /// <summary>Several decisions.</summary>
    internal static async Task<IReadOnlyList<bool>> DecideAllAsync(this HttpClient client, params (string Name, string Json)[] members)
    {
        var answer = await client.AccessAsync("evaluations", CertificationApp.Body(members)).AnswerAsync();
        Assert.False(answer.TryGetProperty("decision", out _));
        return [.. answer.GetProperty("evaluations").EnumerateArray().Select(DecisionOf)];
    }

    /// <summary>What a search found: the ids of subjects or resources, or the names of actions.</summary>
    internal static async Task<string[]> FindAsync(this HttpClient client, string what, params (string Name, string Json)[] members) =>
        Found(what, members, await client.AccessAsync($"search/{what}", CertificationApp.Body(members)).AnswerAsync());

    /// <summary>A page of a search: what it holds, and the page object.</summary>
    internal static async Task<(string[] Found, JsonElement Page)> FindPageAsync(this HttpClient client, string what,
        params (string Name, string Json)[] members)
    {
        var answer = await client.AccessAsync($"search/{what}", CertificationApp.Body(members)).AnswerAsync();
        return (Found(what, members, answer), answer.GetProperty("page"));
    }

    /// <summary>A successful answer: 200, a JSON object.</summary>
    internal static async Task<JsonElement> AnswerAsync(this Task<HttpResponseMessage> sent)
    {
        var answer = await sent.JsonAsync(HttpStatusCode.OK);
        Assert.Equal("application/json", (await sent).Content.Headers.ContentType!.MediaType);
        Assert.Equal(JsonValueKind.Object, answer.ValueKind);
        return answer;
    }

    /// <summary>A refusal: 400, and the places it is about.</summary>
    internal static async Task<string[]> RefusedAsync(this Task<HttpResponseMessage> sent)
    {
        var problem = await sent.JsonAsync(HttpStatusCode.BadRequest);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(e => e.Name)] : [];
    }

    /// <summary>A body that is not said to be JSON, or whatever else <paramref name="mediaType"/> is.</summary>
    internal static Task<HttpResponseMessage> AccessAsync(this HttpClient client, string operation, byte[] body, string? mediaType)
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return client.PostAsync(new Uri($"/access/v1/{operation}", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // "Decision": a boolean, and a context that is an object if there is one.
    private static bool DecisionOf(JsonElement decision)
    {
        if (decision.TryGetProperty("context", out var context))
            Assert.Equal(JsonValueKind.Object, context.ValueKind);
        return decision.GetProperty("decision").GetBoolean();
    }

    // "The Search API Response": an array of entities of the type asked for; a page, if there is one, with a token and the sizes.
    private static string[] Found(string what, (string Name, string Json)[] members, JsonElement answer)
    {
        var results = answer.GetProperty("results").EnumerateArray().ToArray();
        if (answer.TryGetProperty("page", out var page))
        {
            Assert.Equal("page", answer.EnumerateObject().First().Name);
            Assert.Equal(JsonValueKind.String, page.GetProperty("next_token").ValueKind);
            Assert.Equal(results.Length, page.GetProperty("count").GetInt32());
            Assert.InRange(results.Length, 0, page.GetProperty("total").GetInt32());
        }
        if (what == "action")
            return [.. results.Select(r => Assert.Single(r.EnumerateObject(), m => m.Name == "name").Value.GetString()!)];
        using var sought = JsonDocument.Parse(members.Single(m => m.Name == what).Json);
        Assert.All(results, r => Assert.Equal(sought.RootElement.GetProperty("type").GetString(), r.GetProperty("type").GetString()));
        return [.. results.Select(r => r.GetProperty("id").GetString()!)];
    }
}
