using System.Net;
using System.Text;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

public sealed class ReplayPolicyTests(AppFixture app) : IAsyncLifetime
{
    // Days of this class alone; each test takes its own, so that it reads only what it wrote.
    private static readonly DateTimeOffset s_first = new(2044, 2, 1, 9, 0, 0, TimeSpan.Zero);
    private static int s_ranges;

    private static readonly string s_stricter = PolicyDocuments.Edited(d => d.Rule("7.4")["outcome"] = "decline");

    private readonly HttpClient _client = app.Client("only-admin");
    private readonly DateTimeOffset _start = s_first.AddDays(10 * Interlocked.Increment(ref s_ranges));
    private readonly List<Decision> _kept = [];

    private string Range => FormattableString.Invariant($"from={_start:yyyy-MM-dd}&to={_start.AddDays(5):yyyy-MM-dd}");

    public async ValueTask InitializeAsync()
    {
        // Five that went to review for unusual circumstances (7.4), over three days.
        var store = app.Host.Services.GetRequiredService<DecisionStore>();
        var policy = app.Host.Services.GetRequiredService<PolicyDecisionPoint>();
        for (var i = 0; i < 5; i++)
        {
            _kept.Add(StoredDecisions.PendingAt(_start.AddHours(12 * i), policy));
            await store.TryAddAsync(_kept[i], TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_policy_in_force_changes_nothing()
    {
        var result = await ReplayAsync(PolicyDocuments.Default);

        var totals = result.GetProperty("totals");
        Assert.Equal(5, totals.GetProperty("decisions").GetInt64());
        Assert.Equal(0, totals.GetProperty("changed").GetInt64());
        Assert.Equal("""[{"from":"review","to":"review","count":5}]""", totals.GetProperty("transitions").GetRawText());
        Assert.Empty(result.GetProperty("changes").GetProperty("items").EnumerateArray());
        Assert.EndsWith("T00:00:00Z", result.GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_document_gives_a_transition_table_the_weekly_reviews_and_the_ids_page_by_page()
    {
        var result = await ReplayAsync(s_stricter, "&limit=2");

        var totals = result.GetProperty("totals");
        Assert.Equal("""[{"from":"review","to":"decline","count":5}]""", totals.GetProperty("transitions").GetRawText());
        var weeks = totals.GetProperty("reviewLoad").EnumerateArray().ToList();
        Assert.Equal(5, weeks.Sum(w => w.GetProperty("before").GetInt64()));
        Assert.All(weeks, w => Assert.Equal(0, w.GetProperty("after").GetInt64()));

        var ids = new List<string>();
        for (var page = result; ;)
        {
            ids.AddRange(page.GetProperty("changes").GetProperty("items").Texts("id"));
            if (!page.GetProperty("changes").TryGetProperty("cursor", out var cursor))
                break;
            page = await ReplayAsync(s_stricter, $"&limit=2&cursor={cursor.GetString()}");
            Assert.False(page.TryGetProperty("totals", out _));
        }
        Assert.Equal(_kept.Select(d => d.Id.ToString()), ids);
    }

    [Fact]
    public async Task Facts_that_the_document_lacks_are_dropped_and_values_it_lacks_keep_decisions_from_being_replayed()
    {
        var lacks = PolicyDocuments.Default.Replace("\"current\"", "\"inpatient\"", StringComparison.Ordinal)
            .Replace("\"colleague\"", "\"coworker\"", StringComparison.Ordinal);
        var totals = (await ReplayAsync(lacks)).GetProperty("totals");

        Assert.Equal(5, totals.GetProperty("notReplayed").GetProperty("count").GetInt64());
        var reason = Assert.Single(totals.GetProperty("notReplayed").GetProperty("reasons").EnumerateArray());
        Assert.Equal("The fact patient is current, which is not one of its values.", reason.GetProperty("reason").GetString());
        Assert.Contains(_kept, d => d.Id.ToString() == reason.GetProperty("example").GetString());
        Assert.Equal(5, totals.GetProperty("factsDropped").GetProperty("colleague").GetInt64());
        Assert.Empty(totals.GetProperty("transitions").EnumerateArray());
    }

    [Fact]
    public async Task As_NDJSON_lines_of_progress_come_before_the_result()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/policy/replay?{Range}")
        { Content = new StringContent(s_stricter, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/x-ndjson");
        using var response =
            await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(5, lines[^2].GetProperty("progress").GetProperty("days").GetInt32());
        Assert.Equal(5, lines[^2].GetProperty("progress").GetProperty("of").GetInt32());
        Assert.All(lines[..^1], l => Assert.False(l.TryGetProperty("result", out _)));
        Assert.Equal(5, lines[^1].GetProperty("result").GetProperty("totals").GetProperty("changed").GetInt64());
    }

    [Theory]
    [InlineData("from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("from=2044-02-02&to=2044-02-01", HttpStatusCode.BadRequest)]
    [InlineData("limit=0", HttpStatusCode.BadRequest)]
    [InlineData("limit=1001", HttpStatusCode.BadRequest)]
    [InlineData("cursor=AAAA", HttpStatusCode.BadRequest)]
    [InlineData("until=2044-02-01", HttpStatusCode.BadRequest)]
    [InlineData("limit=1000", HttpStatusCode.OK)]
    public async Task Parameters_are_checked(string query, HttpStatusCode expected) =>
        await _client.PostJsonAsync($"/api/policy/replay?{query}", PolicyDocuments.Default).JsonAsync(expected);

    [Fact]
    public async Task A_cursor_belongs_to_its_document_and_range()
    {
        var cursor = (await ReplayAsync(s_stricter, "&limit=1")).GetProperty("changes").GetProperty("cursor").GetString();

        await _client.PostJsonAsync($"/api/policy/replay?{Range}&cursor={cursor}", PolicyDocuments.Default)
            .JsonAsync(HttpStatusCode.BadRequest);
        await _client.PostJsonAsync($"/api/policy/replay?from={_start:yyyy-MM-dd}&cursor={cursor}", s_stricter)
            .JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_administrators_may_only_with_a_valid_document_and_only_as_JSON_or_NDJSON()
    {
        using var others = app.Client("only-audit");
        await others.PostJsonAsync("/api/policy/replay", PolicyDocuments.Default).JsonAsync(HttpStatusCode.Forbidden);
        var problem = await _client.PostJsonAsync("/api/policy/replay", "{}").JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.False(problem.GetProperty("report").GetProperty("valid").GetBoolean());
        await _client.PostJsonAsync("/api/policy/replay", PolicyDocuments.Default, ("Accept", "text/csv"))
            .JsonAsync(HttpStatusCode.NotAcceptable);
    }

    private Task<JsonElement> ReplayAsync(string document, string more = "") =>
        _client.PostJsonAsync($"/api/policy/replay?{Range}{more}", document).JsonAsync(HttpStatusCode.OK);
}
