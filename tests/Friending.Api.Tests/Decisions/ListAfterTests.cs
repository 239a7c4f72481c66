using System.Net;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Whoever asks again and again for what is new names the last decision seen.</summary>
public sealed class ListAfterTests(AppFixture app)
{
    [Fact]
    public async Task After_a_decision_come_only_later_ones()
    {
        using var client = app.Client();
        var staff = $"after-{Guid.NewGuid():N}";
        string[] ids = [await SubmitAsync(), await SubmitAsync(), await SubmitAsync()];

        Assert.Equal(ids, await ListAsync(""));
        Assert.Equal(ids[1..], await ListAsync($"&after={ids[0]}"));
        Assert.Empty(await ListAsync($"&after={ids[2]}"));

        async Task<string> SubmitAsync()
        {
            // Ids made in the same millisecond have no order.
            await Task.Delay(2, TestContext.Current.CancellationToken);
            var decision = await client.PostJsonAsync(
                "/api/requests", $$$"""{"staff":{"id":"{{{staff}}}","careRole":false},"platform":"Facebook","direction":"accept","otherParty":{"patient":"no"}}""")
                .JsonAsync(HttpStatusCode.Created);
            return decision.GetProperty("id").GetString()!;
        }

        async Task<string[]> ListAsync(string more) =>
            (await client.GetAsync($"/api/decisions?staff={staff}{more}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK))
            .GetProperty("items").Texts("id");
    }
}
