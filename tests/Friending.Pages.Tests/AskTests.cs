using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class AskTests(AppFixture app, Browser browser)
{
    public static TheoryData<string> People => ["nurse", "physician", "manager", "front-desk", "reviewer", "auditor", "administrator"];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Everybody_gets_to_each_outcome_with_the_mouse(string person)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var page = await visit.OpenAsync("/");

        foreach (var situation in Situation.OfEachOutcome)
        {
            await situation.TellByMouseAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
            await Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        }
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task And_with_the_keyboard_alone(string person)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var page = await visit.OpenAsync("/");

        foreach (var situation in Situation.OfEachOutcome)
        {
            await situation.TellByKeyboardAsync(page);
            await Keyboard.PressAsync(page, "Start over");
            await Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        }
    }
}
