using System.Text.RegularExpressions;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>The page at /admin.</summary>
public sealed class AdminTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task A_message_that_could_not_be_taken_is_shown_with_its_reason_and_dropped()
    {
        await PoisonAsync(app, """{"staff":{"id":"rn-1042"},"platform":"Network A1","weather":"fine"}""");
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/admin");
        var entry = page.Locator(".cases li", new() { HasText = "Network A1" });
        await Expect(entry).ToContainTextAsync("It is not a valid request");
        await Expect(entry).ToContainTextAsync("/weather");

        await entry.GetByRole(AriaRole.Button, new() { Name = "Drop it" }).ClickAsync();

        await Expect(page.GetByText("The message was dropped.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Expect(page.GetByText("Network A1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_kept_is_verified_in_the_reader_s_language()
    {
        await Cases.DeclinedAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator", language: "es");
        var page = await visit.OpenAsync("/admin");

        await page.GetByRole(AriaRole.Button, new() { Name = "Comprobar ahora" }).ClickAsync();

        await Expect(page.GetByText(new Regex("Todo está intacto. Filas del registro de auditoría: [0-9.]+"))).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_is_erased_after_a_second_look_and_not_before()
    {
        await Cases.DeclinedAsync(app, "rn-0042");
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/admin");
        await page.GetByLabel("Staff id").FillAsync("RN-0042");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Do nothing" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(page.GetByText("Decisions: 1.")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Erase them" }).ClickAsync();

        await Expect(page.GetByText("Decisions: 1.")).ToBeVisibleAsync();
    }

    /// <summary>Sends a message that cannot be taken, and waits until it is on the poison queue.</summary>
    internal static async Task PoisonAsync(AppFixture app, string message)
    {
        var poison = app.Storage.Queue(QueueNames.RequestsPoison);
        var before = (await poison.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount;
        await app.Storage.Queue(QueueNames.Requests).SendMessageAsync(message, TestContext.Current.CancellationToken);
        await Eventually.IsSoAsync("The message is refused", async () =>
            (await poison.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount > before);
    }
}
