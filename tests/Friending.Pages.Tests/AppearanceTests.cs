using System.Reflection;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Every state of every page: nothing in the way of anybody's use of it, and pictures to look at. A class a page, so
/// that they run side by side.</summary>
public abstract class AppearanceTests(AppFixture app, Browser browser)
{
    /// <summary>Where the pictures go.</summary>
    internal static string Folder { get; } =
        typeof(AppearanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Screenshots").Value!;

    /// <summary>The names of the states of one page.</summary>
    protected static TheoryData<string> Of(string page) =>
        [.. State.All.Select(s => s.Name).Where(name => name.StartsWith(page, StringComparison.Ordinal))];

    /// <summary>Looks at a state light and dark, narrow and wide.</summary>
    protected async Task LookAtAsync(string name)
    {
        var state = State.All.Single(s => s.Name == name);
        await using var visit = await Visit.StartAsync(browser, app.Address, state.Person);
        await state.ReachAsync(app, visit);
        var page = visit.Page;
        // The pictures are of the page, not of where the keyboard is.
        await page.EvaluateAsync("() => document.activeElement?.blur()");

        await new Accessibility(page).CheckAsync(name);

        Directory.CreateDirectory(Folder);
        foreach (var width in new[] { 1280, 360 })
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width,
                $"{name} is wider than {width} px.");
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new()
                { Path = Path.Combine(Folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
            }
        }
    }
}

public sealed class AskAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("ask");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class DecisionAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("decision");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class ReviewAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("reviews");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class PolicyAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("policy");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class DigestAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("digests");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class AdminAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("admin");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class MineAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("mine");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}

public sealed class DecisionListAppearanceTests(AppFixture app, Browser browser) : AppearanceTests(app, browser)
{
    public static TheoryData<string> States => Of("list");

    [Theory]
    [MemberData(nameof(States))]
    public Task Nothing_bars_anybody_light_or_dark_narrow_or_wide(string name) => LookAtAsync(name);
}
