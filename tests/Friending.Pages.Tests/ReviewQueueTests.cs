using System.Net;
using Friending.Api.Pipeline.Authentication;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>Working through the cases on the page at /reviews: who has them, what is asked, and what is found again.</summary>
public sealed class ReviewQueueTests(AppFixture app, Browser browser)
{
    private const string Reviewer = "sm-5001";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_names_who_asked_with_job_department_and_due_time_and_the_navigation_counts_it()
    {
        await Cases.PendingAsync(app, "Network R1");
        await using var visit = await StartAsync();
        var page = await visit.OpenAsync("/reviews");
        var one = Case(page, "Network R1");

        await Expect(one.Locator("h2")).ToContainTextAsync("Registered nurse");
        await Expect(one.Locator("h2")).ToContainTextAsync("Cardiology");
        await Expect(one.Locator("h2")).ToContainTextAsync("due in");
        await one.Locator("h2 button").ClickAsync();

        await Expect(one.Locator(".facts", new() { HasText = "Job" })).ToContainTextAsync("Registered nurse");
        // What the policy did not need to know is there as well.
        await Expect(one.Locator(".facts").First).ToContainTextAsync("Working relationship");
        Assert.True(int.Parse(await page.Locator("nav .count").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task A_case_is_taken_and_given_back_and_others_see_who_has_it()
    {
        var id = await Cases.PendingAsync(app, "Network R2");
        await using var visit = await StartAsync();
        var one = await OpenAsync(visit, "Network R2");

        await one.GetByRole(AriaRole.Button, new() { Name = "Take this case" }).ClickAsync();

        await Expect(one.GetByRole(AriaRole.Status)).ToContainTextAsync("The case is yours.");
        Assert.Equal(Reviewer, await OwnerAsync(id));
        await one.GetByRole(AriaRole.Button, new() { Name = "Give it back" }).ClickAsync();
        await Expect(one.GetByRole(AriaRole.Button, new() { Name = "Take this case" })).ToBeVisibleAsync();
        Assert.Null(await OwnerAsync(id));
        // Somebody else takes it: that shows, and it is not decided by mistake.
        await ActAsync("sm-5009", HttpMethod.Post, $"/api/decisions/{id}/claim");
        await one.GetByRole(AriaRole.Button, new() { Name = "Take this case" }).ClickAsync();
        await Expect(one.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else changed this case");
        await Expect(one).ToContainTextAsync("taken by sm-5009");
    }

    [Fact]
    public async Task Asking_for_more_reaches_who_asked_and_their_answer_comes_back()
    {
        const string Staff = "md-2011";
        await Cases.PendingAsync(app, "Network R3", Staff);
        await using var visit = await StartAsync();
        var one = await OpenAsync(visit, "Network R3");
        await one.GetByText("Ask for more instead").ClickAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Send the question" }).ClickAsync();
        await Expect(one.GetByLabel("What do you need to know?"))
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("Please write"));
        await one.GetByLabel("What do you need to know?").FillAsync("How long have you sung together?");
        await one.GetByRole(AriaRole.Button, new() { Name = "Send the question" }).ClickAsync();
        await Expect(one).ToContainTextAsync("You have asked for more");

        await using var asker = await Visit.StartAsync(browser, app.Address, "physician");
        var mine = (await asker.OpenAsync("/mine")).Locator(".request", new() { HasText = "Network R3" });
        await Expect(mine).ToContainTextAsync("asks you for more");
        await Expect(mine).ToContainTextAsync("How long have you sung together?");
        await mine.GetByLabel("Your answer").FillAsync("Call me at 555-867-5309");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Expect(mine.GetByLabel("Your answer"))
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("may identify somebody"));
        await mine.GetByLabel("Your answer").FillAsync("For ten years.");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Expect(mine.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your answer was sent.");

        one = await OpenAsync(visit, "Network R3");
        await Expect(one.Locator(".said-so-far")).ToContainTextAsync("For ten years.");
        await Expect(one.GetByText("Ask for more instead")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task One_s_own_second_window_is_told_apart_from_somebody_else()
    {
        var id = await Cases.PendingAsync(app, "Network R4");
        await using var visit = await StartAsync();
        var one = await OpenAsync(visit, "Network R4");
        await one.GetByRole(AriaRole.Radio, new() { Name = "Go ahead" }).CheckAsync();
        await one.GetByLabel("Reason").FillAsync("They have known each other for long.");
        await ActAsync(Reviewer, HttpMethod.Post, $"/api/decisions/{id}/claim");

        await one.GetByRole(AriaRole.Button, new() { Name = "Decide this case" }).ClickAsync();

        await Expect(one.GetByRole(AriaRole.Alert)).ToContainTextAsync("You changed this case in another window.");
        // It still waits, and what was written is still there to be sent.
        await Expect(one.GetByLabel("Reason")).ToHaveValueAsync("They have known each other for long.");
        await Expect(one.GetByRole(AriaRole.Radio, new() { Name = "Go ahead" })).ToBeCheckedAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Decide this case" }).ClickAsync();
        await Expect(visit.Page.GetByText("Decided: Go ahead.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_case_that_was_withdrawn_leaves_the_list_at_once()
    {
        var id = await Cases.PendingAsync(app, "Network R5");
        await using var visit = await StartAsync();
        var page = await visit.OpenAsync("/reviews");
        await ActAsync("rn-1042", HttpMethod.Post, $"/api/decisions/{id}/withdraw");

        await Case(page, "Network R5").Locator("h2 button").ClickAsync();

        await Expect(page.GetByText("This case was withdrawn by whoever asked")).ToBeVisibleAsync();
        await Expect(Case(page, "Network R5")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Cases_are_found_by_department_owner_state_and_words_and_decided_ones_again()
    {
        var mine = await Cases.PendingAsync(app, "Network R6");
        await Cases.PendingAsync(app, "Network R7");
        await ActAsync(Reviewer, HttpMethod.Post, $"/api/decisions/{mine}/claim");
        await using var visit = await StartAsync();
        var page = await visit.OpenAsync("/reviews");
        await Expect(Case(page, "Network R7")).ToBeVisibleAsync();

        await page.GetByLabel("Search").FillAsync("network r7 nurse");
        await Expect(page.Locator(".case:visible")).ToHaveCountAsync(1);
        await page.GetByLabel("Search").FillAsync("");
        await page.GetByLabel("Only mine").CheckAsync();
        await Expect(Case(page, "Network R7")).ToHaveCountAsync(0);
        await Expect(Case(page, "Network R6")).ToBeVisibleAsync();
        Assert.Contains("mine=true", page.Url, StringComparison.Ordinal);
        await page.GetByLabel("Only mine").UncheckAsync();
        await page.GetByLabel("Department").SelectOptionAsync("Cardiology");
        await Expect(Case(page, "Network R7")).ToBeVisibleAsync();

        await Cases.ResolveAsync(app, mine, "decline", "The choir is part of the ward.");
        await page.GetByLabel("Cases").SelectOptionAsync("resolved");
        await Expect(Case(page, "Network R6")).ToContainTextAsync("Decided: Say no, kindly.");
        await Case(page, "Network R6").Locator("h2 button").ClickAsync();
        await Expect(Case(page, "Network R6")).ToContainTextAsync("The choir is part of the ward.");
        await Expect(Case(page, "Network R6").Locator("form")).ToHaveCountAsync(0);
    }

    // The list comes in parts of a hundred; here of one, as if there were hundreds of cases.
    [Fact]
    public async Task A_search_finds_a_case_also_in_the_parts_of_the_list_that_were_not_read_yet()
    {
        await Cases.PendingAsync(app, "Network T1");
        await Cases.PendingAsync(app, "Network T2");
        await using var visit = await StartAsync();
        await visit.Page.RouteAsync("**/api/reviews?*", route => route.ContinueAsync(
            new() { Url = route.Request.Url.Replace("limit=100", "limit=1", StringComparison.Ordinal) }));
        var page = await visit.OpenAsync("/reviews");
        await Expect(page.Locator(".case")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more" })).ToBeVisibleAsync();

        await page.GetByLabel("Search").FillAsync("network t2");

        await Expect(Case(page, "Network T2")).ToBeVisibleAsync();
        await Expect(page.Locator(".case:visible")).ToHaveCountAsync(1);
        await Expect(page.GetByText("1 of ")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Search")).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more" })).ToHaveCountAsync(0);
        // Words that fit nothing are said once everything was read.
        await page.GetByLabel("Search").FillAsync("network t2 nowhere");
        await Expect(page.GetByText("No case fits.")).ToBeVisibleAsync();
        await Expect(page.Locator(".case:visible")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_link_opens_its_case_and_says_when_it_does_not_wait_any_more()
    {
        var id = await Cases.PendingAsync(app, "Network R8");
        await using var visit = await StartAsync();
        var page = await visit.OpenAsync($"/reviews?decision={id}");
        await Expect(Case(page, "Network R8").Locator("form.deciding")).ToBeVisibleAsync();
        await Cases.ResolveAsync(app, id, "decline", "The choir is part of the ward.");

        await visit.OpenAsync($"/reviews?decision={id}");

        await Expect(page.GetByText("This case does not wait any more.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See the decision" }).ClickAsync();
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Say no, kindly");
    }

    private Task<Visit> StartAsync() => Visit.StartAsync(browser, app.Address, "reviewer");

    private static ILocator Case(IPage page, string platform) => page.Locator(".case", new() { HasText = platform });

    private static async Task<ILocator> OpenAsync(Visit visit, string platform)
    {
        var page = await visit.OpenAsync("/reviews");
        var one = Case(page, platform);
        await one.Locator("h2 button").ClickAsync();
        await Expect(one.Locator("form.deciding")).ToBeVisibleAsync();
        return one;
    }

    private async Task<string?> OwnerAsync(string id)
    {
        using var auditor = app.Person("ca-6002", Role.Audit);
        return (await auditor.GetAsync($"/api/decisions/{id}", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("case")
            .GetProperty("owner").GetString();
    }

    private async Task ActAsync(string staffId, HttpMethod method, string path)
    {
        using var person = app.Person(staffId, Role.Review);
        using var request = new HttpRequestMessage(method, path);
        await person.SendAsync(request, Cancelled).JsonAsync(HttpStatusCode.OK);
    }
}
