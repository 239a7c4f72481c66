using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Friending.Api.Pipeline.Authentication;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class DigestPageTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task A_week_is_there_to_read_in_numbers_drawings_and_tables()
    {
        await Cases.OfManyAsync(app);
        var (week, _) = await ThisWeekAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        // What this page was told: other tests ask at the same time.
        var told = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.OpenAsync($"/digests?week={week}"), r => r.Url.Contains($"/api/digests/{week}", StringComparison.Ordinal));
        var (page, digest) = (visit.Page, (await told.JsonAsync())!.Value);

        await Expect(page.Locator(".tile").First)
            .ToContainTextAsync(digest.GetProperty("requests").GetProperty("value").GetInt32().ToString(CultureInfo.InvariantCulture));
        await Expect(page.Locator(".digest")).ToContainTextAsync("The week is not over yet.");
        await Expect(page.Locator("svg.trend rect")).ToHaveCountAsync(8);
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Requests by week" })).ToBeVisibleAsync();
        var outcomes =
            page.Locator(".digest section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Outcome", Exact = true }) });
        await Expect(outcomes.Locator("svg")).Not.ToHaveCountAsync(0);
        await outcomes.GetByText("As a table").ClickAsync();
        await Expect(outcomes.GetByRole(AriaRole.Row, new() { Name = "Say no, kindly" })).ToBeVisibleAsync();
        // To send is for administrators.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send again" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_week_is_chosen_with_the_keyboard_and_named_in_the_address()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/digests");
        var chosen = await page.Locator("#week").InputValueAsync();
        await Keyboard.FocusAsync(page, page.Locator("#week"));

        await page.Keyboard.PressAsync("ArrowDown");

        await Expect(page.Locator("#week")).Not.ToHaveValueAsync(chosen);
        var now = await page.Locator("#week").InputValueAsync();
        await page.WaitForURLAsync($"**/digests?week={now}&audience=organisation");
        await Expect(page.Locator("svg.trend text").Last).ToHaveTextAsync(now[5..]);
    }

    [Fact]
    public async Task The_CSV_is_the_services_own()
    {
        var (week, _) = await ThisWeekAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync($"/digests?week={week}");

        var download =
            await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync());

        Assert.Equal($"digest-{week}-organisation.csv", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.True(text.Split('\n').Length > 5, text);
    }

    [Fact]
    public async Task An_administrator_sends_a_digest_again_after_being_asked()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/digests");
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST"
            && request.Url.Contains("/send?again=true&audience=organisation", StringComparison.Ordinal) ? 1 : 0;

        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not send" }).ClickAsync();
        Assert.Equal(0, sent);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        // The local host of this test has the queue at most to send by; either way the page says what came of it.
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new("Deliveries|nothing was sent") }))
            .ToBeVisibleAsync();
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_week_that_is_not_over_is_not_sent_and_that_is_said()
    {
        var (week, _) = await ThisWeekAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync($"/digests?week={week}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await Expect(page.GetByText("The week is not over yet. Its digest can be sent when it is.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_can_be_pressed_comes_with_what_stands_above_it_and_stays_while_another_week_is_awaited()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = visit.Page;
        var answers = new SemaphoreSlim(0);
        await page.RouteAsync("**/api/digests/*", async route =>
        {
            await Eventually.ComesAsync("the answer may come", answers.WaitAsync(TestContext.Current.CancellationToken));
            await route.ContinueAsync();
        });
        var again = page.GetByRole(AriaRole.Button, new() { Name = "Send again" });

        await visit.OpenAsync("/digests");
        await Expect(page.Locator(".digest")).ToHaveTextAsync("Loading…");
        Assert.Equal(0, await again.CountAsync());
        answers.Release();
        await again.HoverAsync();
        var place = (await again.BoundingBoxAsync())!.Y;

        await page.Locator("#week").SelectOptionAsync(new SelectOptionValue { Index = 3 });
        await Expect(page.Locator(".digest")).ToHaveTextAsync("Loading…");
        await Expect(page.GetByText("First of all, for")).ToBeHiddenAsync();
        Assert.Equal(place, (await again.BoundingBoxAsync())!.Y);
        answers.Release();
    }

    [Fact]
    public async Task A_department_without_a_digest_is_told()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/digests?audience=Nowhere");

        await Expect(page.GetByText("No digest is made for this department")).ToBeVisibleAsync();
    }

    // A telephone's screen, and the longest words.
    [Theory]
    [InlineData("en-US", "Overdue cases: 3")]
    [InlineData("es-ES", "Casos vencidos: 3")]
    public async Task The_page_begins_with_what_to_do_in_five_lines_that_a_telephone_shows(string language, string overdue)
    {
        var (week, digest) = await ThisWeekAsync(app);
        var changed = JsonNode.Parse(digest.GetRawText())!;
        changed["reviews"]!["overdue"] = JsonNode.Parse("""{"value":3}""");
        changed["reviews"]!["due"] = JsonNode.Parse("""{"value":12}""");
        changed["poisoned"] = 2;
        changed["changes"] = JsonNode.Parse(
            """[{"by":"rule","value":"7.7","requests":41,"weekBefore":12},"""
                + """{"by":"department","value":"Cardiology","requests":9,"weekBefore":30}]""");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor", language, width: 360);
        await visit.Page.SetViewportSizeAsync(360, 640);
        await visit.Page.RouteAsync("**/api/digests/*",
            route => route.FulfillAsync(new() { ContentType = "application/json", Body = changed.ToJsonString() }));
        var page = await visit.OpenAsync($"/digests?week={week}");
        var lines = page.Locator(".first li");

        await Expect(lines).ToHaveCountAsync(5);
        await Expect(lines.First).ToHaveTextAsync(overdue);
        var last = (await lines.Last.BoundingBoxAsync())!;
        Assert.InRange(last.Y + last.Height, 1, 640);
        await new Accessibility(page).CheckAsync("what to do first");
        // An auditor has no list of cases; what changed leads to the decisions behind it.
        await Expect(lines.First.GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
        await lines.Nth(3).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("#rule")).ToHaveValueAsync("7.7");
    }

    [Fact]
    public async Task A_week_that_does_not_exist_is_said_and_the_last_one_shown()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        foreach (var week in new[] { "foo", "2026-W54", "" })
        {
            var page = await visit.OpenAsync($"/digests?week={week}");

            await Expect(page.GetByText($"There is no week {week}")).ToBeVisibleAsync();
            await Expect(page.Locator("svg.trend")).ToBeVisibleAsync();
        }
    }

    // The answer about the first week comes last.
    [Fact]
    public async Task Under_a_week_s_name_stand_the_numbers_of_that_week_however_late_others_come()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/digests");
        await Expect(page.Locator("svg.trend")).ToBeVisibleAsync();
        var weeks = await page.Locator("#week option").EvaluateAllAsync<string[]>("all => all.map(o => o.value)");
        var (late, passed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync($"**/api/digests/{weeks[4]}*", async route =>
        {
            await Eventually.ComesAsync("the answer may come", late.Task);
            await route.ContinueAsync();
            passed.SetResult();
        });

        await page.Locator("#week").SelectOptionAsync(weeks[4]);
        await Expect(page.Locator(".digest")).ToHaveTextAsync("Loading…");
        await page.Locator("#week").SelectOptionAsync(weeks[5]);
        await Expect(page.Locator("svg.trend text").Last).ToHaveTextAsync(weeks[5][5..]);
        late.SetResult();
        await Eventually.ComesAsync("the late answer has passed", passed.Task);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await Expect(page.Locator("#week")).ToHaveValueAsync(weeks[5]);
        await Expect(page.Locator("svg.trend text").Last).ToHaveTextAsync(weeks[5][5..]);
    }

    [Fact]
    public async Task A_bar_leads_to_the_decisions_behind_it_and_a_rule_has_its_reason()
    {
        // A digest of its own: where few people's decisions of other tests are hidden, so is what they could be worked out from.
        await using var own = new AppFixture();
        await own.InitializeAsync();
        await Cases.OfManyAsync(own);
        var (week, digest) = await ThisWeekAsync(own);
        var counted = digest.GetProperty("breakdowns").EnumerateArray().Single(b => b.GetProperty("by").GetString() == "outcome")
            .GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("value").GetString() == "decline").GetProperty("requests")
            .GetProperty("value").GetInt32();
        await using var visit = await Visit.StartAsync(browser, own.Address, "auditor");
        var page = await visit.OpenAsync($"/digests?week={week}");
        await Expect(page.Locator(".bars").GetByRole(AriaRole.Link, new() { NameRegex = new("^7.7: You work in patient care") }))
            .ToBeVisibleAsync();

        await page.Locator(".bars").GetByRole(AriaRole.Link, new() { Name = "Say no, kindly" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Decisions");
        await Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("decline");
        var total = await page.Locator(".totals .big").InnerTextAsync();
        Assert.Equal(counted, int.Parse(total.Split(' ')[0], CultureInfo.InvariantCulture));

        await page.GoBackAsync();
        await page.Locator(".bars").GetByRole(AriaRole.Link, new() { NameRegex = new("^7.7: You work in patient care") }).ClickAsync();
        await Expect(page.Locator("#rule")).ToHaveValueAsync("7.7");
        await Expect(page.Locator("#alone")).ToBeCheckedAsync();
    }

    [Theory]
    [InlineData("en-US", "Nov 16 – 22, 2026")]
    [InlineData("en-GB", "16–22 Nov 2026")]
    [InlineData("es-ES", "16–22 nov 2026")]
    public async Task Days_are_written_as_in_the_reader_s_region(string language, string days)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor", language);
        var page = await visit.OpenAsync("/digests?week=2026-W47");

        var text = await page.Locator("#week option[value='2026-W47']").TextContentAsync();

        Assert.Equal($"{days} · 2026-W47",
            text!.Replace('\u2009', ' ')
                .Replace(" – ", days.Contains(" – ", StringComparison.Ordinal) ? " – " : "–", StringComparison.Ordinal));
    }

    private static async Task<(string Week, System.Text.Json.JsonElement Digest)> ThisWeekAsync(AppFixture app)
    {
        using var auditor = app.Person("ca-6002", Role.Audit);
        var now = DateTime.UtcNow;
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(now)}-W{ISOWeek.GetWeekOfYear(now):00}");
        return (week, await auditor.GetAsync($"/api/digests/{week}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK));
    }
}
