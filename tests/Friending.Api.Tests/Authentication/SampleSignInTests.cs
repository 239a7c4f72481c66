using System.Net;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Signing in as a sample person, as a browser does it; the browser's cookies are the client's.</summary>
public sealed class SampleSignInTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nurse", "rn-1042")]
    [InlineData("physician", "md-2011")]
    [InlineData("manager", "mg-3007")]
    [InlineData("front-desk", "fd-4023")]
    [InlineData("reviewer", "sm-5001", "Review")]
    [InlineData("auditor", "ca-6002", "Audit")]
    [InlineData("administrator", "it-7004", "Audit", "Admin")]
    public async Task Somebody_who_signs_in_may_do_what_their_roles_say(string person, string staffId, params string[] roles)
    {
        using var browser = Browser();
        Assert.Contains($"value=\"{person}\"", await browser.GetStringAsync("/.auth/login/aad", Cancellation), StringComparison.Ordinal);
        using var signedIn = await SignInAsync(browser, person, "/reviews?limit=5");

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/reviews?limit=5", signedIn.Headers.Location!.OriginalString);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        var me = await MeAsync(browser);
        Assert.Equal(("aad", staffId), (me.GetProperty("provider_name").GetString(), me.GetProperty("user_id").GetString()));
        Assert.Equal(roles, me.GetProperty("user_claims").EnumerateArray()
            .Where(c => c.GetProperty("typ").GetString() == "roles").Select(c => c.GetProperty("val").GetString()!));
        Assert.True(me.GetProperty("expires_on").GetDateTimeOffset() > DateTimeOffset.UtcNow);

        using var caller = Bearer(app.Address, me.GetProperty("access_token").GetString()!);
        foreach (var (path, may) in new[] { ("/api/reviews", roles.Contains("Review")), ("/api/decisions", roles.Contains("Audit")) })
        {
            using var answer = await caller.GetAsync(path, Cancellation);
            Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_cookie_alone_opens_no_operation_and_is_good_until_signing_out()
    {
        using var browser = Browser();
        using var before = await browser.GetAsync("/.auth/me", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);
        (await SignInAsync(browser, "auditor")).Dispose();
        await MeAsync(browser);

        using var operation = await browser.GetAsync("/api/decisions", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, operation.StatusCode);

        using var signedOut = await browser.GetAsync("/.auth/logout?post_logout_redirect_uri=/policy", Cancellation);
        Assert.Equal((HttpStatusCode.SeeOther, "/policy"), (signedOut.StatusCode, signedOut.Headers.Location!.OriginalString));
        using var after = await browser.GetAsync("/.auth/me", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("\\\\evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("reviews")]
    [InlineData("~/reviews")]
    [InlineData("/\t/evil.test")]
    [InlineData("/reviews\r\nSet-Cookie: a=b")]
    public async Task Nobody_is_sent_to_another_host(string elsewhere)
    {
        using var browser = Browser();
        using var page =
            await browser.GetAsync($"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(elsewhere)}", Cancellation);
        using var signedIn = await SignInAsync(browser, "nurse", elsewhere);
        using var signedOut =
            await browser.GetAsync($"/.auth/logout?post_logout_redirect_uri={Uri.EscapeDataString(elsewhere)}", Cancellation);

        Assert.All([page, signedIn, signedOut], answer =>
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        });
    }

    [Fact]
    public async Task What_the_page_was_asked_to_come_back_to_is_text_in_it()
    {
        using var browser = Browser();
        using var page = await browser.GetAsync(
            $"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString("/\"><script>alert(1)</script>")}", Cancellation);
        var html = await page.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.test")]
    [InlineData("Host", "localhost.evil.test")]
    public async Task Another_site_can_neither_sign_a_developer_in_nor_pass_for_this_machine(string header, string value)
    {
        using var browser = Browser();
        browser.DefaultRequestHeaders.Add(header, value);
        using var signedIn = await SignInAsync(browser, "administrator");

        Assert.Equal(HttpStatusCode.Forbidden, signedIn.StatusCode);
        Assert.False(signedIn.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Sample_people_are_known_only_to_the_host_that_they_signed_in_at()
    {
        await using var another = await app.StartAnotherAsync();
        using var caller = Bearer(another.Address, app.TokenFor("ca-6002", Role.Audit));
        using var answer = await caller.GetAsync("/api/decisions", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task There_are_no_sample_people_outside_of_Development(string environment)
    {
        await using var host = await LocalHost.LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={app.Host.Emulators.StorageConnectionString}"],
            TextWriter.Null, Cancellation, builder => builder.Environment.EnvironmentName = environment);
        await AssertNobodySignsInAsync(host);
    }

    [Fact]
    public async Task There_are_no_sample_people_where_a_tenant_is_configured()
    {
        await using var host = await app.StartAnotherAsync(
            "--Authentication:TenantId=6f0a3c55-0c0e-4d7a-9d41-3d7f1c6a1c11", "--Authentication:Audience=api://friending");
        await AssertNobodySignsInAsync(host);
    }

    private async Task AssertNobodySignsInAsync(LocalHost.LocalHost host)
    {
        using var browser = Browser(host.Address);
        foreach (var path in new[] { "/.auth/login/aad", "/.auth/me", "/.auth/logout" })
        {
            using var answer = await browser.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var signedIn = await SignInAsync(browser, "administrator");
        Assert.Equal(HttpStatusCode.NotFound, signedIn.StatusCode);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string person, string returnTo = "/")
    {
        using var form = new FormUrlEncodedContent([new("person", person), new("post_login_redirect_uri", returnTo)]);
        return await browser.PostAsync("/.auth/login/aad", form, Cancellation);
    }

    private static async Task<JsonElement> MeAsync(HttpClient browser) =>
        Assert.Single((await browser.GetAsync("/.auth/me", Cancellation).JsonAsync(HttpStatusCode.OK)).EnumerateArray().ToList());

    private HttpClient Browser(Uri? address = null) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address ?? app.Address };

    private static HttpClient Bearer(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
