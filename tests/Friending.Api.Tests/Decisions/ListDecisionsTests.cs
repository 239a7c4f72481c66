using System.Globalization;
using System.Net;
using System.Text.Json;
using Friending.Service.Decisions;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Each test keeps its decisions in a year of its own.</summary>
public sealed partial class ListDecisionsTests(AppFixture app)
{
    private readonly HttpClient _client = app.Client("only-audit");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_oldest_first_hold_every_decision_once_though_more_are_added_meanwhile()
    {
        var start = new DateTimeOffset(2051, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var random = new Random(51);
        var before = await KeepAsync(Enumerable.Range(0, 60).Select(_ => StoredDecisions.At(start.AddMinutes(random.Next(5 * 24 * 60)))));

        foreach (var limit in new[] { 1, 7, 60, 200 })
        {
            var seen = new List<string>();
            var added = new List<DecisionId>();
            var next = $"?from=2051-01-01&to=2051-02-01&limit={limit}";
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await PageAsync($"{next}{cursor}");
                Assert.InRange(page.Items.Count, cursor.Length == 0 ? 1 : 0, limit);
                seen.AddRange(page.Items.Select(i => i.GetProperty("id").GetString()!));
                cursor = page.Cursor is null ? null : $"&cursor={page.Cursor}";
                if (added.Count < 3)
                    added.AddRange(await KeepAsync([StoredDecisions.At(start.AddDays(10 + random.Next(10)))]));
            }
            Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Superset(before.Select(i => i.ToString()).ToHashSet(), seen.ToHashSet());
            before.AddRange(added);
        }
    }

    [Fact]
    public async Task Items_are_the_decisions_as_GetDecision_shows_them()
    {
        var id = (await KeepAsync([StoredDecisions.At(new(2052, 1, 1, 0, 0, 0, TimeSpan.Zero))]))[0];

        var page = await PageAsync("?from=2052-01-01&to=2053-01-01");

        Assert.Equal(await _client.GetStringAsync($"/api/decisions/{id}", Cancelled), Assert.Single(page.Items).GetRawText());
        Assert.Null(page.Cursor);
    }

