using Xunit;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests;

/// <summary>Certification scenario, section 4 (Search). The policy names all there is, so results are compared whole.</summary>
[Collection(nameof(CertificationApp))]
public sealed class SearchCertificationTests(CertificationApp app) : IDisposable
{
    private readonly HttpClient _client = app.Client();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task C_4_2_1_Alice_and_Bob_may_read() =>
        Assert.Equal(["alice", "bob"], await _client.FindAsync("subject", ("subject", Users), ("action", Read), ("resource", Record1)));

    [Fact]
    public async Task C_4_2_2_A_context_changes_no_subjects() =>
        Assert.Equal(["alice", "bob"],
            await _client.FindAsync("subject", ("subject", Users), ("action", Read), ("resource", Record1), ("context", Context)));

    [Theory]
    [InlineData("\"alice\"")]
    [InlineData("\"nobody\"")]
    [InlineData("7")]
    public async Task C_4_2_3_The_id_of_the_subject_that_is_looked_for_is_ignored(string id) => Assert.Equal(
        ["alice", "bob"],
        await _client.FindAsync("subject", ("subject", $$"""{"type":"user","id":{{id}}}"""), ("action", Read), ("resource", Record1)));

    [Fact]
    public async Task C_4_2_4_Bob_may_write_what_is_archived() =>
        Assert.Equal(["bob"], await _client.FindAsync("subject", ("subject", Users), ("action", Write), ("resource", Archived2)));

    [Fact]
    public async Task C_4_3_1_Alice_may_read_the_records() =>
        Assert.Equal(["record-1", "record-2"],
            await _client.FindAsync("resource", ("subject", Alice), ("action", Read), ("resource", Records)));

    [Fact]
    public async Task C_4_3_2_A_context_changes_no_resources() =>
        Assert.Equal(["record-1", "record-2"],
            await _client.FindAsync("resource", ("subject", Alice), ("action", Read), ("resource", Records), ("context", Context)));

    [Theory]
    [InlineData("\"record-1\"")]
    [InlineData("\"nothing\"")]
    [InlineData("{}")]
    public async Task C_4_3_3_The_id_of_the_resource_that_is_looked_for_is_ignored(string id) => Assert.Equal(
        ["record-1", "record-2"],
        await _client.FindAsync("resource", ("subject", Alice), ("action", Read), ("resource", $$"""{"type":"record","id":{{id}}}""")));

    [Fact]
    public async Task C_4_3_4_An_administrator_may_write_the_archived_record() =>
        Assert.Equal(["record-2"], await _client.FindAsync("resource", ("subject", Admin), ("action", Write), ("resource", Records)));

    [Fact]
    public async Task C_4_4_1_Alice_may_read_and_write() =>
        Assert.Equal(["read", "write"], await _client.FindAsync("action", ("subject", Alice), ("resource", Record1)));

    [Fact]
    public async Task C_4_4_2_A_context_changes_no_actions() =>
        Assert.Equal(["read", "write"], await _client.FindAsync("action", ("subject", Alice), ("resource", Record1), ("context", Context)));

    [Theory]
    [InlineData("""{"name":"write"}""")]
    [InlineData("7")]
    public async Task C_4_4_1_An_action_in_a_search_for_actions_is_ignored(string action) =>
        Assert.Equal(["read", "write"], await _client.FindAsync("action", ("subject", Alice), ("resource", Record1), ("action", action)));

    [Fact]
    public async Task C_4_4_3_An_administrator_may_write_the_archived_record() =>
        Assert.Equal(["read", "write"], await _client.FindAsync("action", ("subject", Admin), ("resource", Archived2)));

