using System.Globalization;
using System.Net;
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
        for (var n = 0; n < 6; n++)
            await Cases.DeclinedAsync(app, $"rn-104{n}");
        var (week, digest) = await ThisWeekAsync();
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync($"/digests?week={week}");

        await Expect(page.Locator(".tile").First).ToContainTextAsync(digest.GetProperty("requests").GetProperty("value").GetInt32().ToString(CultureInfo.InvariantCulture));
        await Expect(page.Locator(".digest")).ToContainTextAsync("The week is not over yet.");
        await Expect(page.Locator("svg.trend rect")).ToHaveCountAsync(8);
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Requests by week" })).ToBeVisibleAsync();
        var outcomes = page.Locator(".digest section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Outcome", Exact = true }) });
        await Expect(outcomes.Locator("svg")).Not.ToHaveCountAsync(0);
        await outcomes.GetByText("As a table").ClickAsync();
        await Expect(outcomes.GetByRole(AriaRole.Row, new() { Name = "Decline politely" })).ToBeVisibleAsync();
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
        var (week, _) = await ThisWeekAsync();
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync($"/digests?week={week}");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync());

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
        page.Request += (_, request) => sent += request.Method == "POST" && request.Url.Contains("/send?again=true&audience=organisation", StringComparison.Ordinal) ? 1 : 0;

        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not send" }).ClickAsync();
        Assert.Equal(0, sent);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        // The local host of this test has the queue at most to send by; either way the page says what came of it.
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new("Deliveries|nothing was sent") })).ToBeVisibleAsync();
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_week_that_is_not_over_is_not_sent_and_that_is_said()
    {
        var (week, _) = await ThisWeekAsync();
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync($"/digests?week={week}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await Expect(page.GetByText("The week is not over yet. Its digest can be sent when it is.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_department_without_a_digest_is_told()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync("/digests?audience=Nowhere");

        await Expect(page.GetByText("No digest is made for this department")).ToBeVisibleAsync();
    }

    private async Task<(string Week, System.Text.Json.JsonElement Digest)> ThisWeekAsync()
    {
        using var auditor = app.Person("ca-6002", Role.Audit);
        var now = DateTime.UtcNow;
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(now)}-W{ISOWeek.GetWeekOfYear(now):00}");
        return (week, await auditor.GetAsync($"/api/digests/{week}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK));
    }
}