    [Fact]
    public async Task Edges_are_exact_to_the_millisecond_the_first_included_the_last_not_in_any_offset()
    {
        var noon = new DateTimeOffset(2053, 6, 1, 12, 0, 0, TimeSpan.Zero);
        await KeepAsync([-1, 0, 1], ms => StoredDecisions.At(noon.AddMilliseconds(ms)));
        await KeepAsync([-1, 0], ms => StoredDecisions.At(noon.AddDays(20.5).AddMilliseconds(ms)));

        Assert.Equal([0, 1], await OffsetsAsync("2053-06-01T12:00:00Z", "2053-06-01T12:00:00.002Z"));
        Assert.Equal([0], await OffsetsAsync("2053-06-01T12:00Z", "2053-06-01T12:00:00.001Z"));
        Assert.Equal([-1], await OffsetsAsync("2053-06-01T11:59:59.999Z", "2053-06-01T12:00Z"));
        Assert.Equal([0, 1], await OffsetsAsync("2053-06-01T07:00:00-05:00", "2053-06-01T14:00:00.002%2B02:00"));
        Assert.Equal([1], await OffsetsAsync("2053-06-01T12:00:00.0001Z", "2053-06-02"));
        Assert.Empty(await OffsetsAsync("2053-06-01T12:00:00Z", "2053-06-01T12:00:00Z"));
        // A date is its first instant in UTC.
        var midnight = TimeSpan.FromDays(20.5).TotalMilliseconds;
        Assert.Equal([midnight - 1], await OffsetsAsync("2053-06-21", "2053-06-22"));
        Assert.Equal([midnight], await OffsetsAsync("2053-06-22", "2053-06-23"));

        async Task<IEnumerable<double>> OffsetsAsync(string from, string to) =>
            (await PageAsync($"?from={from}&to={to}")).Items
                .Select(i => (i.GetProperty("decidedAt").GetDateTimeOffset() - noon).TotalMilliseconds);
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var start = new DateTimeOffset(2054, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await KeepAsync([
            StoredDecisions.At(start, "permit", department: "Cardiology", staffId: "a"),
            StoredDecisions.At(start.AddHours(1), "decline", department: "Cardiology", staffId: "b"),
            StoredDecisions.At(start.AddHours(2), "review", DecisionStatus.PendingReview, "Women's health", "a"),
            StoredDecisions.At(start.AddHours(3), "review", DecisionStatus.Withdrawn, null, "c"),
        ]);

        Assert.Equal([0, 1, 2, 3], await HoursAsync(""));
        Assert.Equal([0], await HoursAsync("&outcome=permit"));
        Assert.Equal([2], await HoursAsync("&status=pending-review"));
        Assert.Equal([3], await HoursAsync("&status=withdrawn&outcome=review"));
        Assert.Equal([0, 1], await HoursAsync("&department=Cardiology"));
        Assert.Equal([2], await HoursAsync("&department=Women%27s%20health"));
        Assert.Equal([0, 2], await HoursAsync("&staff=a"));
        Assert.Empty(await HoursAsync("&staff=a&outcome=decline"));
        Assert.Equal([0, 2], await HoursAsync("&staff=A"));
        Assert.Empty(await HoursAsync("&staff=aa"));

        async Task<IEnumerable<double>> HoursAsync(string filter) =>
            (await PageAsync($"?from=2054-01-01&to=2055-01-01{filter}")).Items
                .Select(i => (i.GetProperty("decidedAt").GetDateTimeOffset() - start).TotalHours);
    }

    [Fact]
    public async Task A_rule_is_one_of_those_that_decided_and_of_several_each()
    {
        var start = new DateTimeOffset(2062, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var both = StoredDecisions.At(start.AddHours(1), "decline");
        both = both with { Findings = [.. both.Findings.Select(f => f with { Outcome = "decline" })] };
        var other = StoredDecisions.At(start.AddHours(2), "permit");
        await KeepAsync([StoredDecisions.At(start, "decline"), both, other with { Findings = [.. other.Findings.Skip(1)] }]);

        Assert.Equal([0, 1], await HoursAsync("7.7"));
        Assert.Equal([1, 2], await HoursAsync("8.5"));
        Assert.Equal([1], await HoursAsync("7.7%2B8.5"));
        Assert.Equal([1], await HoursAsync("8.5+7.7"));
        Assert.Empty(await HoursAsync("7"));
        Assert.Equal([0], await HoursAsync("7.7&alone=true"));
        Assert.Equal([2], await HoursAsync("8.5&alone=true"));
        Assert.Equal([1], await HoursAsync("8.5+7.7&alone=true"));
        Assert.Equal([0, 1], await HoursAsync("7.7&alone=false"));
        // Page by page the same, none lost and none twice.
        var first = await PageAsync("?from=2062-01-01&to=2063-01-01&rule=7.7&limit=1");
        var second = await PageAsync($"?from=2062-01-01&to=2063-01-01&rule=7.7&limit=1&cursor={first.Cursor}");
        Assert.Equal(both.Id.ToString(), Assert.Single(second.Items).GetProperty("id").GetString());
        Assert.Null(second.Cursor);

        async Task<IEnumerable<double>> HoursAsync(string rule) =>
            (await PageAsync($"?from=2062-01-01&to=2063-01-01&rule={rule}")).Items
                .Select(i => (i.GetProperty("decidedAt").GetDateTimeOffset() - start).TotalHours);
    }

    // From a bar of a digest one click leads to the decisions that it counts.

    [Theory]
    [InlineData("organisation")]
    [InlineData("Cardiology")]
    public async Task What_a_digest_counts_under_a_rule_an_outcome_or_a_department_is_listed_to_the_last_decision(string audience)
    {
        var start = new DateTimeOffset(audience == "organisation" ? 2020 : 2021, 3, 3, 12, 0, 0, TimeSpan.Zero);
        var decisions = Enumerable.Range(0, 90).Select(n =>
        {
            var decision = StoredDecisions.At(
                start.AddMinutes(n), n % 2 == 0 ? "decline" : "permit",
                department: n % 3 == 0 ? "Oncology" : "Cardiology", staffId: $"rn-{n}");
            return n % 5 < 2 ? decision
                : decision with { Findings = [.. decision.Findings.Select(f => f with { Outcome = decision.Outcome! })] };
        });
        await KeepAsync(decisions);
        await using var departments = await app.StartAnotherAsync("--Digests:Departments:0:Name=Cardiology");
        using var auditor = new HttpClient { BaseAddress = departments.Address };
        auditor.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        var week = string.Create(
            CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(start.DateTime)}-W{ISOWeek.GetWeekOfYear(start.DateTime):00}");
        var digest = await auditor.GetAsync($"/api/digests/{week}?audience={audience}", Cancelled).JsonAsync(HttpStatusCode.OK);
        var department = audience == "organisation" ? "" : $"&department={audience}";
        var range = $"?from={Text("from")}&to={Text("to")}{department}&totals=true&limit=1";

        var compared = 0;
        foreach (var breakdown in digest.GetProperty("breakdowns").EnumerateArray())
        {
            var by = breakdown.GetProperty("by").GetString();
            if (by is not ("rule" or "outcome" or "department"))
                continue;
            foreach (var row in breakdown.GetProperty("rows").EnumerateArray())
            {
                var value = row.GetProperty("value").GetString()!;
                if (value is "" or "*" || !row.GetProperty("requests").TryGetProperty("value", out var counted) || counted.GetInt32() == 0)
                    continue;
                var filter = $"&{by}={Uri.EscapeDataString(value)}{(by == "rule" ? "&alone=true" : "")}";
                var listed = await auditor.GetAsync($"/api/decisions{range}{filter}", Cancelled).JsonAsync(HttpStatusCode.OK);
                Assert.Equal(counted.GetInt32(), listed.GetProperty("totals").GetProperty("decisions").GetInt32());
                compared++;
            }
        }
        // Two outcomes; of the organisation also the rules, alone and together, and two departments.
        Assert.InRange(compared, audience == "organisation" ? 5 : 2, 12);

        string Text(string name) => Uri.EscapeDataString(digest.GetProperty(name).GetString()!);
    }

    [Fact]
    public async Task Totals_count_every_match_whatever_the_page_holds_and_only_if_asked_for()
    {
        var start = new DateTimeOffset(2063, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await KeepAsync([
            StoredDecisions.At(start, "decline"), StoredDecisions.At(start.AddHours(1), "decline"),
            StoredDecisions.At(start.AddHours(2), "review", DecisionStatus.PendingReview), StoredDecisions.At(start.AddHours(3), "permit"),
        ]);

        var counted = await GetAsync("?from=2063-01-01&to=2064-01-01&limit=1&totals=true").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("""{"decisions":4,"outcomes":{"decline":2,"permit":1,"review":1},"statuses":{"final":3,"pending-review":1}}""",
            counted.GetProperty("totals").GetRawText());
        Assert.Equal(1, counted.GetProperty("items").GetArrayLength());
        var second =
            await GetAsync($"?from=2063-01-01&to=2064-01-01&limit=1&totals=true&cursor={counted.GetProperty("cursor").GetString()}")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(4, second.GetProperty("totals").GetProperty("decisions").GetInt32());
        var picked = await GetAsync("?from=2063-01-01&to=2064-01-01&outcome=decline&totals=true").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(2, picked.GetProperty("totals").GetProperty("decisions").GetInt32());
        Assert.False((await GetAsync("?from=2063-01-01&to=2064-01-01").JsonAsync(HttpStatusCode.OK)).TryGetProperty("totals", out _));
    }

    [Theory]
    [InlineData("totals=true", MediaTypes.Csv, "totals")]
    [InlineData("excel=true", MediaTypes.Json, "excel")]
    [InlineData("excel=true", MediaTypes.JsonLines, "excel")]
    [InlineData("excel=yes", MediaTypes.Csv, "excel")]
    public async Task What_goes_with_another_form_is_refused(string query, string mediaType, string named)
    {
        using var response = await GetAsync($"?{query}", mediaType);

        var problem = await Task.FromResult(response).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_range_the_last_thirty_days_are_listed()
    {
        var now = DateTimeOffset.UtcNow;
        var department = Guid.NewGuid().ToString();
        var kept = await KeepAsync([-31, -29, 0], days => StoredDecisions.At(now.AddDays(days), department: department));

        var ids = (await PageAsync($"?department={department}")).Items.Select(i => i.GetProperty("id").GetString());
        var before = (await PageAsync($"?department={department}&to={now.AddDays(-10):yyyy-MM-dd}")).Items
            .Select(i => i.GetProperty("id").GetString());

        Assert.Equal([kept[1].ToString(), kept[2].ToString()], ids);
        Assert.Equal([kept[0].ToString(), kept[1].ToString()], before);
    }

    [Fact]
    public async Task A_cursor_goes_with_its_filters_and_its_list_only()
    {
        await KeepAsync([0, 1, 2], hours => StoredDecisions.At(new DateTimeOffset(2055, 1, 1, hours, 0, 0, TimeSpan.Zero)));
        const string Range = "from=2055-01-01&to=2056-01-01";
        var cursor = (await PageAsync($"?{Range}&limit=1")).Cursor!;

        Assert.Equal(2, (await PageAsync($"?{Range}&limit=2&cursor={cursor}")).Items.Count);
        // The same instants, written otherwise.
        Assert.Equal(2, (await PageAsync($"?from=2055-01-01T00:00Z&to=2056-01-01T00:00:00-00:00&cursor={cursor}")).Items.Count);
        foreach (var other in new[]
        {
            $"?{Range}&outcome=decline&cursor={cursor}", $"?{Range}&status=final&cursor={cursor}", $"?{Range}&department=x&cursor={cursor}",
            $"?{Range}&staff=x&cursor={cursor}", $"?from=2055-01-01&cursor={cursor}", $"?to=2056-01-01&cursor={cursor}",
            $"?cursor={cursor}",
            $"?{Range}&cursor={cursor[..^1]}{(cursor[^1] == 'A' ? 'B' : 'A')}", $"?{Range}&cursor=",
            $"?{Range}&cursor={new string('A', 5000)}",
        })
        {
            var problem = await GetAsync(other).JsonAsync(HttpStatusCode.BadRequest);
            Assert.Contains("cursor", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        await app.Client("only-review").GetAsync(new Uri($"/api/reviews?cursor={cursor}", UriKind.Relative), Cancelled)
            .JsonAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("from=2026-11-22T15:00:00", "from")]
    [InlineData("from=2026-11-22T15:00:00+02:00", "from")]
    [InlineData("from=22/11/2026", "from")]
    [InlineData("to=", "to")]
    [InlineData("to=0001-01-01T00:00:00%2B14:00", "to")]
    [InlineData("from=2026-11-22&to=2026-11-21", "from")]
    [InlineData("outcome=declined", "outcome")]
    [InlineData("status=open", "status")]
    [InlineData("status=0", "status")]
    [InlineData("department=", "department")]
    [InlineData("department=a%0Ab", "department")]
    [InlineData("staff=a&staff=b", "staff")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("outcom=decline", "outcome")]
    public async Task A_parameter_that_cannot_be_taken_is_named(string query, string named)
    {
        var problem = await GetAsync($"?{query}").JsonAsync(HttpStatusCode.BadRequest);

        Assert.EndsWith("/invalid-request", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=0001-01-01&to=0001-01-02")]
    [InlineData("to=0001-01-02")]
    [InlineData("from=9999-12-31")]
    [InlineData("from=0001-01-01&to=9999-12-31T23:59:59.9999999Z&staff=nobody-at-all")]
    public async Task The_ends_of_time_are_no_error(string query) => Assert.Empty((await PageAsync($"?{query}")).Items);

    [Theory]
    [InlineData("only-review")]
    [InlineData("only-submit")]
    [InlineData("only-admin")]
    public async Task Only_auditors_may(string key) =>
        await app.Client(key).GetAsync(new Uri("/api/decisions", UriKind.Relative), Cancelled).JsonAsync(HttpStatusCode.Forbidden);

    private Task<List<DecisionId>> KeepAsync(int[] numbers, Func<int, Decision> decision) => KeepAsync(numbers.Select(decision));

    private async Task<List<DecisionId>> KeepAsync(IEnumerable<Decision> decisions)
    {
        var store = app.Host.Services.GetRequiredService<DecisionStore>();
        var all = decisions.ToList();
        await Parallel.ForEachAsync(all, Cancelled,
            async (decision, cancellation) => Assert.NotNull(await store.TryAddAsync(decision, cancellation)));
        return [.. all.Select(d => d.Id)];
    }

    private async Task<(List<JsonElement> Items, string? Cursor)> PageAsync(string query)
    {
        var page = await GetAsync(query).JsonAsync(HttpStatusCode.OK);
        return ([.. page.GetProperty("items").EnumerateArray()], page.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : null);
    }

    private Task<HttpResponseMessage> GetAsync(string query, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/decisions{query}");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return _client.SendAsync(request, Cancelled);
    }
}
