using System.Net;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class ReviewTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task A_case_shows_what_to_decide_it_by()
    {
        await Cases.PendingAsync(app, "Network A");
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");

        var open = await OpenAsync(page, "Network A");

        await Expect(page.Locator(".case", new() { HasText = "Network A" }).Locator(".where")).ToContainTextAsync("asked");
        await Expect(open).ToContainTextAsync("A patient now");
        await Expect(open).ToContainTextAsync("We sing in the same choir.");
        await Expect(open).ToContainTextAsync("Guideline 7, rule 7.4");
        // Without the unusual circumstance it would be declined.
        await Expect(open.Locator(".changes li", new() { HasText = "Something else out of the ordinary: No" }))
            .ToContainTextAsync("Say no, kindly");
    }

    [Fact]
    public async Task Open_questions_of_a_message_are_shown()
    {
        // As it comes from the queue, where nobody is there to ask.
        await app.Storage.Queue(QueueNames.Requests)
            .SendMessageAsync(
                """{"staff":{"id":"rn-1042"},"platform":"Network Q","direction":"accept","otherParty":{"patient":"current"}}""",
                TestContext.Current.CancellationToken);
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");
        await Eventually.IsSoAsync("the message is in the list", async () =>
        {
            await visit.OpenAsync("/reviews");
            return await page.GetByText("Network Q").CountAsync() > 0;
        });

        var open = await OpenAsync(page, "Network Q");

        await Expect(open).ToContainTextAsync("Still open");
        await Expect(open).ToContainTextAsync("Were the two of you friends in person before the care began?");
    }

    [Fact]
    public async Task The_keyboard_alone_decides_a_case_and_goes_on_to_the_next()
    {
        var id = await Cases.PendingAsync(app, "Network K1");
        await Cases.PendingAsync(app, "Network K2");
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");
        var button = page.Locator(".case button", new() { HasText = "Network K1" });
        await Keyboard.GoToAsync(page, (await button.InnerTextAsync()).Trim());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".case", new() { HasText = "Network K1" }).Locator("form.deciding")).ToBeVisibleAsync();
        await Keyboard.GoToAsync(page, "Go ahead");
        await page.Keyboard.PressAsync("ArrowRight");
        await Keyboard.GoToAsync(page, "Reason");
        await page.Keyboard.TypeAsync("Better to keep it in the choir.");
        await Keyboard.PressAsync(page, "Decide this case");

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Decided: Better not, but it is your choice." }))
            .ToBeVisibleAsync();
        await Expect(page.Locator(".case", new() { HasText = "Network K1" })).ToHaveCountAsync(0);
        Assert.Equal("BUTTON", await page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        using var nurse = app.Person("rn-1042");
        var review = (await nurse.GetAsync($"/api/decisions/{id}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK))
            .GetProperty("review");
        Assert.Equal("discourage", review.GetProperty("resolution").GetString());
        Assert.Equal("Better to keep it in the choir.", review.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Who_asked_reads_what_the_reviewer_said()
    {
        var id = await Cases.PendingAsync(app, "Network B");
        await Cases.ResolveAsync(app, id, "decline", "The choir is part of the ward.");
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync($"/?decision={id}");

        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Say no, kindly");
        await Expect(page.Locator("main")).ToContainTextAsync("The choir is part of the ward.");
        await Expect(page.Locator(".reply")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_second_of_two_reviewers_is_told_and_overwrites_nothing()
    {
        var id = await Cases.PendingAsync(app, "Network C");
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");
        var open = await OpenAsync(page, "Network C");
        await open.GetByRole(AriaRole.Radio, new() { Name = "Go ahead" }).CheckAsync();
        await open.GetByLabel("Reason").FillAsync("They have known each other for long.");
        await Cases.ResolveAsync(app, id, "decline", "The choir is part of the ward.");

        await open.GetByRole(AriaRole.Button, new() { Name = "Decide this case" }).ClickAsync();

        await Expect(open.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else changed this case");
        await Expect(open.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(open).ToContainTextAsync("The choir is part of the ward.");
        await Expect(open).ToContainTextAsync("They have known each other for long.");
        await Expect(open.Locator("form")).ToHaveCountAsync(0);
        using var nurse = app.Person("rn-1042");
        var review = (await nurse.GetAsync($"/api/decisions/{id}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK))
            .GetProperty("review");
        Assert.Equal("decline", review.GetProperty("resolution").GetString());
    }

    [Fact]
    public async Task Nobody_is_offered_to_decide_their_own_request()
    {
        await Cases.PendingAsync(app, "Network D", staffId: "sm-5001");
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");

        var open = await OpenAsync(page, "Network D");

        await Expect(open).ToContainTextAsync("This is your own request.");
        await Expect(open.Locator("form")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_reason_that_may_identify_somebody_is_refused_beside_its_field()
    {
        await Cases.PendingAsync(app, "Network E");
        await using var visit = await Visit.StartAsync(browser, app.Address, "reviewer");
        var page = await visit.OpenAsync("/reviews");
        var open = await OpenAsync(page, "Network E");
        await open.GetByRole(AriaRole.Radio, new() { Name = "Go ahead" }).CheckAsync();
        await open.GetByLabel("Reason").FillAsync("Her number is 555-867-5309");

        await open.GetByRole(AriaRole.Button, new() { Name = "Decide this case" }).ClickAsync();

        await Expect(open.GetByLabel("Reason"))
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("telephone number"));
        await Expect(open.GetByLabel("Reason")).ToHaveValueAsync("Her number is 555-867-5309");
    }

    private static async Task<ILocator> OpenAsync(IPage page, string platform)
    {
        var one = page.Locator(".case", new() { HasText = platform });
        await one.Locator("h2 button").ClickAsync();
        await Expect(one.Locator(".inside h3").First).ToBeVisibleAsync();
        return one;
    }
}
