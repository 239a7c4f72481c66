using System.Net;
using System.Text;
using Friending.Testing.Worker;

namespace Friending.Benchmarks;

/// <summary>What is sent to a worker through its host, each with the answer that it must have.</summary>
internal static class WorkerCalls
{
    /// <summary>A client of the host's, with the key of a developer's machine.</summary>
    internal static HttpClient Client(FunctionsHost host)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        return client;
    }

    /// <summary>A client of a person who signed in.</summary>
    internal static HttpClient PersonClient(FunctionsHost host, string token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new("Bearer", token) },
    };

    /// <summary>EvaluateRequest.</summary>
    internal static Task EvaluateAsync(HttpClient client) => PostAsync(client, SampleRequest.Path, SampleRequest.Body);

    /// <summary>SubmitRequest.</summary>
    internal static Task SubmitAsync(HttpClient client) =>
        PostAsync(client, "/api/requests", SampleRequest.Body, HttpStatusCode.Created);

    /// <summary>ListMyRequests, as the page asks for them.</summary>
    internal static Task ListMineAsync(HttpClient person) => GetAsync(person, "/api/requests?limit=25");

    /// <summary>ListDecisions, with the largest page.</summary>
    internal static Task ListAsync(HttpClient client) => GetAsync(client, "/api/decisions?limit=200");

    /// <summary>The empty function behind the product's pipeline.</summary>
    internal static Task EmptyAsync(HttpClient client) => GetAsync(client, "/health/live");

    /// <summary>Posts JSON and reads the answer.</summary>
    /// <exception cref="InvalidOperationException">The answer has another status.</exception>
    internal static async Task PostAsync(HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = Json(body);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        await ReadAsync(path, response, expected);
    }

    /// <summary>JSON to post.</summary>
    internal static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        await ReadAsync(path, response, HttpStatusCode.OK);
    }

    private static async Task ReadAsync(string path, HttpResponseMessage response, HttpStatusCode expected)
    {
        if (response.StatusCode != expected)
            throw new InvalidOperationException(
                $"{path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        await response.Content.ReadAsByteArrayAsync();
    }
}
