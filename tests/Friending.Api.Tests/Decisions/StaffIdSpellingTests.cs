using System.Net;
using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>One person has one staff id, however somebody writes it.</summary>
public sealed class StaffIdSpellingTests(AppFixture storage)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_auditor_finds_the_decisions_of_a_person_however_the_id_is_written_and_none_once_they_are_erased()
    {
        var mark = Guid.NewGuid().ToString()[..8];
        using var client = storage.Client();
        var asked = await client.PostJsonAsync("/api/requests", SampleRequests.Unusual($"Ida.{mark}@Example.org"))
            .JsonAsync(HttpStatusCode.Created);
        string[] spellings =
            [$"Ida.{mark}@Example.org", $"ida.{mark}@example.org", $" IDA.{mark}@EXAMPLE.ORG ", $"ｉda.{mark}@example.org"];

        foreach (var spelling in spellings)
            Assert.Equal([asked.GetProperty("id").GetString()!], await ListedAsync(spelling));
        Assert.Empty(await ListedAsync($"ida.{mark}@example.com"));

        var erasure = new JsonObject { ["staffId"] = spellings[1] }.ToJsonString();
        await client.PostJsonAsync("/api/staff/erasure", erasure).JsonAsync(HttpStatusCode.OK);
        foreach (var spelling in spellings)
            Assert.Empty(await ListedAsync(spelling));

        async Task<IEnumerable<string>> ListedAsync(string staff) =>
            (await client.GetAsync($"/api/decisions?staff={Uri.EscapeDataString(staff)}", Cancelled).JsonAsync(HttpStatusCode.OK))
                .GetProperty("items").Texts("id");
    }
}
