using System.Net;
using Friending.Api.Pipeline.Authentication;
using Friending.Testing;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Requests that were made before a test looks at a page.</summary>
internal static class Cases
{
    /// <summary>A nurse's request that waits for a reviewer, in the list already; its id.</summary>
    /// <param name="app">The app.</param>
    /// <param name="platform">The social network, by which the test finds it among others.</param>
    /// <param name="staffId">Who asks.</param>
    public static async Task<string> PendingAsync(AppFixture app, string platform, string staffId = "rn-1042")
    {
        var id = await SubmitAsync(app, staffId, $$"""
            {"platform":"{{platform}}","direction":"accept","staff":{"careRole":true,"role":"Registered nurse","department":"Cardiology"},"otherParty":{"patient":"current"},
             "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false,"otherUnusual":true},"note":"We sing in the same choir."}
            """);
        using var reviewer = app.Person("sm-5001", Role.Review);
        await Eventually.IsSoAsync($"{id} is in the list of reviews", async () =>
        {
            // However many cases of other tests come before it.
            var cursor = "";
            do
            {
                var page = await reviewer.GetAsync($"/api/reviews?limit=100{cursor}", TestContext.Current.CancellationToken)
                    .JsonAsync(HttpStatusCode.OK);
                if (page.GetProperty("items").Texts("id").Contains(id))
                    return true;
                cursor = page.TryGetProperty("cursor", out var next) ? $"&cursor={next.GetString()}" : "";
            } while (cursor.Length > 0);
            return false;
        });
        return id;
    }

    /// <summary>A nurse's request that is declined; its id.</summary>
    public static Task<string> DeclinedAsync(AppFixture app, string staffId = "rn-1042") => SubmitAsync(app, staffId, """
        {"platform":"Facebook","direction":"accept","staff":{"careRole":true},"otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """);

    /// <summary>Requests of two outcomes by so many people that a digest hides neither.</summary>
    public static async Task OfManyAsync(AppFixture app)
    {
        for (var n = 0; n < 6; n++)
        {
            await DeclinedAsync(app, $"rn-205{n}");
            await PendingAsync(app, "Network of many", $"rn-305{n}");
        }
    }

    /// <summary>A reviewer decides.</summary>
    public static async Task ResolveAsync(AppFixture app, string id, string resolution, string reason)
    {
        using var reviewer = app.Person("sm-5009", Role.Review);
        await reviewer.PostJsonAsync($"/api/decisions/{id}/review", $$"""{"resolution":"{{resolution}}","reason":"{{reason}}"}""")
            .JsonAsync(HttpStatusCode.OK);
    }

    private static async Task<string> SubmitAsync(AppFixture app, string staffId, string request)
    {
        using var client = app.Person(staffId);
        return (await client.PostJsonAsync("/api/requests", request).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
