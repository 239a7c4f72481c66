using System.Collections.Concurrent;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(AppFixture))]
[assembly: AssemblyFixture(typeof(Browser))]

namespace Friending.Pages.Tests;

/// <summary>Somebody's visit to the pages: a window of their own in the browser. An error of a page's script fails it at its end.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _errors = new();

    // Patience for a busy machine, not a limit on how long anything may take.
    static Visit() => SetDefaultExpectTimeout(30_000);

    private Visit(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.PageError += (_, error) => _errors.Enqueue(error);
        // What a script says itself, and what the content security policy refuses; that a call failed is not an error of the page.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _errors.Enqueue(message.Text);
        };
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>The browser's context, with the person's sign-in.</summary>
    public IBrowserContext Context => _context;

    /// <summary>Opens a window.</summary>
    /// <param name="browser">In this browser.</param>
    /// <param name="address">Where the app listens.</param>
    /// <param name="person">A sample person who is signed in; null: nobody.</param>
    /// <param name="language">The browser's language.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    /// <param name="width">The window's width, CSS pixels.</param>
    public static async Task<Visit> StartAsync(Browser browser, Uri address, string? person = "nurse", string language = "en-US",
        bool dark = false, int width = 1280)
    {
        var page = await browser.NewPageAsync(new()
        {
            BaseURL = address.ToString(),
            Locale = language,
            TimezoneId = "America/Chicago",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        page.Context.SetDefaultTimeout(60_000);
        var visit = new Visit(page.Context, page, address);
        if (person is not null)
            await visit.SignInAsync(person);
        return visit;
    }

    /// <summary>Signs a sample person in, as the picker's form does.</summary>
    public async Task SignInAsync(string person)
    {
        var form = _context.APIRequest.CreateFormData().Set("person", person);
        var response = await _context.APIRequest
            .PostAsync("/.auth/login/aad",
                new() { Form = form, MaxRedirects = 0, Headers = [new("Origin", _address.GetLeftPart(UriPartial.Authority))] });
        Assert.Equal(303, response.Status);
    }

    /// <summary>Opens a page and waits until it shows its content.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await Expect(Page.Locator("main :is(h1, .problem)").First).ToBeVisibleAsync();
        return Page;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_errors);
    }
}
