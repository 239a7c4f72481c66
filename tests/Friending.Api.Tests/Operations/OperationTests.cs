using System.Net;
using Friending.Api.Pages;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

public sealed class OperationTests(AppFixture app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("LOCAL-DEV")]
    public async Task Without_a_valid_key_every_operation_but_the_open_ones_is_401(string? key)
    {
        using var client = app.Client(key);
        foreach (var operation in AllOperations.List)
        {
            var route = operation.Route.Replace("{id}", "7", StringComparison.Ordinal)
                .Replace("{file}", "friending.css", StringComparison.Ordinal)
                .Replace("{version}", PageFiles.Embed.Hash[..12], StringComparison.Ordinal)
                .Replace("{type}", "not-found", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), route);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            if (operation.IsOpen)
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                continue;
            }
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{operation.Name}: {response.StatusCode}");
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("only-audit", "POST", "/api/requests")]
    [InlineData("only-review", "POST", "/api/evaluate")]
    [InlineData("only-submit", "GET", "/api/decisions/0199f000-0000-7000-8000-000000000000")]
    [InlineData("only-admin", "GET", "/api/decisions/0199f000-0000-7000-8000-000000000000/explanation")]
    public async Task A_key_without_the_role_is_403(string key, string method, string path)
    {
        using var client = app.Client(key);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var problem = await client.SendAsync(request, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Forbidden);

        Assert.EndsWith("/forbidden", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_id_is_echoed_and_nothing_is_cached()
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/guidelines/7");
        request.Headers.Add("X-Request-ID", "flow-17/3");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["flow-17/3"], response.Headers.GetValues("X-Request-ID"));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    // An answer without its length comes in two pieces, each of which the Functions host has to forward.
    [Theory]
    [InlineData("POST", "/api/evaluate", SampleRequests.PatientInCare, HttpStatusCode.OK, "application/json")]
    [InlineData("POST", "/api/evaluate", "{", HttpStatusCode.BadRequest, "application/problem+json")]
    [InlineData("POST", "/api/requests", SampleRequests.PatientInCare, HttpStatusCode.Created, "application/json")]
    [InlineData("GET", "/api/decisions/0199f000-0000-7000-8000-000000000000", null, HttpStatusCode.NotFound, "application/problem+json")]
    [InlineData("GET", "/api/policy/choices", null, HttpStatusCode.OK, "application/json")]
    public async Task An_answer_is_sent_whole(
        string method, string path, string? body, HttpStatusCode status, string mediaType)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        // Read to its end, an answer without a length would seem to have one.
        using var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        var length = response.Content.Headers.ContentLength;
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, length);
    }

    [Fact]
    public async Task Without_storage_the_service_lives_is_not_ready_and_says_when_to_try_again()
    {
        // Nothing listens on port 9 (discard) of this machine.
        await using var away = await LocalHost.LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", "--Storage:ConnectionString=" + Unreachable, "--Storage:CreateMissing=false"],
            TextWriter.Null, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = away.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);

        await client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        using var submitted = await client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        using var evaluated = await client.PostJsonAsync("/api/evaluate", SampleRequests.PatientInCare);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, submitted.StatusCode);
        Assert.NotNull(submitted.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, evaluated.StatusCode);
    }

    [Fact]
    public async Task Storage_that_takes_calls_and_never_answers_is_503_too()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var hanging = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:Mail=false", "--Storage:CreateMissing=false",
                "--Storage:ConnectionString=" + Unreachable.Replace(":9/", $":{port}/", StringComparison.Ordinal),
            ],
            TextWriter.Null, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = hanging.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);

        using var submitted = await client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, submitted.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/requests", HttpStatusCode.MethodNotAllowed)]
    [InlineData("TRACE", "/api/policy", HttpStatusCode.MethodNotAllowed)]
    public async Task Unknown_paths_and_methods_get_a_problem_too(string method, string path, HttpStatusCode expected)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var problem = await client.SendAsync(request, TestContext.Current.CancellationToken).JsonAsync(expected);

        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/mein", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("/problems/colour", "text/html", "text/html")]
    [InlineData("/mein", "*/*", "application/problem+json")]
    [InlineData("/problems/colour", "*/*", "application/problem+json")]
    [InlineData("/api/nothing", "text/html", "application/problem+json")]
    public async Task Whoever_follows_a_wrong_link_in_a_browser_gets_a_page(string path, string accept, string expected)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected == "text/html" ? "<h1>There is no such page</h1>" : "/problems/not-found", text, StringComparison.Ordinal);
    }

    private const string Unreachable =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "QueueEndpoint=http://127.0.0.1:9/devstoreaccount1;TableEndpoint=http://127.0.0.1:9/devstoreaccount1;";
}
