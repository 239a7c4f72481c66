using System.Net;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>The page at /mine.</summary>
public sealed class MineTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task Each_request_says_where_it_stands_with_the_words_to_send_and_what_can_be_done()
    {
        const string Staff = "fd-4023";
        await Cases.DeclinedAsync(app, Staff);
        var reviewed = await Cases.PendingAsync(app, "Network M1", Staff);
        await Cases.ResolveAsync(app, reviewed, "discourage", "Better in the choir than online.");
        await Cases.PendingAsync(app, "Network M2", Staff);
        await using var visit = await Visit.StartAsync(browser, app.Address, "front-desk");
        var page = await visit.OpenAsync("/mine");
        var requests = page.Locator(".request");

        await Expect(requests).ToHaveCountAsync(3);
        // Newest first.
        await Expect(requests.Nth(0)).ToContainTextAsync("Waiting for a person to decide");
        await Expect(requests.Nth(0)).ToContainTextAsync("Network M2");
        await Expect(requests.Nth(0)).ToContainTextAsync("come back to this page");
        await Expect(requests.Nth(1)).ToContainTextAsync("Better in the choir than online.");
        await Expect(requests.Nth(1).GetByRole(AriaRole.Heading, new() { Level = 2 }).First)
            .ToHaveTextAsync("Better not, but it is your choice");
        await Expect(requests.Nth(2)).ToContainTextAsync("A patient now");
        var words = await requests.Nth(2).Locator(".reply blockquote").InnerTextAsync();
        await requests.Nth(2).GetByRole(AriaRole.Button, new() { Name = "Copy the reply" }).ClickAsync();
        await Expect(requests.Nth(2).GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal(words.Trim(), (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).Trim());
        await Expect(requests.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" })).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Withdrawing_needs_no_mouse_and_shows_at_once()
    {
        const string Staff = "mg-3007";
        var id = await Cases.DeclinedAsync(app, Staff);
        await using var visit = await Visit.StartAsync(browser, app.Address, "manager");
        var page = await visit.OpenAsync("/mine");

        // Others may have asked as this person before.
        var request = page.Locator($"[data-id='{id}']");
        ILocator Button(string name) => request.GetByRole(AriaRole.Button, new() { Name = name });

        // The list comes after the page, and the form after the button.
        await Expect(Button("Withdraw this request")).ToBeVisibleAsync();
        await Keyboard.FocusAsync(page, Button("Withdraw this request"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(Button("Withdraw it")).ToBeVisibleAsync();
        await Keyboard.PressAsync(page, "Withdraw it");

        await Expect(page.GetByText("The request was withdrawn.")).ToBeVisibleAsync();
        await Expect(request.Locator("h2").First).ToHaveTextAsync("Withdrawn");
        await Expect(request.Locator(".reply")).ToHaveCountAsync(0);
        using var manager = app.Person(Staff);
        var kept = await manager.GetAsync($"/api/decisions/{id}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("withdrawn", kept.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Who_has_asked_nothing_is_told_where_to_ask()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/mine");

        await Expect(page.Locator(".empty")).ToContainTextAsync("You have not recorded a request yet.");
        await page.Locator(".empty a").ClickAsync();
        await page.WaitForURLAsync("**/");
    }

    [Fact]
    public async Task Until_the_answer_is_there_the_page_says_that_it_is_loading()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = visit.Page;
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/api/requests?*", async route =>
        {
            await Eventually.ComesAsync("the answer may come", held.Task);
            await route.ContinueAsync();
        });

        await page.GotoAsync("/mine");

        await Expect(page.Locator("main")).ToHaveTextAsync("Loading…");
        held.SetResult();
        await Expect(page.Locator("h1")).ToHaveTextAsync("My requests");
        await Expect(page.GetByText("Loading…")).ToHaveCountAsync(0);
    }
}
