using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Friending.Api.Pipeline.RateLimits;
using Friending.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

public sealed class CallerLimitsTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_calls_too_often_is_told_when_to_go_on_and_others_are_not_held_up()
    {
        await using var host = await app.StartAnotherAsync(
            ["--RateLimits:Person=3", "--RateLimits:Program=5", "--RateLimits:Anonymous=4", .. AppFixture.KeySettings("limited", "Audit")]);
        var issuer = host.Services.GetRequiredService<LocalHost.SignIn.LocalIssuer>();
        using var ana = Client(host, "Authorization", $"Bearer {issuer.TokenFor("ana")}");
        using var anaAgain = Client(host, "Authorization", $"Bearer {issuer.TokenFor("ana")}");
        using var ben = Client(host, "Authorization", $"Bearer {issuer.TokenFor("ben")}");
        using var key = Client(host, "x-functions-key", "limited");
        using var guessing = Client(host, "x-functions-key", "guess");
        using var nobody = Client(host, "X-Forwarded-For", "203.0.113.7");

        Assert.Equal(["200 \"person\";r=2", "200 \"person\";r=1", "200 \"person\";r=0"],
            [await AskAsync(ana), await AskAsync(anaAgain), await AskAsync(ana)]);
        using var refused = await anaAgain.GetAsync("/api/policy", Cancellation);
        var wait = int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture);
        var problem = await Task.FromResult(refused).JsonAsync(HttpStatusCode.TooManyRequests);
        Assert.InRange(wait, 1, 60);
        Assert.Equal("\"person\";q=3;w=60", refused.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Equal($"\"person\";r=0;t={wait}", refused.Headers.GetValues("RateLimit").Single());
        Assert.EndsWith("/too-many-requests", problem.GetProperty("type").GetString(), StringComparison.Ordinal);

        Assert.Equal("200 \"person\";r=2", await AskAsync(ben));
        Assert.Equal("200 \"program\";r=4", await AskAsync(key));
        // Guesses and open operations count for the address, which a header does not change.
        Assert.Equal(["401 \"anonymous\";r=3", "401 \"anonymous\";r=2"], [await AskAsync(guessing), await AskAsync(guessing)]);
        Assert.Equal(["200 \"anonymous\";r=1", "200 \"anonymous\";r=0"],
            [await AskAsync(nobody, "/openapi.json"), await AskAsync(nobody, "/openapi.json")]);
        Assert.StartsWith("429", await AskAsync(nobody, "/openapi.json"), StringComparison.Ordinal);
        Assert.StartsWith("429", await AskAsync(guessing), StringComparison.Ordinal);
        Assert.Equal("200 \"program\";r=3", await AskAsync(key));
    }

    [Fact]
    public async Task After_the_window_a_caller_may_go_on()
    {
        using var limits = CallerLimits.Create(new RateLimitOptions { Person = 1 }, TimeSpan.FromMilliseconds(200));

        Assert.True(IsTaken(limits, Person("ana")));
        Assert.False(IsTaken(limits, Person("ana")));
        await Eventually.IsSoAsync("the window is over", () => IsTaken(limits, Person("ana")));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_IPv6_network_counts_as_one_address(string one, string other, bool same)
    {
        using var limits = CallerLimits.Create(new RateLimitOptions { Anonymous = 1 }, TimeSpan.FromHours(1));

        Assert.True(IsTaken(limits, From(one)));
        Assert.Equal(same, !IsTaken(limits, From(other)));
    }

    // The worker has applied forwarded headers by then; what is left in the header was written by the caller.
    [Fact]
    public void A_forwarded_address_that_the_caller_writes_counts_for_nothing()
    {
        using var limits = CallerLimits.Create(new RateLimitOptions { Anonymous = 1 }, TimeSpan.FromHours(1));
        var again = From("203.0.113.7");
        again.Request.Headers["X-Forwarded-For"] = "198.51.100.1";

        Assert.True(IsTaken(limits, From("203.0.113.7")));
        Assert.False(IsTaken(limits, again));
    }

    [Fact]
    public void Any_number_of_addresses_takes_a_bounded_number_of_counters()
    {
        using var limits = CallerLimits.Create(new RateLimitOptions { Anonymous = 1 }, TimeSpan.FromHours(1));
        var taken = 0;
        for (var i = 0; i < 100_000; i++)
            taken += IsTaken(limits, From(new IPAddress(i).ToString())) ? 1 : 0;

        // One call each: as many were let through as there are counters.
        Assert.InRange(taken, 1, 16_384);
    }

    [Theory]
    [InlineData("/api/policy", true)]
    [InlineData("/api/policy", false)]
    [InlineData("/api/decisions/7", true)]
    [InlineData("/health/live", false)]
    [InlineData("/openapi.json", false)]
    [InlineData("/nowhere", false)]
    public async Task Every_answer_tells_browsers_to_keep_and_load_nothing(string path, bool withKey)
    {
        using var client = app.Client(withKey ? LocalHost.LocalHost.DevelopmentKey : null);
        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(
            ["no-store", "nosniff", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", "no-referrer",
                "same-origin", "DENY"],
            new[] { "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Resource-Policy",
                "X-Frame-Options" }
                .Select(name => answer.Headers.GetValues(name).Single()));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Where_people_come_by_https_browsers_are_told_to_stay_with_it()
    {
        await using var host = await app.StartAnotherAsync("--Friending:PublicUrl=https://friending.example.org");
        using var client = Client(host, "x-functions-key", "none");
        using var answer = await client.GetAsync("/health/live", Cancellation);

        Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    private static bool IsTaken(PartitionedRateLimiter<HttpContext> limits, HttpContext context)
    {
        using var lease = limits.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    private static DefaultHttpContext Person(string staffId) =>
        new() { User = new(new ClaimsIdentity([new(Caller.StaffIdClaim, staffId)], "Bearer")) };

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    private static async Task<string> AskAsync(HttpClient client, string path = "/api/policy")
    {
        using var answer = await client.GetAsync(path, Cancellation);
        return $"{(int)answer.StatusCode} {answer.Headers.GetValues("RateLimit").Single()}";
    }

    private static HttpClient Client(LocalHost.LocalHost host, string header, string value)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add(header, value);
        return client;
    }
}
