using System.Text.Json;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>What outlasts a moment: answers through back, forward and refresh; what is asked of a
/// person once; and a tap too many.</summary>
public sealed class AskStateTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task Back_forward_and_refresh_keep_the_answers_and_the_remark()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Instagram" }).CheckAsync();
        await page.GetByLabel("Remark").FillAsync("We sing in one choir.");

        await page.ReloadAsync();
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync(Situation.Decline.Outcome);
        await Expect(page.GetByLabel("Remark")).ToHaveValueAsync("We sing in one choir.");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Instagram" })).ToBeCheckedAsync();

        await page.GoBackAsync();
        await Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        await Expect(page.Locator("#question")).ToBeVisibleAsync();
        await page.GoForwardAsync();
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync(Situation.Decline.Outcome);

        await page.Locator(".reasons a").First.ClickAsync();
        await page.WaitForURLAsync("**/policy#rule-*");
        await page.GoBackAsync();
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync(Situation.Decline.Outcome);
    }

    [Fact]
    public async Task The_care_role_job_and_department_are_asked_once_and_kept_for_that_person_alone()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "nurse");
        var page = await visit.OpenAsync("/");
        var screens = await Situation.Decline.TellByMouseAsync(page);
        await page.GetByLabel("Your job").FillAsync("Registered nurse");
        await page.GetByLabel("Your department").FillAsync("Cardiology");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask about another request" }).ClickAsync();
        await Expect(page.Locator(".banner")).ToHaveCountAsync(0);

        Assert.Equal(screens - 1, await Situation.Decline.TellByMouseAsync(page));
        await Expect(page.Locator(".so-far")).ToContainTextAsync("kept from last time");
        await Expect(page.GetByText("Sent as Registered nurse, Cardiology (change)")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
        var sent = await page.RunAndWaitForRequestAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync(),
            r => r.Url.EndsWith("/api/requests", StringComparison.Ordinal));
        var staff = JsonDocument.Parse(sent.PostData!).RootElement.GetProperty("staff");
        Assert.Equal(("Registered nurse", "Cardiology"),
            (staff.GetProperty("role").GetString(), staff.GetProperty("department").GetString()));

        // Somebody else at the same computer.
        await visit.SignInAsync("front-desk");
        await visit.OpenAsync("/");
        await Expect(page.Locator(".so-far")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_remembered_can_be_changed()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "physician");
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
        await Expect(page.Locator(".banner")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change the answer to: Do you work in a patient care role?" }).ClickAsync();
        await page.Locator(".question").GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();

        await Situation.Discourage.TellByMouseAsync(page);
    }

    [Fact]
    public async Task A_second_tap_while_the_first_is_on_its_way_changes_nothing()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        var asked = 0;
        await page.RouteAsync("**/api/evaluate*", async route =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(700);
            await route.ContinueAsync();
        });

        await page.GetByRole(AriaRole.Button, new() { Name = "A patient now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "None of these" }).ClickAsync();

        await Expect(page.Locator(".so-far li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".so-far li")).ToContainTextAsync("A patient now");
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_it_and_not_by_the_browser()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Review.TellByMouseAsync(page);
        await Expect(page.Locator(".record")).ToContainTextAsync("Nothing has been sent yet");
        // Right under the banner: nothing stands between the two.
        Assert.True(await page.Locator(".record").EvaluateAsync<bool>("e => e.previousElementSibling.classList.contains('banner')"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();

        await Expect(page.Locator(".choices .error")).ToContainTextAsync("Say which network it is about.");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" })).ToBeFocusedAsync();
    }
}
