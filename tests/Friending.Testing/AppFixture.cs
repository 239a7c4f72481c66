using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Friending.Service.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Testing;

/// <summary>The real app on a real Azurite, on free ports, once for all tests of a project: tests speak HTTP to it.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private LocalHost.LocalHost? _host;

    /// <summary>Where the app listens.</summary>
    public Uri Address => Host.Address;

    /// <summary>The app.</summary>
    public LocalHost.LocalHost Host => _host ?? throw new InvalidOperationException("The app has not started yet.");

    /// <summary>The app's storage.</summary>
    public StorageAccount Storage => Host.Services.GetRequiredService<StorageAccount>();

    /// <summary>A client that calls with a key; null: without one.</summary>
    public HttpClient Client(string? key = LocalHost.LocalHost.DevelopmentKey)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    /// <summary>A client of a person who signed in.</summary>
    public HttpClient Person(string staffId, params Api.Pipeline.Authentication.Role[] roles)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TokenFor(staffId, roles));
        return client;
    }

    /// <summary>The token of a person who signed in.</summary>
    public string TokenFor(string staffId, params Api.Pipeline.Authentication.Role[] roles) =>
        Host.Services.GetRequiredService<LocalHost.SignIn.LocalIssuer>().TokenFor(staffId, roles);

    /// <summary>
    /// Another app on the same storage, with settings of its own. It takes no messages: one with another policy would refuse those that
    /// other tests send.
    /// </summary>
    public Task<LocalHost.LocalHost> StartAnotherAsync(params string[] settings) => LocalHost.LocalHost.StartAsync(
        [
            "--Port=0", "--Pump=false", "--Emulators:Mail=false",
            $"--Storage:ConnectionString={Host.Emulators.StorageConnectionString}", .. settings,
        ],
        TextWriter.Null, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() => _host = await LocalHost.LocalHost.StartAsync(
        [
            "--Port=0", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0",
            "--Emulators:BlobPort=0",
            .. Enum.GetNames<Api.Pipeline.Authentication.Role>().SelectMany(r => KeySettings($"only-{r.ToLowerInvariant()}", r)),
        ],
        TextWriter.Null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    /// <summary>Settings that make <paramref name="key"/> a key with one role.</summary>
    public static string[] KeySettings(string key, string role) =>
    [
        $"--Keys:{key}:Sha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}",
        $"--Keys:{key}:Roles:0={role}",
    ];
}

/// <summary>Short ways to speak JSON in tests.</summary>
public static class HttpJson
{
    /// <summary>Posts text as JSON.</summary>
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string path, string json,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer as JSON, after making sure of its status.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> sent, HttpStatusCode expected)
    {
        using var response = await sent;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == response.StatusCode, $"Expected {(int)expected}, got {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The texts of an array.</summary>
    public static string[] Texts(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>One member of each object of an array.</summary>
    public static string[] Texts(this JsonElement array, string member) =>
        [.. array.EnumerateArray().Select(e => e.GetProperty(member).GetString()!)];
}
