using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>
/// A person is who has the object id: a user name changes with a marriage, and a tenant may give it to somebody else afterwards
/// (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference: preferred_username is mutable, oid is not).
/// </summary>
public sealed class RenamedPersonTests(TenantApp app, AppFixture storage) : IClassFixture<TenantApp>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_renamed_keeps_their_requests_and_who_got_the_name_sees_none_of_them()
    {
        var (oid, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var (before, after) = ($"ana.{oid[..8]}@example.org", $"duarte.{oid[..8]}@example.org");
        using var asker = Person(oid, before);
        using var renamed = Person(oid, after);
        using var newcomer = Person(other, before);

        var asked = await asker.PostJsonAsync("/api/requests", SampleRequests.Unusual(before)).JsonAsync(HttpStatusCode.Created);
        var own = await newcomer.PostJsonAsync("/api/requests", SampleRequests.Unusual(before)).JsonAsync(HttpStatusCode.Created);
        var later = await renamed.PostJsonAsync("/api/requests", SampleRequests.Unusual(oid.ToUpperInvariant()))
            .JsonAsync(HttpStatusCode.Created);

        Assert.Equal((before, oid), (asked.GetProperty("staff").GetProperty("id").GetString(), asked.GetProperty("askedBy").GetString()));
        // The object id is theirs too, and what is shown is the name.
        Assert.Equal(after, later.GetProperty("staff").GetProperty("id").GetString());
        Assert.Equal([Id(later), Id(asked)], await MineAsync(renamed));
        Assert.Equal([Id(own)], await MineAsync(newcomer));
        await renamed.GetAsync($"/api/decisions/{Id(asked)}", Cancelled).JsonAsync(HttpStatusCode.OK);
        await newcomer.GetAsync($"/api/decisions/{Id(asked)}", Cancelled).JsonAsync(HttpStatusCode.NotFound);
        await newcomer.PostAsync($"/api/decisions/{Id(asked)}/withdraw", null, Cancelled).JsonAsync(HttpStatusCode.NotFound);
        await renamed.PostAsync($"/api/decisions/{Id(asked)}/withdraw", null, Cancelled).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_reviews_their_own_request_under_another_name_nor_one_that_a_form_made_for_them_by_either_id()
    {
        var oid = Guid.NewGuid().ToString();
        var (before, after) = ($"rosa.{oid[..8]}@example.org", $"lopez.{oid[..8]}@example.org");
        using var asker = Person(oid, before);
        using var form = storage.Client("only-submit");
        using var renamed = Person(oid, after, "Review");
        using var newcomer = Person(Guid.NewGuid().ToString(), before, "Review");
        using var other = Person(Guid.NewGuid().ToString(), "sm-5001", "Review");
        var signedIn = await asker.PostJsonAsync("/api/requests", SampleRequests.Unusual(before)).JsonAsync(HttpStatusCode.Created);
        var byOid = await form.PostJsonAsync("/api/requests", SampleRequests.Unusual(oid)).JsonAsync(HttpStatusCode.Created);
        var byName = await form.PostJsonAsync("/api/requests", SampleRequests.Unusual(after)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal([Id(byName), Id(byOid), Id(signedIn)], await MineAsync(renamed));
        foreach (var id in new[] { Id(signedIn), Id(byOid), Id(byName) })
        {
            await ReviewAsync(renamed, id, HttpStatusCode.Forbidden);
            await renamed.PostAsync($"/api/decisions/{id}/claim", null, Cancelled).JsonAsync(HttpStatusCode.Forbidden);
        }
        // Whoever has the name now may be who asked: others decide.
        await ReviewAsync(newcomer, Id(signedIn), HttpStatusCode.Forbidden);
        foreach (var id in new[] { Id(signedIn), Id(byOid), Id(byName) })
            await ReviewAsync(other, id, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_did_not_wait_for_the_decision_has_it_under_a_new_name_and_is_found_and_erased_by_object_id(bool isAsync)
    {
        var oid = Guid.NewGuid().ToString();
        var before = $"eva.{oid[..8]}@example.org";
        using var asker = Person(oid, before);
        using var renamed = Person(oid, $"new.{before}");
        using var newcomer = Person(Guid.NewGuid().ToString(), before);
        using var administrator = storage.Client();
        if (isAsync)
            asker.DefaultRequestHeaders.Add("Prefer", "respond-async");
        var asked = await asker.PostJsonAsync("/api/requests", SampleRequests.Unusual(before))
            .JsonAsync(isAsync ? HttpStatusCode.Accepted : HttpStatusCode.Created);
        await Eventually.IsSoAsync("the request is decided", async () =>
            (await renamed.GetAsync($"/api/decisions/{Id(asked)}", Cancelled)).StatusCode == HttpStatusCode.OK);
        await newcomer.GetAsync($"/api/decisions/{Id(asked)}", Cancelled).JsonAsync(HttpStatusCode.NotFound);
        await Eventually.IsSoAsync("the request is listed", async () => (await MineAsync(renamed)).Contains(Id(asked)));

        var listed = await administrator.GetAsync($"/api/decisions?staff={oid}", Cancelled).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([Id(asked)], listed.GetProperty("items").Texts("id"));
        await administrator.PostJsonAsync("/api/staff/erasure", new JsonObject { ["staffId"] = oid }.ToJsonString())
            .JsonAsync(HttpStatusCode.OK);

        var erased = await administrator.GetAsync($"/api/decisions/{Id(asked)}", Cancelled).JsonAsync(HttpStatusCode.OK);
        Assert.DoesNotContain(oid, erased.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(before, erased.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await MineAsync(renamed));
        await renamed.GetAsync($"/api/decisions/{Id(asked)}", Cancelled).JsonAsync(HttpStatusCode.NotFound);
    }

    private static string Id(JsonElement decision) => decision.GetProperty("id").GetString()!;

    private HttpClient Person(string objectId, string name, params string[] roles) => app.Client(app.Tenant.Token(claims =>
    {
        (claims["oid"], claims["preferred_username"]) = (objectId, name);
        claims["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]);
    }));

    private static async Task<IEnumerable<string>> MineAsync(HttpClient person) =>
        (await person.GetAsync("/api/requests", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("items").Texts("id");

    private static Task<JsonElement> ReviewAsync(HttpClient reviewer, string id, HttpStatusCode expected) =>
        reviewer.PostJsonAsync($"/api/decisions/{id}/review", """{"resolution":"permit","reason":"Friends since school."}""")
            .JsonAsync(expected);
}
