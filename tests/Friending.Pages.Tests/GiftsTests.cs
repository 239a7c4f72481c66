using System.Net;
using System.Reflection;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>Another policy that ships, about gifts of patients, served by every way in. Nothing of friend requests is left.</summary>
public sealed class GiftsTests(Browser browser) : IAsyncLifetime
{
    private const string Watch = """{"kind":"object","value":"large","role":"cares","careOver":"no","recipient":"me"}""";
    private const string Painting = """{"kind":"object","value":"large","role":"cares","careOver":"yes","recipient":"team"}""";
    private const string Cake = """{"kind":"treat","value":"small","role":"cares","careOver":"no","recipient":"team"}""";

    private static readonly string s_folder = Path.Combine(
        typeof(GiftsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!,
        "samples", "policies", "gifts");

    private LocalHost.LocalHost _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0", "--Emulators:BlobPort=0",
                "--Emulators:SmtpPort=0", "--Emulators:MailPagePort=0", $"--Policy:Path={s_folder}",
            ],
            TextWriter.Null, Cancelled);
        _client = new HttpClient { BaseAddress = _host.Address };
        _client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_page_asks_its_questions_answers_in_its_words_and_sends_to_its_reviewers()
    {
        await using var visit = await Visit.StartAsync(browser, _host.Address);
        var page = await visit.OpenAsync("/");
        await Expect(page.Locator("h1")).ToHaveTextAsync("May I accept this gift?");
        await Expect(page.Locator("#question")).ToHaveTextAsync("What does the patient offer you?");
        await AnswerAsync("Something to keep");
        await AnswerAsync("More than 100");
        // What can no longer change the answer is not asked.
        await page.GetByLabel("Their care here is over").CheckAsync();
        await AnswerAsync("Go on with what is ticked");

        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("The compliance office decides");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("network");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to the compliance office" }).ClickAsync();
        await Expect(page.Locator(".recorded")).ToBeVisibleAsync();
        await page.Locator(".recorded a").ClickAsync();
        await Expect(page.Locator(".so-far")).ToContainTextAsync("Something to keep");

        await using var reviewer = await Visit.StartAsync(browser, _host.Address, "reviewer");
        var reviews = await reviewer.OpenAsync("/reviews");
        await reviews.Locator(".case h2 button").First.ClickAsync();
        foreach (var resolution in new[] { "Accept it and say thank you", "Accept it for the whole team", "Hand it back, with thanks" })
            await Expect(reviews.GetByRole(AriaRole.Radio, new() { Name = resolution })).ToHaveCountAsync(1);

        async Task AnswerAsync(string answer)
        {
            var question = await page.Locator("#question").TextContentAsync();
            await page.Locator(".question").GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
            await Expect(page.Locator("#question").Filter(new() { HasText = question })).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Http_queue_and_AuthZen_decide_by_it_and_a_reviewer_gives_one_of_its_outcomes()
    {
        var kept = await SubmitAsync(Watch, HttpStatusCode.Created);
        Assert.Equal(("return", "G.3"),
            (kept.GetProperty("outcome").GetString(), kept.GetProperty("findings")[0].GetProperty("rule").GetString()));
        Assert.False(kept.TryGetProperty("platform", out _)
            || kept.TryGetProperty("direction", out _) || kept.TryGetProperty("otherParty", out _));
        Assert.Contains("generous", kept.GetProperty("reply").GetProperty("text").GetString(), StringComparison.Ordinal);
        var open = await SubmitAsync("""{"kind":"treat"}""", HttpStatusCode.UnprocessableEntity);
        Assert.All(open.GetProperty("questions").EnumerateArray(),
            q => Assert.StartsWith("/facts/", q.GetProperty("pointer").GetString(), StringComparison.Ordinal));
        var unknown = await SubmitAsync("""{"patient":"current","kind":"boat"}""", HttpStatusCode.BadRequest);
        Assert.Equal(["/facts/kind", "/facts/patient"], unknown.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());

        var explained = await _client.GetAsync($"/api/decisions/{kept.GetProperty("id")}/explanation", Cancelled)
            .JsonAsync(HttpStatusCode.OK);
        Assert.Contains(explained.GetProperty("counterfactuals").EnumerateArray(), c =>
            c.GetProperty("fact").GetString() == "careOver" && c.GetProperty("possible").Texts() is ["declare"]);

        await _host.Services.GetRequiredService<StorageAccount>().Queue(QueueNames.Requests).SendMessageAsync(
            $$$"""{"staff":{"id":"queue-1"},"facts":{{{Painting}}}}""", Cancelled);
        JsonElement waiting = default;
        await Eventually.IsSoAsync("The message is decided.", async () =>
        {
            var reviews = await _client.GetAsync("/api/reviews", Cancelled).JsonAsync(HttpStatusCode.OK);
            waiting = reviews.GetProperty("items").EnumerateArray()
                .FirstOrDefault(i => i.GetProperty("staff").GetProperty("id").GetString() == "queue-1");
            return waiting.ValueKind == JsonValueKind.Object;
        });
        var path = $"/api/decisions/{waiting.GetProperty("id")}/review";
        await _client.PostJsonAsync(path, """{"resolution":"permit","reason":"No such outcome here."}""")
            .JsonAsync(HttpStatusCode.BadRequest);
        var reviewed = await _client.PostJsonAsync(path, """{"resolution":"share","reason":"It hangs in the hall."}""")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal("share", reviewed.GetProperty("standing").GetString());
        Assert.Contains("share it in the team", reviewed.GetProperty("review").GetProperty("reply").GetProperty("text").GetString(),
            StringComparison.Ordinal);

        Assert.True(await PermitsAsync(Cake, byName: true));
        Assert.False(await PermitsAsync(Watch, byName: true));
        Assert.True(await PermitsAsync("""{"kind":"card"}""", byName: false));

        var csv = await CsvAsync();
        Assert.EndsWith(",facts.kind,facts.value,facts.role,facts.careOver,facts.recipient,facts", csv[0], StringComparison.Ordinal);
        Assert.Contains(csv, line => line.Contains(",object,large,cares,no,me,", StringComparison.Ordinal));

        async Task<bool> PermitsAsync(string facts, bool byName) => (await _client.PostJsonAsync("/access/v1/evaluation", $$"""
            {"subject":{"type":"staff","id":"rn-1042"},"action":{"name":"accept"},
             "resource":{"type":"gift","id":"g-1"{{(byName ? "" : $",\"properties\":{facts}")}}}{{(byName ? $",\"context\":{{\"facts\":{facts}}}" : "")}}}
            """).JsonAsync(HttpStatusCode.OK)).GetProperty("decision").GetBoolean();
    }

    [Fact]
    public async Task A_digest_and_its_mail_tell_of_gifts_and_a_stricter_document_can_be_compared_and_replayed()
    {
        var week = IsoWeek.Of(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc).Previous;
        await KeepAsync(week, Cake, 6);
        await KeepAsync(week, Watch, 7);

        var digest = await _client.GetAsync($"/api/digests/{week}", Cancelled).JsonAsync(HttpStatusCode.OK);
        var kinds = digest.GetProperty("breakdowns").EnumerateArray()
            .Single(b => b.TryGetProperty("fact", out var fact) && fact.GetString() == "kind");
        Assert.Equal(["object", "treat"], kinds.GetProperty("rows").Texts("value"));
        Assert.Equal(["afterCare", "reviewer"], digest.GetProperty("exemptions").Texts("exemption"));
        await _client.PostJsonAsync($"/api/digests/{week}/send", "").JsonAsync(HttpStatusCode.OK);
        var mail = "";
        await Eventually.IsSoAsync("The mail has come.", async () =>
        {
            using var page = new HttpClient();
            mail = await page.GetStringAsync(new Uri(new Uri(_host.Emulators.MailPageUrl!.ToString()), "/email"), Cancelled);
            return mail.Contains("Gifts in week", StringComparison.Ordinal);
        });
        foreach (var words in new[] { $"Gifts in week {week.Number}", "13 questions about gifts", "Hand it back, with thanks",
            "By kind of gift", "Something to keep", "For a team" })
            Assert.Contains(words, mail, StringComparison.Ordinal);
        Assert.DoesNotContain("friend", mail.Replace("friending", "", StringComparison.OrdinalIgnoreCase),
            StringComparison.OrdinalIgnoreCase);

        var stricter = (await File.ReadAllTextAsync(Path.Combine(s_folder, "gifts.policy.json"), Cancelled))
            .Replace("\"recipient\": [\"team\"] },\n          \"outcome\": \"share\"",
                "\"recipient\": [\"team\"] },\n          \"outcome\": \"declare\"", StringComparison.Ordinal);
        var diff = await _client.PostJsonAsync("/api/policy/diff", stricter).JsonAsync(HttpStatusCode.OK);
        Assert.NotEqual(0, diff.GetProperty("changed").GetInt64());
        Assert.All(diff.GetProperty("rows").EnumerateArray(), r => Assert.Equal(("share", "declare"),
            (r.GetProperty("from").GetProperty("outcome").GetString(), r.GetProperty("to").GetProperty("outcome").GetString())));
        var from = LocalClock.StartOf(week, TimeZoneInfo.Utc);
        var replay = await _client.PostJsonAsync($"/api/policy/replay?from={from.AddDays(-1):yyyy-MM-dd}", stricter)
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal(6, replay.GetProperty("totals").GetProperty("changed").GetInt32());
    }

    private Task<JsonElement> SubmitAsync(string facts, HttpStatusCode expected) =>
        _client.PostJsonAsync("/api/requests", $$$"""{"staff":{"id":"rn-1042"},"facts":{{{facts}}}}""").JsonAsync(expected);

    private async Task<string[]> CsvAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/decisions") { Headers = { { "Accept", "text/csv" } } };
        using var response = await _client.SendAsync(request, Cancelled);
        return (await response.Content.ReadAsStringAsync(Cancelled)).Split("\r\n");
    }

    // Decided in a week that is over, each of somebody else.
    private async Task KeepAsync(IsoWeek week, string facts, int count)
    {
        var policy = _host.Services.GetRequiredService<PolicyDecisionPoint>();
        await _host.Services.GetRequiredService<PolicyArchive>().KeepActiveAsync(Cancelled);
        var stated = JsonSerializer.Deserialize<Dictionary<string, string>>(facts)!;
        var answer = Answers.For(policy, FactBinding.Of(policy.Facts, stated, [], fillDefaults: true).Facts, "en");
        for (var n = 0; n < count; n++)
        {
            var made = StoredDecisions.At(LocalClock.StartOf(week, TimeZoneInfo.Utc).AddDays(2).AddMinutes(n), answer.Outcome!,
                staffId: $"{answer.Outcome}-{n}") with
            {
                Findings = answer.Findings,
                Facts = answer.Facts,
                Policy = answer.Policy,
                Platform = null,
                Direction = null,
                OtherParty = null,
            };
            Assert.NotNull(await _host.Services.GetRequiredService<DecisionStore>().TryAddAsync(made, Cancelled));
        }
    }
}
