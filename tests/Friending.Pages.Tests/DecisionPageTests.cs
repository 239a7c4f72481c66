using System.Text;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>The page at /decisions, for auditors.</summary>
public sealed class DecisionPageTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task Filters_pick_count_and_stay_in_the_address()
    {
        await Cases.DeclinedAsync(app, "au-0001");
        await Cases.DeclinedAsync(app, "au-0001");
        await Cases.PendingAsync(app, "Network P1", "au-0001");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/decisions");

        await page.GetByLabel("Staff id").FillAsync("au-0001");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".totals")).ToContainTextAsync("3 decisions");
        await Expect(page.Locator(".totals")).ToContainTextAsync("Say no, kindly 2");
        await Expect(page.Locator(".entry")).ToHaveCountAsync(3);
        await page.Locator("#rule").SelectOptionAsync("7.7");
        await Expect(page.Locator(".totals")).ToContainTextAsync("2 decisions");
        await page.GetByLabel("Outcome").SelectOptionAsync(new SelectOptionValue { Label = "The social media team decides" });
        await Expect(page.Locator(".totals")).ToContainTextAsync("0 decisions");
        Assert.Contains("outcome=review", page.Url, StringComparison.Ordinal);

        await page.Locator("#rule").SelectOptionAsync("");
        await Expect(page.Locator(".entry")).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Expect(page.Locator(".entry")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Staff id")).ToHaveValueAsync("au-0001");
        await Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("review");
        await Expect(page.Locator(".entry")).ToContainTextAsync("Cardiology");
    }

    [Fact]
    public async Task A_decision_opens_with_why_every_rule_did_or_did_not_apply()
    {
        await Cases.DeclinedAsync(app, "au-0002");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/decisions?staff=au-0002");

        await page.Locator(".entry a").ClickAsync();

        await page.GetByText("Every rule, and why").ClickAsync();
        await Expect(page.Locator(".rules .applies")).ToContainTextAsync("7.7");
        await Expect(page.Locator(".so-far")).ToContainTextAsync("au-0002");
    }

    [Fact]
    public async Task Many_decisions_are_shown_in_parts_and_none_twice()
    {
        for (var n = 0; n < 30; n++)
            await Cases.DeclinedAsync(app, "au-0003");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/decisions?staff=au-0003");
        await Expect(page.Locator(".entry")).ToHaveCountAsync(25);

        await page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();

        await Expect(page.Locator(".entry")).ToHaveCountAsync(30);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".entry a").Nth(25)).ToBeFocusedAsync();
        var links = await page.Locator(".entry a").EvaluateAllAsync<string[]>("links => links.map(a => a.href)");
        Assert.Equal(30, links.Distinct().Count());
    }

    [Theory]
    [InlineData("CSV", "decisions.csv")]
    [InlineData("CSV for Excel", "decisions-excel.csv")]
    public async Task What_is_picked_can_be_taken_away(string button, string file)
    {
        var id = await Cases.DeclinedAsync(app, "au-0004");
        await Cases.DeclinedAsync(app, "au-0005");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/decisions?staff=au-0004");

        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync());

        Assert.Equal(file, download.SuggestedFilename);
        var bytes = await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains(id, text, StringComparison.Ordinal);
        Assert.DoesNotContain("au-0005", text, StringComparison.Ordinal);
        // Excel reads UTF-8 by its mark, and takes 7.7 for a number unless it is a text.
        Assert.Equal(button == "CSV for Excel", bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.Equal(button == "CSV for Excel", text.Contains("\"=\"\"7.7\"\"\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Days_are_those_of_the_reader_s_calendar_the_last_one_included()
    {
        await Cases.DeclinedAsync(app, "au-0006");
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/decisions?staff=au-0006");
        var today = await page.EvaluateAsync<string>("() => new Intl.DateTimeFormat('sv', { dateStyle: 'short' }).format(new Date())");
        await Expect(page.Locator(".entry")).ToHaveCountAsync(1);

        await page.GetByLabel("From").FillAsync(today);
        await page.GetByLabel("Until").FillAsync(today);

        await Expect(page.Locator(".totals")).ToContainTextAsync("1 decision");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("From")).ToHaveValueAsync(today);
        await Expect(page.GetByLabel("Until")).ToHaveValueAsync(today);
        await Expect(page.Locator(".entry")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Without_its_records_the_service_has_nothing_to_show_and_says_so_to_a_reader()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        await visit.Page.RouteAsync("**/api/decisions?*", route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"type":"about:blank","title":"Storage is out of reach","status":503}""",
        }));
        var page = await visit.OpenAsync("/decisions");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("there is nothing to show");
        await Expect(page.GetByRole(AriaRole.Alert)).Not.ToContainTextAsync("what you entered");
    }
}
