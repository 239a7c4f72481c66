using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

// Lists as CSV and NDJSON.
public sealed partial class ListDecisionsTests
{
    [Theory]
    [InlineData("es-ES", ';', "\"Decir que no, con amabilidad\"")]
    [InlineData("es-MX", ',', "\"Decir que no, con amabilidad\"")]
    [InlineData("en-GB", ',', "\"Say no, kindly\"")]
    public async Task As_CSV_for_Excel_a_decision_is_in_the_reader_s_words_with_local_time_and_rules_as_text(string language,
        char separator, string outcome)
    {
        var hostile = StoredDecisions.At(new DateTimeOffset(2064, 7, 1, 2, 30, 5, TimeSpan.Zero), department: "=1+1",
            staffId: "0042\"&A1") with
        { Platform = "Facebook" };
        await KeepAsync([hostile]);
        await using var chicago = await app.StartAnotherAsync("--Friending:TimeZone=America/Chicago");
        using var request =
            new HttpRequestMessage(HttpMethod.Get, new Uri(chicago.Address, "/api/decisions?from=2064-01-01&to=2065-01-01&excel=true"));
        request.Headers.Add("Accept", MediaTypes.Csv);
        request.Headers.Add("Accept-Language", language);
        request.Headers.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        using var plain = new HttpClient();

        using var response = await plain.SendAsync(request, Cancelled);

        var bytes = await response.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.True(bytes.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble));
        var lines = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(3)).Split("\r\n");
        Assert.StartsWith(string.Join(separator, "date", "time", "status", "outcome"), lines[0], StringComparison.Ordinal);
        // Chicago is five hours behind in July.
        Assert.StartsWith(string.Join(separator, "2064-06-30", "21:30:05", "final", outcome, outcome, "\"=\"\"7.7\"\"\""), lines[1],
            StringComparison.Ordinal);
        // Ids stay as they are, and no cell breaks out of its text or becomes a formula.
        Assert.Contains(separator + "\"=\"\"0042\"\"\"\"&A1\"\"\"" + separator, lines[1], StringComparison.Ordinal);
        Assert.Contains(separator + "'=1+1" + separator, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_CSV_every_match_is_a_line_that_no_spreadsheet_takes_for_a_formula()
    {
        var start = new DateTimeOffset(2056, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var plain = StoredDecisions.At(start, "review", department: "Heart, \"lungs\"") with
        {
            Status = DecisionStatus.Reviewed,
            Review = new("permit", "=1+2 stays out of this", "ana", start.AddHours(1.5), null),
        };
        var formula = StoredDecisions.At(start.AddDays(1), department: "=HYPERLINK(\"http://x\")", staffId: "@cmd");
        await KeepAsync([plain, formula, StoredDecisions.At(start.AddDays(2), "permit", staffId: "other")]);

        using var response = await GetAsync("?from=2056-01-01&to=2057-01-01&department=Nowhere", MediaTypes.Csv);
        Assert.Single((await response.Content.ReadAsStringAsync(Cancelled)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        using var all = await GetAsync("?from=2056-01-01&to=2057-01-01", MediaTypes.Csv);
        var lines = (await all.Content.ReadAsStringAsync(Cancelled)).Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8", all.Content.Headers.ContentType!.ToString());
        Assert.Equal("decisions.csv", all.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(
            "id,decidedAt,status,outcome,standing,decidingRules,decidingGuidelines,rules,staffId,staffRole,department,platform,source,"
            + "policyVersion,policySha256,resolution,reviewedBy,reviewedAt,"
            + "facts.patient,facts.careRole,facts.direction,facts.account,facts.predatesCare,facts.breaksBread,"
            + "facts.unusual,facts.colleague,"
            + "facts.harmsWork,facts", lines[0]);
        var sha256 = new string('a', 64);
        var facts = $"current,yes,,,,,,,,\"{string.Join(';', plain.Facts.Select(f => $"{f.Key}={f.Value}"))}\"";
        Assert.Equal(
            $"{plain.Id},2056-01-01T12:00:00.000Z,reviewed,review,permit,7.7,7,7.7+8.5,rn-1042,Registered nurse,\"Heart, "
            + "\"\"lungs\"\"\",Facebook,queue,"
            + $"1.0.0,{sha256},permit,ana,2056-01-01T13:30:00.000Z,{facts}", lines[1]);
        Assert.Equal(
            $"{formula.Id},2056-01-02T12:00:00.000Z,final,decline,decline,7.7,7,7.7+8.5,'@cmd,Registered "
            + "nurse,\"'=HYPERLINK(\"\"http://x\"\")\",Facebook,queue,"
            + $"1.0.0,{sha256},,,,{facts}", lines[2]);
        Assert.Contains(",other,", lines[3], StringComparison.Ordinal);
        Assert.Equal("", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task As_NDJSON_every_match_is_a_line_as_GetDecision_shows_it_far_beyond_a_pages_limit()
    {
        var start = new DateTimeOffset(2057, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = await KeepAsync(Enumerable.Range(0, 260)
            .Select(i => StoredDecisions.At(start.AddMinutes(i * 20)) with { Note = "line one\nline two" }));

        using var response = await GetAsync("?from=2057-01-01&to=2058-01-01", MediaTypes.JsonLines);
        var text = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal("application/x-ndjson; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = text.Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(ids.Select(i => i.ToString()),
            lines[..^1].Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()));
        Assert.Equal(await _client.GetStringAsync($"/api/decisions/{ids[100]}", Cancelled), lines[100]);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/html, application/x-ndjson;q=0.5, text/csv;q=0.4", "application/x-ndjson")]
    [InlineData("application/json;q=0.1, text/csv;q=0.9", "text/csv")]
    [InlineData("*/*, application/json;q=0", "text/csv")]
    [InlineData("text/html", null)]
    [InlineData("application/json;q=0", null)]
    public async Task The_form_is_the_one_that_is_liked_best(string? accept, string? expected)
    {
        using var response = await GetAsync("?from=2058-01-01&to=2058-01-02", accept);

        Assert.Equal(expected is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected ?? "application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("limit=10", "limit")]
    [InlineData("cursor=x", "cursor")]
    public async Task A_stream_has_no_pages(string query, string named)
    {
        using var response = await GetAsync($"?{query}", MediaTypes.Csv);

        var problem = await Task.FromResult(response).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_fails_on_its_way_is_broken_off_so_that_nobody_takes_a_part_for_the_whole()
    {
        var start = new DateTimeOffset(2059, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // Of one shard, more than are read at once: so the row that cannot be read, on the second day, is not among the first.
        var decisions = Enumerable.Range(0, 4000).Select(ms => StoredDecisions.At(start.AddMilliseconds(ms)))
            .Where(d => DecisionKeys.ShardOf(d.Id) == 0).ToList();
        Assert.True(decisions.Count > 150);
        await KeepAsync(decisions);
        var broken = DecisionKeys.RowsFrom(start.AddDays(1)) + "-broken";
        await app.Storage.Table(TableNames.Decisions)
            .AddEntityAsync(new TableEntity(DecisionKeys.Partition(0, new(2059, 1, 2)), broken), Cancelled);

        using var whole = await GetAsync("?from=2059-01-01&to=2059-01-02", MediaTypes.Csv);
        Assert.Equal(decisions.Count + 2, (await whole.Content.ReadAsStringAsync(Cancelled)).Split("\r\n").Length);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var part = await GetAsync("?from=2059-01-01&to=2059-01-04", MediaTypes.Csv);
            await part.Content.ReadAsStringAsync(Cancelled);
        });
        // As the first thing read it is an error like any other.
        await GetAsync("?from=2059-01-02&to=2059-01-04").JsonAsync(HttpStatusCode.InternalServerError);
        using var none = await GetAsync("?from=2059-01-02&to=2059-01-04", MediaTypes.Csv);
        Assert.Equal(HttpStatusCode.InternalServerError, none.StatusCode);
        // What reads all decisions, such as an erasure, must not meet it.
        await app.Storage.Table(TableNames.Decisions)
            .DeleteEntityAsync(DecisionKeys.Partition(0, new(2059, 1, 2)), broken, cancellationToken: Cancelled);
    }
}
