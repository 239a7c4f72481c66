using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Programs' keys: how they are replaced, and how they end.</summary>
public sealed class KeyTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_key_is_replaced_the_old_and_the_new_are_the_same_caller()
    {
        await using var host =
            await app.StartAnotherAsync($"--Keys:forms:Sha256={Hash("new")}, {Hash("old")}", "--Keys:forms:Roles:0=Submit");
        using var old = Client(host, "old");
        using var fresh = Client(host, "new");
        var idempotency = Guid.NewGuid().ToString();
        var first = await old.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Idempotency-Key", idempotency))
            .JsonAsync(HttpStatusCode.Created);
        var again = await fresh.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Idempotency-Key", idempotency))
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "other", "/api/policy"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, $"{Hash("new")}", "/api/policy"));
    }

    [Fact]
    public async Task A_key_is_good_until_it_expires()
    {
        var time = new SettableTime();
        var expiry = time.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await using var host = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={app.Host.Emulators.StorageConnectionString}",
                "--Pump=false",
                $"--Keys:forms:Sha256={Hash("forms")}", "--Keys:forms:Roles:0=Submit", $"--Keys:forms:Expires={expiry}",
            ],
            TextWriter.Null, Cancellation, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        // Over one connection, which knows the key.
        using var client = Client(host, "forms");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(client, "/api/policy"));

        time.Ahead = TimeSpan.FromDays(1) - TimeSpan.FromMinutes(10);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(client, "/api/policy"));

        time.Ahead = TimeSpan.FromDays(1);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(client, "/api/policy"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, LocalHost.LocalHost.DevelopmentKey, "/api/policy"));
    }

    [Fact]
    public async Task Programs_that_share_a_connection_as_behind_a_front_end_are_each_taken_for_who_they_are()
    {
        await using var host = await app.StartAnotherAsync(
            $"--Keys:forms:Sha256={Hash("forms")}", "--Keys:forms:Roles:0=Submit", $"--Keys:audit:Sha256={Hash("audit")}",
            "--Keys:audit:Roles:0=Audit");
        var connections = 0;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, ConnectCallback = ConnectAsync };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };

        foreach (var (key, status) in new[]
        {
            ("forms", HttpStatusCode.Forbidden), ("audit", HttpStatusCode.OK), ("audit", HttpStatusCode.OK),
            ("audiT", HttpStatusCode.Unauthorized), ("audit2", HttpStatusCode.Unauthorized),
            ("", HttpStatusCode.Unauthorized), ("audit", HttpStatusCode.OK), ("forms", HttpStatusCode.Forbidden),
            ("audit", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/decisions?limit=1");
            request.Headers.Add("x-functions-key", key);
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((key, status), (key, answer.StatusCode));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(client, "/api/decisions?limit=1"));

        Assert.Equal(1, connections);

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            connections++;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    [Theory]
    [InlineData("Sha256", "abc", "Keys:forms: Sha256 must be 64 hex digits")]
    [InlineData("Sha256", "", "Keys:forms: Sha256 must be 64 hex digits")]
    [InlineData("Roles:0", "Review,Audit", "Keys:forms: The role Review,Audit is not one of")]
    [InlineData("Roles:0", "3", "Keys:forms: The role 3 is not one of")]
    [InlineData("Roles:0", "admin", "Keys:forms: The role admin is not one of")]
    [InlineData("Expires", "next year", "Keys:forms: Expires must be a date and time with its offset")]
    [InlineData("Expires", "2027-06-30", "Keys:forms: Expires must be a date and time with its offset")]
    [InlineData("Expires", "2027-06-30T00:00:00", "Keys:forms: Expires must be a date and time with its offset")]
    public async Task A_key_that_is_not_valid_stops_the_start_and_is_named(string setting, string value, string why)
    {
        var settings = new Dictionary<string, string> { ["Sha256"] = Hash("forms"), ["Roles:0"] = "Submit", [setting] = value };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
            await (await app.StartAnotherAsync([.. settings.Select(s => $"--Keys:forms:{s.Key}={s.Value}")])).DisposeAsync());

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static HttpClient Client(LocalHost.LocalHost host, string key)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    private static async Task<HttpStatusCode> CallAsync(LocalHost.LocalHost host, string key, string path)
    {
        using var client = Client(host, key);
        return await CallAsync(client, path);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }

    /// <summary>The real time, moved ahead.</summary>
    private sealed class SettableTime : TimeProvider
    {
        internal TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
