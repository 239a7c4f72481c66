using System.Reflection;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Pictures of each page, narrow and wide, light and dark, for people to look at: folder artifacts/screenshots, which is not kept.</summary>
public sealed class Screenshots(AppFixture app, Browser browser)
{
    private static readonly string s_folder = typeof(Screenshots).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Screenshots").Value!;

    public static TheoryData<int, bool> Looks => new() { { 360, false }, { 360, true }, { 1280, false }, { 1280, true } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Asking(int width, bool dark)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "nurse", dark: dark, width: width);
        var page = await visit.OpenAsync("/");
        await TakeAsync(page, "ask-first", width, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "A patient now" }).ClickAsync();
        await page.Locator(".so-far").WaitForAsync();
        await TakeAsync(page, "ask-next", width, dark);
        await Situation.Decline.TellByMouseAsync(page);
        await TakeAsync(page, "ask-decline", width, dark);
        foreach (var situation in Situation.OfEachOutcome.Skip(1))
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
            await page.Locator(".intro").WaitForAsync();
            await situation.TellByMouseAsync(page);
            await TakeAsync(page, $"ask-{situation.Outcome.ToLowerInvariant().Replace(' ', '-')}", width, dark);
        }
    }

    private static async Task TakeAsync(IPage page, string name, int width, bool dark)
    {
        Directory.CreateDirectory(s_folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(s_folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"), FullPage = true });
    }
}
