using System.Net;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Other tests' reviews may be on the list too: each test looks at its own, in years of its own.</summary>
public sealed class ListReviewsTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client("only-review");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pending_ones_are_listed_oldest_first_page_by_page_as_GetDecision_shows_them()
    {
        var made = new DateTimeOffset(2101, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = new List<string>();
        foreach (var hour in new[] { 3, 1, 30, 2, 20 })
            ids.Add((await PendingAsync(made.AddHours(hour))).ToString());

        foreach (var limit in new[] { 1, 2, 5, 100 })
        {
            var mine = (await AllAsync($"?limit={limit}", limit)).Where(i => i.GetProperty("decidedAt").GetString()!.StartsWith("2101", StringComparison.Ordinal)).ToList();
            Assert.Equal(ids.Order(StringComparer.Ordinal), mine.Select(i => i.GetProperty("id").GetString()));
            foreach (var item in mine)
                Assert.Equal(await _client.GetStringAsync($"/api/decisions/{item.GetProperty("id")}", Cancelled), item.GetRawText());
        }
        Assert.Equal((await AllAsync("", 50)).Count, (await AllAsync("?limit=100", 100)).Count);
    }

    [Fact]
    public async Task One_that_waits_no_longer_though_a_late_event_put_it_on_the_list_is_not_shown_and_taken_off()
    {
        var made = new DateTimeOffset(2102, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (resolved, withdrawn, waiting) = (await PendingAsync(made), await PendingAsync(made), await PendingAsync(made));
        await _client.PostJsonAsync($"/api/decisions/{resolved}/review", """{"resolution":"permit","reason":"Old friends."}""").JsonAsync(HttpStatusCode.OK);
        await _client.PostJsonAsync($"/api/decisions/{withdrawn}/withdraw", "").JsonAsync(HttpStatusCode.OK);
        var purged = DecisionId.NewAt(made);
        foreach (var id in new[] { resolved, withdrawn, purged })
            await List.PutAsync(StoredDecisions.PendingAt(made, Policy) with { Id = id }, Cancelled);

        var listed = (await AllAsync("?limit=2", 2)).Where(i => i.GetProperty("decidedAt").GetString()!.StartsWith("2102", StringComparison.Ordinal));

        Assert.Equal([waiting.ToString()], listed.Select(i => i.GetProperty("id").GetString()));
        var rows = await List.ReadAsync(null, 1000, Cancelled).ToListAsync(Cancelled);
        Assert.DoesNotContain(rows, r => r == resolved || r == withdrawn || r == purged);
        Assert.Contains(waiting, rows);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=1e1", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?cursor=abc", "cursor")]
    [InlineData("?cursor=", "cursor")]
    [InlineData("?order=newest", "limit, cursor")]
    public async Task A_parameter_that_cannot_be_taken_is_named(string query, string named)
    {
        var problem = await _client.GetAsync(new Uri($"/api/reviews{query}", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("only-audit")]
    [InlineData("only-submit")]
    public async Task Only_the_role_for_reviews_may(string key) =>
        await app.Client(key).GetAsync(new Uri("/api/reviews", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.Forbidden);

    private PolicyDecisionPoint Policy => app.Host.Services.GetRequiredService<PolicyDecisionPoint>();

    private ReviewList List => app.Host.Services.GetRequiredService<ReviewList>();

    // Kept and listed, as a submission and the relay do; at a time of the test's own.
    private async Task<DecisionId> PendingAsync(DateTimeOffset time)
    {
        await app.Host.Services.GetRequiredService<PolicyArchive>().KeepActiveAsync(Cancelled);
        var decision = StoredDecisions.PendingAt(time, Policy);
        Assert.NotNull(await app.Host.Services.GetRequiredService<DecisionStore>().TryAddAsync(decision, Cancelled));
        await List.PutAsync(decision, Cancelled);
        return decision.Id;
    }

    private async Task<List<JsonElement>> AllAsync(string query, int limit)
    {
        var items = new List<JsonElement>();
        for (var next = query; ;)
        {
            var page = await _client.GetAsync(new Uri($"/api/reviews{next}", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.OK);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 0, limit);
            if (!page.TryGetProperty("cursor", out var cursor))
                return items;
            Assert.Equal(limit, page.GetProperty("items").GetArrayLength());
            next = $"?{(query.Length > 0 ? query[1..] + "&" : "")}cursor={cursor.GetString()}";
        }
    }
}
