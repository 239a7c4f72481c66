using System.Reflection;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Every state of every page: nothing in the way of anybody's use of it, and pictures to look at.</summary>
public sealed class AppearanceTests(AppFixture app, Browser browser)
{
    private static readonly string s_folder = typeof(AppearanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Screenshots").Value!;

    public static TheoryData<string> States => [.. State.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name)
    {
        var state = State.All.Single(s => s.Name == name);
        await using var visit = await Visit.StartAsync(browser, app.Address, state.Person);
        await state.ReachAsync(app, visit);
        var page = visit.Page;
        // The pictures are of the page, not of where the keyboard is.
        await page.EvaluateAsync("() => document.activeElement?.blur()");

        await new Accessibility(page).CheckAsync(name);

        Directory.CreateDirectory(s_folder);
        foreach (var width in new[] { 1280, 360 })
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{name} is wider than {width} px.");
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new() { Path = Path.Combine(s_folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
            }
        }
    }

    [Fact]
    public async Task Printed_it_is_the_answer_without_what_can_only_be_pressed()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await page.Locator(".banner").IsVisibleAsync());
        Assert.True(await page.Locator(".reply blockquote").IsVisibleAsync());
        Assert.False(await page.GetByText("Copy the reply").IsVisibleAsync());
        Assert.False(await page.Locator("nav").IsVisibleAsync());
        Assert.False(await page.Locator(".record").IsVisibleAsync());
    }
}
