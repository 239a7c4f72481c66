using System.Net;
using System.Text.Json;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class RecordTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task A_recorded_answer_has_a_link_to_its_decision()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Instagram" }).CheckAsync();
        await page.GetByLabel("Remark").FillAsync("We met at the hospital's choir.");

        await RecordAsync(page);

        await page.Locator(".recorded a").ClickAsync();
        await Expect(page.Locator(".status")).ToContainTextAsync("Recorded");
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Say no, kindly");
        await Expect(page.Locator(".so-far")).ToContainTextAsync("Instagram");
        await Expect(page.Locator(".so-far")).ToContainTextAsync("We met at the hospital's choir.");
        var id = new Uri(page.Url).Query["?decision=".Length..];
        using var nurse = app.Person("rn-1042");
        var kept = await nurse.GetAsync($"/api/decisions/{id}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("7.7", kept.GetProperty("findings")[0].GetProperty("rule").GetString());
        Assert.Equal("rn-1042", kept.GetProperty("staff").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Recording_and_withdrawing_need_no_mouse()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "physician");
        var page = await visit.OpenAsync("/");
        await Situation.Permit.TellByKeyboardAsync(page);
        await Keyboard.GoToAsync(page, "Facebook");
        await page.Keyboard.PressAsync("Space");
        await Keyboard.GoToAsync(page, "Remark (optional)");
        await page.Keyboard.TypeAsync("Friends since school.");
        await Keyboard.PressAsync(page, "Record this");
        await Expect(page.Locator(".recorded")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".status")).ToContainTextAsync("Recorded");

        await Keyboard.PressAsync(page, "Withdraw this request");
        await Keyboard.PressAsync(page, "Withdraw it");

        await Expect(page.Locator(".banner.other h1")).ToHaveTextAsync("Withdrawn");
        await Expect(page.GetByText("The request was withdrawn.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_network_can_be_named()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await Expect(page.GetByLabel("Name of the network")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Another" }).CheckAsync();
        await page.GetByLabel("Name of the network").FillAsync("Friendster");

        await RecordAsync(page);

        await page.Locator(".recorded a").ClickAsync();
        await Expect(page.Locator(".so-far")).ToContainTextAsync("Friendster");
    }

    [Fact]
    public async Task A_remark_that_may_identify_somebody_is_refused_beside_its_field_and_stays_there()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
        var remark = page.GetByLabel("Remark");
        await Expect(remark).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("Name no patient"));
        await remark.FillAsync("Her number is 555-867-5309");

        await page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync();

        await Expect(remark)
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("may identify somebody.*telephone number"));
        await Expect(remark).ToBeFocusedAsync();
        await Expect(remark).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(remark).ToHaveValueAsync("Her number is 555-867-5309");
        await remark.FillAsync("We are neighbours.");
        await RecordAsync(page);
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_on_the_way_is_kept_once()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
        string? lost = null;
        await page.RouteAsync("**/api/requests", async route =>
        {
            lost = JsonDocument.Parse(await (await route.FetchAsync()).TextAsync()).RootElement.GetProperty("id").GetString();
            await route.AbortAsync();
        }, new() { Times = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("did not answer");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(page.Locator(".recorded a"))
            .ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex($"/\\?decision={lost}$"));
    }

    [Fact]
    public async Task While_storage_is_down_a_message_says_so_and_nothing_is_lost_from_the_form()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("friending-pages-");
        try
        {
            var options = new EmulatorOptions
            { Mail = false, BlobPort = 0, QueuePort = 0, TablePort = 0, StateFolder = Path.Combine(folder.FullName, "state") };
            var emulators = await RunningEmulators.StartAsync(options, TextWriter.Null, cancellation);
            (options.BlobPort, options.QueuePort, options.TablePort) = emulators.StoragePorts!.Value;
            await using var host = await LocalHost.LocalHost.StartAsync(
                ["--Port=0", "--Emulators:Mail=false", $"--Storage:ConnectionString={emulators.StorageConnectionString}"], TextWriter.Null,
                cancellation);
            await using var visit = await Visit.StartAsync(browser, host.Address);
            var page = await visit.OpenAsync("/");
            await emulators.DisposeAsync();
            // To ask needs no storage.
            await Situation.Review.TellByMouseAsync(page);
            await page.GetByRole(AriaRole.Radio, new() { Name = "LinkedIn" }).CheckAsync();
            await page.GetByLabel("Remark").FillAsync("We are in the same choir.");

            await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();

            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was recorded, and what you entered is still here");
            await Expect(page.GetByLabel("Remark")).ToHaveValueAsync("We are in the same choir.");
            await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "LinkedIn" })).ToBeCheckedAsync();
            await Expect(page.Locator(".so-far li")).ToHaveCountAsync(4);
            await new Accessibility(page).CheckAsync("storage is down");
            await using var running = await RunningEmulators.StartAsync(options, TextWriter.Null, cancellation);
            await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Expect(page.Locator(".recorded")).ToContainTextAsync("Your case has been sent");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task When_the_sign_in_has_run_out_the_form_outlasts_signing_in_again()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "X", Exact = true }).CheckAsync();
        await page.GetByLabel("Remark").FillAsync("We are neighbours.");
        await visit.Context.ClearCookiesAsync();
        await page.RouteAsync("**/api/requests",
            route => route.ContinueAsync(new() { Headers = route.Request.Headers.Where(h => h.Key != "authorization").ToDictionary() }),
            new() { Times = 1 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your sign-in has run out");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Nora Lind" }).ClickAsync();

        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Say no, kindly");
        await Expect(page.GetByLabel("Remark")).ToHaveValueAsync("We are neighbours.");
        await RecordAsync(page);
    }

    private static async Task RecordAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this" }).ClickAsync();
        await Expect(page.Locator(".recorded")).ToBeVisibleAsync();
    }
}