    [Fact]
    public async Task C_4_5_1_A_page_holds_no_more_than_its_limit()
    {
        var (found, page) = await _client.FindPageAsync("subject", ("subject", Users), ("action", Read), ("resource", Record1),
            ("page", """{"limit":1}"""));

        Assert.Equal(["alice"], found);
        Assert.NotEmpty(page.GetProperty("next_token").GetString()!);
        Assert.Equal(2, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task C_4_5_2_and_4_5_3_The_token_leads_on_until_it_is_empty()
    {
        var (_, first) = await _client.FindPageAsync("subject", ("subject", Users), ("action", Read), ("resource", Record1),
            ("page", """{"limit":1}"""));
        var (found, last) = await _client.FindPageAsync(
            "subject", ("subject", Users), ("action", Read), ("resource", Record1),
            ("page", Body(("token", first.GetProperty("next_token").GetRawText()))));

        Assert.Equal(["bob"], found);
        Assert.Equal("", last.GetProperty("next_token").GetString());
    }

    [Theory]
    [InlineData("""{"limit":2}""")]
    [InlineData("""{"limit":1000000000000}""")]
    [InlineData("{}")]
    [InlineData("""{"properties":{"sort":"id"}}""")]
    public async Task C_4_5_4_What_fits_on_one_page_comes_with_an_empty_token(string page)
    {
        foreach (var (what, body) in Searches())
        {
            var (found, answered) = await _client.FindPageAsync(what, [.. body, ("page", page)]);
            Assert.Equal(2, found.Length);
            Assert.Equal("", answered.GetProperty("next_token").GetString());
        }
    }

    [Fact]
    public async Task C_4_5_4_Who_asks_for_no_page_gets_everything_and_no_page()
    {
        foreach (var (what, body) in Searches())
        {
            var answer = await _client.AccessAsync($"search/{what}", Body(body)).AnswerAsync();
            Assert.Equal(["results"], answer.EnumerateObject().Select(m => m.Name));
        }
    }

    [Theory]
    [InlineData("subject", Users, Read, """{"type":"record","id":"record-9"}""")]
    [InlineData("subject", Users, """{"name":"admire"}""", Record1)]
    [InlineData("resource", """{"type":"user","id":"carol"}""", Read, Records)]
    [InlineData("resource", Alice, """{"name":"admire"}""", Records)]
    [InlineData("action", """{"type":"user","id":"carol"}""", null, Record1)]
    [InlineData("action", Alice, null, """{"type":"record","id":"record-9"}""")]
    public async Task C_4_6_1_Of_somebody_or_something_unknown_nothing_is_found(string what, string subject, string? action,
        string resource) =>
        Assert.Empty(await _client.FindAsync(what,
            [("subject", subject), .. action is null ? [] : new[] { ("action", action) }, ("resource", resource)]));

    [Theory]
    [InlineData("subject", """{"type":"spaceship"}""", Read, Record1)]
    [InlineData("subject", Users, Read, """{"type":"planet","id":"record-1"}""")]
    [InlineData("resource", Alice, Read, """{"type":"planet"}""")]
    [InlineData("resource", """{"type":"spaceship","id":"alice"}""", Read, Records)]
    [InlineData("action", """{"type":"spaceship","id":"alice"}""", null, Record1)]
    [InlineData("action", Alice, null, """{"type":"planet","id":"record-1"}""")]
    public async Task C_4_6_2_Of_an_unknown_type_nothing_is_found(string what, string subject, string? action, string resource) =>
        Assert.Empty(await _client.FindAsync(what,
            [("subject", subject), .. action is null ? [] : new[] { ("action", action) }, ("resource", resource)]));

    [Theory]
    [InlineData("subject", "subject")]
    [InlineData("subject", "action")]
    [InlineData("subject", "resource")]
    [InlineData("resource", "subject")]
    [InlineData("resource", "action")]
    [InlineData("resource", "resource")]
    [InlineData("action", "subject")]
    [InlineData("action", "resource")]
    public async Task C_4_7_1_Without_a_required_member_it_is_400(string what, string missing)
    {
        var body = Searches().Single(s => s.What == what).Body;
        Assert.Equal([$"/{missing}"], await _client.AccessAsync($"search/{what}", Body([.. body.Where(m => m.Name != missing)]))
            .RefusedAsync());
    }

    [Theory]
    [InlineData("subject", "/resource/id", Users, Read, Records)]
    [InlineData("subject", "/resource/type", Users, Read, """{"id":"record-1"}""")]
    [InlineData("subject", "/subject/type", "{}", Read, Record1)]
    [InlineData("subject", "/action/name", Users, "{}", Record1)]
    [InlineData("resource", "/subject/id", Users, Read, Records)]
    [InlineData("resource", "/subject/type", """{"id":"alice"}""", Read, Records)]
    [InlineData("resource", "/resource/type", Alice, Read, "{}")]
    [InlineData("resource", "/action/name", Alice, "{}", Records)]
    [InlineData("action", "/subject/id", Users, null, Record1)]
    [InlineData("action", "/resource/id", Alice, null, Records)]
    public async Task C_4_7_2_Without_type_id_or_name_of_what_is_given_it_is_400(string what, string missing, string subject,
        string? action, string resource) => Assert.Equal(
        [missing],
        await _client.AccessAsync($"search/{what}",
            Body([("subject", subject), .. action is null ? [] : new[] { ("action", action) }, ("resource", resource)])).RefusedAsync());

    private static (string What, (string Name, string Json)[] Body)[] Searches() =>
    [
        ("subject", [("subject", Users), ("action", Read), ("resource", Record1)]),
        ("resource", [("subject", Alice), ("action", Read), ("resource", Records)]),
        ("action", [("subject", Alice), ("resource", Record1)]),
    ];
}
