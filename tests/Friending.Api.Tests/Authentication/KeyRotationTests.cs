using System.Net;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The tenant's keys change while the app runs, as Entra ID changes its own without notice.</summary>
public sealed class KeyRotationTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_is_taken_and_one_that_is_withdrawn_no_more()
    {
        await using var tenant = await Tenant.StartAsync();
        await using var host = await tenant.StartAppAsync(app, refresh: TimeSpan.FromSeconds(1));
        var old = tenant.Token();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, old));

        tenant.Publish("key-2");
        await Eventually.IsSoAsync("a token of the new key is taken",
            async () => await CallAsync(host, tenant.Token(kid: "key-2")) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, old));

        tenant.Withdraw("key-1");
        tenant.Publish("key-3");
        await Eventually.IsSoAsync("a token of the third key is taken",
            async () => await CallAsync(host, tenant.Token(kid: "key-3")) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, old));
    }

    [Fact]
    public async Task Tokens_that_name_made_up_keys_do_not_have_the_keys_read_each_time()
    {
        await using var tenant = await Tenant.StartAsync();
        await using var host = await tenant.StartAppAsync(app);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, tenant.Token()));
        for (var i = 0; i < 50; i++)
        {
            var header = Tenant.Header($"made-up-{i}").ToJsonString();
            Assert.Equal(HttpStatusCode.Unauthorized,
                await CallAsync(host, Jwt.Signed(header, Tenant.Claims().ToJsonString(), tenant.Key())));
        }

        Assert.InRange(tenant.KeyReadings, 1, 3);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, tenant.Token()));
    }

    [Fact]
    public async Task While_the_keys_cannot_be_had_those_known_are_good_and_without_any_the_caller_is_told_to_try_again()
    {
        await using var tenant = await Tenant.StartAsync();
        await using var knowing = await tenant.StartAppAsync(app, refresh: TimeSpan.FromSeconds(1));
        await using var starting = await tenant.StartAppAsync(app);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(knowing, tenant.Token()));

        tenant.IsDown = true;
        Assert.Equal(HttpStatusCode.OK, await CallAsync(knowing, tenant.Token()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CallAsync(starting, tenant.Token()));

        tenant.IsDown = false;
        await Eventually.IsSoAsync("the keys are read", async () => await CallAsync(starting, tenant.Token()) == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> CallAsync(LocalHost.LocalHost host, string token)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/api/guidelines/7", Cancellation);
        return answer.StatusCode;
    }
}
