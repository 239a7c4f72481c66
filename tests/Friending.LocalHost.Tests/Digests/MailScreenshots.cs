using System.Globalization;
using System.Reflection;
using Friending.Policy;
using Friending.Service;
using Friending.Service.Digests.Rendering;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>Pictures of the mail, to be looked at, in <c>artifacts/screenshots</c>; and what can be measured of it in a browser.</summary>
public sealed class MailScreenshots(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public static TheoryData<string, string, int, ColorScheme> All => new MatrixTheoryData<string, string, int, ColorScheme>(
        ["organisation", "department", "empty"], ["en-US", "es-MX"], [360, 1200], [ColorScheme.Light, ColorScheme.Dark]);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Mail_fits_the_screen_and_can_be_read(string digest, string language, int width, ColorScheme colours)
    {
        var page = await OpenAsync(digest, language, width, colours);

        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Folder, $"mail-{digest}-{language}-{width}-{colours}.png".ToLowerInvariant()),
            FullPage = true,
        });
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
        Assert.Empty(await page.EvaluateAsync<string[]>(Faint));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_department_s_bar_is_as_long_as_its_share()
    {
        var page = await OpenAsync("department", "en-US", 360, ColorScheme.Light);

        // 19 of 31 declined.
        var part = await page.EvaluateAsync<double>(
            "(bar => bar.offsetWidth / bar.closest('table').offsetWidth)(document.querySelector('.f-deny, .f-other'))");

        Assert.Equal(19 / 31.0, part, 0.01);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Mail_loads_nothing_and_runs_nothing()
    {
        var page = await browser.NewPageAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);

        await page.SetContentAsync(await HtmlAsync("organisation", "en-US"));

        Assert.Empty(requests);
        Assert.Equal(0, await page.Locator("script, img, link, iframe, form, object").CountAsync());
        await page.Context.CloseAsync();
    }

    // Cells and paragraphs whose text is wider than they are.
    private const string CutOff = """
        [...document.querySelectorAll('td, p, h1, h2, a')]
            .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
            .map(e => e.textContent.trim())
        """;

    // Texts with less contrast than WCAG 2.2 AA asks for (1.4.3), or smaller than 11 pixels.
    private const string Faint = """
        (() => {
            const light = c => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
            const parts = colour => colour.match(/[\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
            const ground = e => { const p = parts(getComputedStyle(e).backgroundColor); return p.length === 3 ? p : ground(e.parentElement); };
            const faint = [];
            for (const e of document.body.querySelectorAll('*')) {
                const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
                const style = getComputedStyle(e);
                if (!text || e.offsetHeight < 2 || e.closest('[aria-hidden], [style*="display:none"]')) continue;
                const [a, b] = [luminance(parts(style.color)), luminance(ground(e))].sort((x, y) => y - x);
                if ((a + 0.05) / (b + 0.05) < 4.5 || parseFloat(style.fontSize) < 11) faint.push(text);
            }
            return faint;
        })()
        """;

    private static string Folder { get; } =
        typeof(MailScreenshots).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Screenshots").Value!;

    private async Task<IPage> OpenAsync(string digest, string language, int width, ColorScheme colours)
    {
        var page = await browser.NewPageAsync(
            new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = colours, DeviceScaleFactor = width < 600 ? 2 : 1 });
        await page.SetContentAsync(await HtmlAsync(digest, language));
        return page;
    }

    private Task<string> HtmlAsync(string digest, string language)
    {
        var rendering = new DigestRendering(
            DefaultPolicy.Load(), Options.Create(new PublicUrlOptions { PublicUrl = "https://friending.example.org" }), _services,
            NullLoggerFactory.Instance);
        var sample = digest switch
        {
            "department" => SampleDigests.Department(),
            "empty" => SampleDigests.Empty(),
            _ => SampleDigests.Organisation(),
        };
        return rendering.HtmlAsync(sample, CultureInfo.GetCultureInfo(language), TestContext.Current.CancellationToken);
    }
}
