using System.Net;
using Friending.Testing.Worker;

namespace Friending.Functions.Tests;

/// <summary>
/// Calls without a credential are counted by the address of who calls. The platform's front end appends it to what the client wrote as
/// <c>X-Forwarded-For</c>; the host takes that hop and forwards it alone; the worker takes it from there, one hop as the default of
/// <c>ForwardedHeadersOptions.ForwardLimit</c> says: https://github.com/Azure/azure-functions-dotnet-worker/issues/3111.
/// </summary>
public sealed class CallerAddressTests(WorkerApp app) : IClassFixture<WorkerApp>
{
    private const int Calls = 4;

    [Fact]
    public async Task A_hop_that_a_client_makes_up_gives_it_no_other_counter_and_two_addresses_have_two()
    {
        await using var host = await FunctionsHost.StartAsync(
            [.. PublishedApp.Settings(app.ConnectionString), new("RateLimits__Anonymous", $"{Calls}")]);
        using var http = new HttpClient { BaseAddress = host.Address };
        string[] madeUp = ["192.0.2.1, ", "192.0.2.2, ", "192.0.2.3, 192.0.2.4, ", "", "not an address, ", "198.51.100.9, "];

        var one = new List<HttpStatusCode>();
        foreach (var hops in madeUp)
            one.Add(await AskAsync(http, $"{hops}203.0.113.7:40001"));
        var other = await AskAsync(http, "198.51.100.9:40002");
        var without = await AskAsync(http, null);
        // The front end writes IPv6 in brackets, with a port; a /64 counts as one.
        var six = new List<HttpStatusCode>();
        for (var i = 0; i <= Calls; i++)
            six.Add(await AskAsync(http, $"192.0.2.{i}, [2001:db8:1:2::{i + 1}]:4000{i}"));
        var otherSix = await AskAsync(http, "[2001:db8:1:3::1]:40001");

        Assert.Equal(
            madeUp.Select((_, i) => i < Calls ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests), one);
        Assert.Equal(HttpStatusCode.OK, other);
        Assert.Equal(HttpStatusCode.OK, without);
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, Calls), HttpStatusCode.TooManyRequests], six);
        Assert.Equal(HttpStatusCode.OK, otherSix);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
