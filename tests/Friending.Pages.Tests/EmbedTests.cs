using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>The element that asks on a page of another origin: the sample intranet page, which the local host serves.</summary>
public sealed class EmbedTests(AppFixture app, Browser browser, ITestOutputHelper output)
{
    private const int Limit = 60 * 1024;

    private static readonly string s_root = typeof(EmbedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_another_origin_it_asks_answers_and_sends_and_the_page_is_told()
    {
        await using var host = await app.StartAnotherAsync("--SampleForm:Port=0");
        await using var visit = await Visit.StartAsync(browser, host.SampleFormAddress!, person: null);
        var page = await OpenAsync(visit, "/");
        Assert.NotEqual(host.Address.Authority, host.SampleFormAddress!.Authority);

        await Situation.Review.TellByMouseAsync(page);
        await Expect(page.Locator("#log")).ToHaveTextAsync("Answered: review");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();

        await Expect(page.Locator("#log")).ToHaveTextAsync(new Regex("Sent: [0-9a-f-]{36} \\(pending-review\\)"));
        var id = Regex.Match(await page.Locator("#log").InnerTextAsync(), "[0-9a-f-]{36}").Value;
        await Expect(page.Locator(".recorded a")).ToHaveAttributeAsync("href", $"{host.Address.ToString().TrimEnd('/')}/?decision={id}");
        using var kept = await app.Client().GetAsync($"/api/decisions/{id}", Cancelled);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_sample_s_own_server_started_by_hand_serves_a_page_that_asks_and_sends(int width)
    {
        var port = PortCheck.FindFree();
        await using var host = await app.StartAnotherAsync($"--SampleForm:Origin=http://localhost:{port}");
        using var node = new Process
        {
            StartInfo = new("node", [Path.Combine(s_root, "samples", "intranet-form", "server.mjs")])
            {
                RedirectStandardOutput = true,
                Environment =
                {
                    ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["FRIENDING_SERVICE"] = host.Address.ToString().TrimEnd('/'),
                },
            },
        };
        node.Start();
        try
        {
            var said = await Eventually.ComesAsync(
                "the address of the sample server", node.StandardOutput.ReadLineAsync(Cancelled).AsTask());
            Assert.Equal($"The intranet is at http://localhost:{port}", said);
            var page = await browser.NewPageAsync(new()
            {
                Locale = "en-US",
                BaseURL = $"http://localhost:{port}/",
                ViewportSize = new() { Width = width, Height = 800 },
            });
            await page.GotoAsync("/");
            await Expect(page.Locator("friending-ask h1")).ToBeVisibleAsync();
            await LookAsync(page, $"intranet-form-asks-{width}");
            await Situation.Review.TellByMouseAsync(page);
            await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
            await LookAsync(page, $"intranet-form-answers-{width}");
            // The page's own colour, by the custom property --brand.
            Assert.Equal(
                "rgb(91, 35, 51)",
                await page.Locator("button.primary").EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor"));
            await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();

            await Expect(page.Locator("#log")).ToHaveTextAsync(new Regex("Sent: [0-9a-f-]{36} \\(pending-review\\)"));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "It scrolls sideways.");
            await LookAsync(page, $"intranet-form-sent-{width}");
            await page.Context.DisposeAsync();
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task The_keyboard_alone_gets_there_too_and_axe_finds_nothing()
    {
        await using var host = await app.StartAnotherAsync("--SampleForm:Port=0");
        await using var visit = await Visit.StartAsync(browser, host.SampleFormAddress!, person: null);
        var page = await OpenAsync(visit, "/");
        await new Accessibility(page).CheckAsync("the sample form, asking");

        await Situation.Review.TellByKeyboardAsync(page);
        await Keyboard.GoToAsync(page, "Facebook");
        await page.Keyboard.PressAsync("Space");
        await Keyboard.PressAsync(page, "Send to the social media team");

        await Expect(page.Locator(".recorded")).ToBeVisibleAsync();
        await new Accessibility(page).CheckAsync("the sample form, sent");
    }

    [Fact]
    public async Task From_an_origin_that_is_not_listed_the_reason_is_shown_and_nothing_is_sent()
    {
        await using var host = await app.StartAnotherAsync("--SampleForm:Port=0");
        // The same page by another name of this machine is another origin.
        var other = new UriBuilder(host.SampleFormAddress!) { Host = "127.0.0.1" }.Uri;
        var page = await browser.NewPageAsync(new() { Locale = "en-US", BaseURL = other.ToString() });
        var sent = new System.Collections.Concurrent.ConcurrentBag<string>();
        page.RequestFinished += (_, request) =>
        {
            if (request.Url.StartsWith(host.Address.ToString(), StringComparison.Ordinal) && request.Method != "OPTIONS")
                sent.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");
        };

        await page.GotoAsync("/");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(
            $"does not take calls from this page’s address, {other.GetLeftPart(UriPartial.Authority)}, so nothing was sent",
            new() { Timeout = 60_000 });
        Assert.DoesNotContain(sent, s => s.Contains("/api/", StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task It_speaks_the_language_that_the_page_says()
    {
        await using var host = await app.StartAnotherAsync("--SampleForm:Port=0");
        await using var visit = await Visit.StartAsync(browser, host.SampleFormAddress!, person: null, language: "en-US");
        // As if the page said so in its markup.
        await visit.Page.AddInitScriptAsync("""
            new MutationObserver(() => document.querySelector('friending-ask')?.setAttribute('lang', 'es')).observe(document, { childList: true, subtree: true });
            """);
        var page = await OpenAsync(visit, "/");

        await Expect(page.Locator("friending-ask h1")).ToHaveTextAsync("¿Puedo tener amistad con esta persona en las redes?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Es paciente ahora" }).ClickAsync();
        await Expect(page.Locator("friending-ask .so-far h2")).ToHaveTextAsync("Lo que nos ha contado");
    }

    [Fact]
    public async Task The_script_is_small_answers_every_origin_and_its_hash_stands_in_the_documentation()
    {
        using var client = app.Client(key: null);
        using var response = await client.GetAsync("/embed/friending-ask.js", Cancelled);
        var script = await response.Content.ReadAsByteArrayAsync(Cancelled);
        output.WriteLine($"/embed/friending-ask.js: {script.Length / 1024.0:F1} KiB");
        Assert.InRange(script.Length, 10 * 1024, Limit);
        Assert.Equal("cross-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());

        var version = Convert.ToHexStringLower(SHA256.HashData(script))[..12];
        using var pinned = await client.GetAsync($"/embed/{version}/friending-ask.js", Cancelled);
        using var unknown = await client.GetAsync("/embed/000000000000/friending-ask.js", Cancelled);
        Assert.Equal(script, await pinned.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Contains("immutable", pinned.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        var documentation = Path.Combine(s_root, "docs", "intranet-forms.md");
        var text = await File.ReadAllTextAsync(documentation, Cancelled);
        var current = Tag().Replace(text,
            $"/embed/{version}/friending-ask.js\"\n        integrity=\"sha384-{Convert.ToBase64String(SHA384.HashData(script))}\"");
        if (Environment.GetEnvironmentVariable("FRIENDING_RENEW_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(documentation, current, Cancelled);
        else
            Assert.True(current == text,
                "docs/intranet-forms.md names the script that was. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit it.");
    }

    private static Task LookAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppearanceTests.Folder, $"{name}.png"), FullPage = true });

    private static async Task<IPage> OpenAsync(Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await Expect(visit.Page.Locator("friending-ask h1")).ToBeVisibleAsync();
        return visit.Page;
    }

    private static Regex Tag() => new("/embed/[0-9a-f]{12}/friending-ask\\.js\"\\s+integrity=\"sha384-[^\"]+\"");
}
