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
    public async Task What_waits_is_listed_most_urgent_first_page_by_page_as_GetDecision_shows_it()
    {
        var made = new DateTimeOffset(2101, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // A due time each, with what is made later due sooner; and of those with the same due time nobody has the third and the first.
        var ids = new List<string>();
        foreach (var (hour, due, owner) in new[]
            { (3, 40, null), (1, 50, null), (30, 35, "ana"), (4, 40, null), (2, 40, "ana"), (20, 60, null) })
            ids.Add((await PendingAsync(made.AddHours(hour), "Ward 2101", made.AddHours(due), owner)).ToString());
        string[] expected = [ids[2], ids[0], ids[3], ids[4], ids[1], ids[5]];

        foreach (var limit in new[] { 1, 2, 4, 100 })
        {
            var listed = await AllAsync($"?limit={limit}&department=Ward%202101", limit);
            Assert.Equal(expected, listed.Select(i => i.GetProperty("id").GetString()));
            foreach (var item in listed)
            {
                var decision = await _client.GetAsync(new Uri($"/api/decisions/{item.GetProperty("id")}", UriKind.Relative), Cancelled)
                    .JsonAsync(HttpStatusCode.OK);
                Assert.All(decision.EnumerateObject(), m => Assert.Equal(m.Value.GetRawText(), item.GetProperty(m.Name).GetRawText()));
                Assert.Equal(
                    (decision.GetProperty("case").GetProperty("dueAt").GetString(),
                        decision.GetProperty("case").GetProperty("owner").GetString(), false),
                    (item.GetProperty("dueAt").GetString(), item.GetProperty("owner").GetString(),
                        item.GetProperty("overdue").GetBoolean()));
            }
        }
    }

    [Fact]
    public async Task A_page_reads_on_where_the_one_before_ended_though_its_last_case_was_resolved_meanwhile()
    {
        var made = new DateTimeOffset(2103, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = new List<DecisionId>();
        for (var hour = 0; hour < 4; hour++)
            ids.Add(await PendingAsync(made.AddHours(hour), "Ward 2103"));
        var first = await PageAsync("?limit=2&department=Ward%202103");

        await _client.PostJsonAsync($"/api/decisions/{ids[1]}/review", """{"resolution":"permit","reason":"Old friends."}""")
            .JsonAsync(HttpStatusCode.OK);
        var second = await PageAsync($"?limit=2&department=Ward%202103&cursor={first.GetProperty("cursor").GetString()}");

        Assert.Equal(ids[..2].Select(i => i.ToString()), first.GetProperty("items").Texts("id"));
        Assert.Equal(ids[2..].Select(i => i.ToString()), second.GetProperty("items").Texts("id"));
        Assert.Equal((4, 3), (first.GetProperty("total").GetInt32(), second.GetProperty("total").GetInt32()));
        Assert.False(second.TryGetProperty("cursor", out _));
        await _client.GetAsync(new Uri($"/api/reviews?cursor={first.GetProperty("cursor").GetString()}", UriKind.Relative), Cancelled)
            .JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_case_past_its_due_time_is_overdue_and_who_has_one_finds_it_among_theirs()
    {
        using var ana = app.Person("ana-2104", Role.Review);
        var made = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (late, other) = (await PendingAsync(made, "Ward 2104"), await PendingAsync(made.AddYears(80), "Ward 2104"));
        await ana.PostJsonAsync($"/api/decisions/{late}/claim", "").JsonAsync(HttpStatusCode.OK);

        var all = await PageAsync("?department=Ward%202104");
        var mine = await ana.GetAsync(new Uri("/api/reviews?mine=true", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([(late.ToString(), true), (other.ToString(), false)], all.GetProperty("items").EnumerateArray()
            .Select(i => (i.GetProperty("id").GetString()!, i.GetProperty("overdue").GetBoolean())));
        Assert.Equal((late.ToString(), "ana-2104"),
            (Assert.Single(mine.GetProperty("items").Texts("id")), mine.GetProperty("items")[0].GetProperty("owner").GetString()));
        Assert.Equal(1, mine.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_was_resolved_is_listed_latest_first_and_not_what_was_appealed_since()
    {
        using var owner = app.Person("owner-2105");
        using var ana = app.Person("ana-2105", Role.Review);
        var made = new DateTimeOffset(2105, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = new List<DecisionId>();
        foreach (var resolution in new[] { "permit", "decline", "discourage" })
        {
            ids.Add(await PendingAsync(made, "Ward 2105", staffId: "owner-2105"));
            await ana.PostJsonAsync($"/api/decisions/{ids[^1]}/review", $$"""{"resolution":"{{resolution}}","reason":"Made up."}""")
                .JsonAsync(HttpStatusCode.OK);
        }
        await owner.PostJsonAsync($"/api/decisions/{ids[1]}/appeal", """{"note":"We have known each other for long."}""")
            .JsonAsync(HttpStatusCode.OK);

        var resolved = await PageAsync("?state=resolved&department=Ward%202105");
        var mine = await ana.GetAsync(new Uri("/api/reviews?state=resolved&mine=true", UriKind.Relative), Cancelled)
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal(new[] { ids[0], ids[2] }.Select(i => i.ToString()).Order(), resolved.GetProperty("items").Texts("id").Order());
        Assert.Equal(2, resolved.GetProperty("total").GetInt32());
        Assert.All(resolved.GetProperty("items").EnumerateArray(), i => Assert.Equal("ana-2105", i.GetProperty("owner").GetString()));
        Assert.Equal(resolved.GetProperty("items").Texts("id").Order(), mine.GetProperty("items").Texts("id").Order());
        Assert.Equal([ids[1].ToString()], (await PageAsync("?department=Ward%202105")).GetProperty("items").Texts("id"));
    }

    [Fact]
    public async Task A_withdrawn_case_leaves_the_list_at_once()
    {
        var waiting = await PendingAsync(new DateTimeOffset(2106, 1, 1, 0, 0, 0, TimeSpan.Zero), "Ward 2106");

        await _client.PostJsonAsync($"/api/decisions/{waiting}/withdraw", "").JsonAsync(HttpStatusCode.OK);

        Assert.DoesNotContain(await List.PendingAsync(Cancelled).ToListAsync(Cancelled), r => r.Id == waiting);
        Assert.Equal(0, (await PageAsync("?department=Ward%202106")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task One_that_waits_no_longer_though_a_late_event_put_it_on_the_list_is_not_shown_and_taken_off()
    {
        var made = new DateTimeOffset(2102, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (resolved, withdrawn, waiting) = (await PendingAsync(made), await PendingAsync(made), await PendingAsync(made));
        await _client.PostJsonAsync($"/api/decisions/{resolved}/review", """{"resolution":"permit","reason":"Old friends."}""")
            .JsonAsync(HttpStatusCode.OK);
        await _client.PostJsonAsync($"/api/decisions/{withdrawn}/withdraw", "").JsonAsync(HttpStatusCode.OK);
        var purged = DecisionId.NewAt(made);
        foreach (var id in new[] { resolved, withdrawn, purged })
            await List.PutAsync(StoredDecisions.PendingAt(made, Policy) with { Id = id }, Cancelled);

        var listed = (await AllAsync("?limit=2", 2))
            .Where(i => i.GetProperty("decidedAt").GetString()!.StartsWith("2102", StringComparison.Ordinal));

        Assert.Equal([waiting.ToString()], listed.Select(i => i.GetProperty("id").GetString()));
        var rows = await List.PendingAsync(Cancelled).Select(r => r.Id).ToListAsync(Cancelled);
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
    [InlineData("?cursor=1.0.AAAA", "cursor")]
    [InlineData("?state=closed", "state")]
    [InlineData("?mine=yes", "mine")]
    [InlineData("?order=newest", "state, department, mine, limit, cursor")]
    public async Task A_parameter_that_cannot_be_taken_is_named(string query, string named)
    {
        var problem = await _client.GetAsync(new Uri($"/api/reviews{query}", UriKind.Relative), Cancelled)
            .JsonAsync(HttpStatusCode.BadRequest);

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
    private async Task<DecisionId> PendingAsync(
        DateTimeOffset time, string department = "Cardiology", DateTimeOffset? due = null, string? owner = null, string staffId = "rn-1042")
    {
        await app.Host.Services.GetRequiredService<PolicyArchive>().KeepActiveAsync(Cancelled);
        var decision = StoredDecisions.PendingAt(time, Policy, staffId);
        decision = decision with
        {
            Staff = decision.Staff with { Department = department },
            Case = decision.Case! with { DueAt = due ?? decision.Case.DueAt, Owner = owner },
        };
        Assert.NotNull(await app.Host.Services.GetRequiredService<DecisionStore>().TryAddAsync(decision, Cancelled));
        await List.PutAsync(decision, Cancelled);
        return decision.Id;
    }

    private async Task<JsonElement> PageAsync(string query) =>
        await _client.GetAsync(new Uri($"/api/reviews{query}", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.OK);

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
