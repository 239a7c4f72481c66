using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>What a role may not do is not offered, and refused in so many words to whoever goes there by address.</summary>
public sealed class RefusalTests(AppFixture app, Browser browser)
{
    [Theory]
    [InlineData("nurse", "Ask, My requests, Policy")]
    [InlineData("physician", "Ask, My requests, Policy")]
    [InlineData("manager", "Ask, My requests, Policy")]
    [InlineData("front-desk", "Ask, My requests, Policy")]
    [InlineData("reviewer", "Ask, My requests, Reviews, Policy")]
    [InlineData("auditor", "Ask, My requests, Decisions, Digests, Policy")]
    [InlineData("administrator", "Ask, My requests, Decisions, Digests, Policy, Admin")]
    public async Task Pages_are_offered_by_role_and_the_others_refused(string person, string offered)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var page = await visit.OpenAsync("/policy");

        // Without the number of cases that wait, which other tests make.
        Assert.Equal(offered,
            string.Join(", ", (await page.Locator("nav a").AllInnerTextsAsync()).Select(name => name.TrimEnd([.. "0123456789 "]))));
        await Expect(page.Locator("#candidate")).ToHaveCountAsync(person == "administrator" ? 1 : 0);
        foreach (var (name, path) in new[] { ("Reviews", "/reviews"), ("Decisions", "/decisions"), ("Digests", "/digests") })
        {
            if (offered.Contains(name, StringComparison.Ordinal))
                continue;
            await visit.OpenAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not open to you");
            await page.GetByRole(AriaRole.Link, new() { Name = "Ask a question" }).ClickAsync();
            await Expect(page.Locator("#question")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Somebody_elses_decision_is_not_shown()
    {
        var id = await Cases.DeclinedAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "physician");
        var page = visit.Page;

        await page.GotoAsync($"/?decision={id}");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is nothing here that you can see.");
    }

    [Fact]
    public async Task An_auditor_reads_a_decision_but_is_not_offered_to_withdraw_it()
    {
        var id = await Cases.DeclinedAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "auditor");
        var page = await visit.OpenAsync($"/?decision={id}");

        await Expect(page.Locator(".so-far")).ToContainTextAsync("rn-1042");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_and_comes_back_to_the_same_page()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person: null);
        var page = await visit.OpenAsync("/policy?from=mail#guideline-8");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in to go on");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Adam Yilmaz" }).ClickAsync();

        await Expect(page.Locator(".who")).ToContainTextAsync("Adam Yilmaz");
        Assert.Equal("/policy?from=mail", new Uri(page.Url).PathAndQuery);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_meanwhile_is_told_by_the_service()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = visit.Page;
        // The pages believe the sign-in; the service does not.
        var token = app.TokenFor("sm-5001");
        await page.RouteAsync("**/api/reviews*",
            route => route.ContinueAsync(new()
            { Headers = new Dictionary<string, string>(route.Request.Headers) { ["authorization"] = $"Bearer {token}" } }));

        await page.GotoAsync("/reviews");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You may not do this.");
    }
}
