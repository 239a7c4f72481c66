using System.Net;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Whoever follows the feed with the cursor it gives misses nothing, not even what was
/// promised before and decided after.</summary>
public sealed class PollFeedTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queued_request_comes_though_a_newer_one_was_seen_before()
    {
        var (_, cursor) = await ReadToEndAsync(null);
        using var promised = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare, ("Prefer", "respond-async"));
        using var plain = await _client.PostJsonAsync("/api/requests", SampleRequests.PatientInCare);
        var wanted = new[] { promised, plain }.Select(r => r.Headers.Location!.ToString().Split('/')[^1]).ToHashSet();

        var seen = new List<JsonElement>();
        await Eventually.IsSoAsync("both decisions are in the feed", async () =>
        {
            (var items, cursor) = await ReadToEndAsync(cursor);
            seen.AddRange(items);
            return wanted.IsSubsetOf(seen.Select(Id));
        });

        foreach (var item in seen.Where(i => wanted.Contains(Id(i))))
        {
            Assert.Equal("friending.decision.made", item.GetProperty("event").GetString());
            Assert.Equal(Id(item), item.GetProperty("decision").GetProperty("id").GetString());
            Assert.Equal("decline", item.GetProperty("decision").GetProperty("standing").GetString());
            Assert.Equal(item.GetProperty("decision").GetProperty("decidedAt").GetDateTimeOffset(),
                item.GetProperty("at").GetDateTimeOffset());
        }
        Assert.Equal(wanted.Count, seen.Count(i => wanted.Contains(Id(i))));
    }

    [Fact]
    public async Task A_cursor_comes_with_every_page_and_no_other_is_taken()
    {
        var page = await _client.GetAsync("/api/feed?limit=1", Cancelled).JsonAsync(HttpStatusCode.OK);
        Assert.NotEmpty(page.GetProperty("cursor").GetString()!);
        await _client.GetAsync("/api/feed?cursor=1.2.3", Cancelled).JsonAsync(HttpStatusCode.BadRequest);
        await _client.GetAsync("/api/feed?limit=0", Cancelled).JsonAsync(HttpStatusCode.BadRequest);
        await app.Client("only-submit").GetAsync("/api/feed", Cancelled).JsonAsync(HttpStatusCode.Forbidden);
    }

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private async Task<(List<JsonElement> Items, string Cursor)> ReadToEndAsync(string? cursor)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = await _client.GetAsync($"/api/feed?limit=100{(cursor is null ? "" : $"&cursor={cursor}")}", Cancelled)
                .JsonAsync(HttpStatusCode.OK);
            cursor = page.GetProperty("cursor").GetString()!;
            if (page.GetProperty("items").GetArrayLength() == 0)
                return (all, cursor);
            all.AddRange(page.GetProperty("items").EnumerateArray());
        }
    }
}
