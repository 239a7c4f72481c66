using System.Net;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

public sealed class ListMyRequestsTests(AppFixture app)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_finds_what_they_just_submitted_with_what_they_can_do_next_and_nobody_elses()
    {
        var name = $"mine-{Guid.NewGuid():N}";
        using var owner = app.Person(name);
        using var stranger = app.Person($"other-{name}");
        using var submitted = await owner.PostJsonAsync("/api/requests", SampleRequests.Unusual(name));
        var path = submitted.Headers.Location!.ToString();

        var listed = Assert.Single(await ItemsAsync(owner, ""));

        Assert.Equal(path.Split('/')[^1], listed.GetProperty("id").GetString());
        Assert.Equal("pending-review", listed.GetProperty("status").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, listed.GetProperty("standing").ValueKind);
        Assert.Equal(["answer", "withdraw"], listed.GetProperty("next").EnumerateArray().Select(n => n.GetString()));
        Assert.Empty(await ItemsAsync(stranger, ""));

        await owner.PostJsonAsync($"{path}/withdraw", "").JsonAsync(HttpStatusCode.OK);
        Assert.Empty(Assert.Single(await ItemsAsync(owner, "")).GetProperty("next").EnumerateArray());
    }

    [Fact]
    public async Task Pages_hold_every_request_once_newest_first()
    {
        var name = $"mine-{Guid.NewGuid():N}";
        using var owner = app.Person(name);
        var submitted = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            // Ids made in the same millisecond have no order.
            await Task.Delay(2, Cancelled);
            submitted.Insert(0, (await owner.PostJsonAsync("/api/requests", SampleRequests.Unusual(name)).JsonAsync(HttpStatusCode.Created))
                .GetProperty("id").GetString()!);
        }

        var listed = new List<string>();
        for (var more = "?limit=2"; more is not null;)
        {
            var page = await owner.GetAsync($"/api/requests{more}", Cancelled).JsonAsync(HttpStatusCode.OK);
            listed.AddRange(page.GetProperty("items").Texts("id"));
            more = page.TryGetProperty("cursor", out var cursor) ? $"?limit=2&cursor={cursor.GetString()}" : null;
        }

        Assert.Equal(submitted, listed);
        await owner.GetAsync("/api/requests?cursor=nonsense", Cancelled).JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_person_is_told_whether_a_mail_will_tell_them()
    {
        string[] mail = ["--Smtp:Host=127.0.0.1", "--Smtp:Security=None", "--Smtp:From=friending@example.org", "--Notices:Enabled=true"];
        await using var with = await app.StartAnotherAsync([.. mail, "--Notices:StaffAddress={id}@example.org"]);
        await using var without = await app.StartAnotherAsync(mail);

        Assert.Equal("page", await ToldByAsync(app.Host, "rn-1042"));
        Assert.Equal("mail", await ToldByAsync(with, "rn-1042"));
        Assert.Equal("page", await ToldByAsync(without, "rn-1042"));
        Assert.Equal("mail", await ToldByAsync(without, "nora@example.org"));

        static async Task<string?> ToldByAsync(LocalHost.LocalHost host, string staffId)
        {
            using var client = new HttpClient { BaseAddress = host.Address };
            client.DefaultRequestHeaders.Authorization =
                new("Bearer", host.Services.GetRequiredService<LocalHost.SignIn.LocalIssuer>().TokenFor(staffId, []));
            return (await client.GetAsync("/api/requests?limit=1", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("toldBy")
                .GetString();
        }
    }

    [Fact]
    public async Task A_program_has_no_requests_of_its_own()
    {
        using var client = app.Client();
        await client.GetAsync("/api/requests", Cancelled).JsonAsync(HttpStatusCode.Forbidden);
    }

    private static async Task<List<System.Text.Json.JsonElement>> ItemsAsync(HttpClient client, string query) =>
        [.. (await client.GetAsync($"/api/requests{query}", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
