using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Uses a page as somebody does who has no mouse: Tab to get somewhere, Enter or Space to act.</summary>
internal static class Keyboard
{
    // The focused element's name as it is read out, near enough: its label, else its text; and whether a mark shows where it is.
    private const string Focused = """
        () => {
          let e = document.activeElement;
          while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
          const label = e.getAttribute('aria-label') ?? (e.labels?.length ? e.labels[0].innerText : e.innerText) ?? '';
          const style = getComputedStyle(e.type === 'radio' && e.nextElementSibling ? e.nextElementSibling : e);
          return { name: label.trim(), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
        }
        """;

    /// <summary>Goes on to the element of that name.</summary>
    public static async Task GoToAsync(IPage page, string name, string key = "Tab")
    {
        for (var steps = 0; steps < 60; steps++)
        {
            await page.Keyboard.PressAsync(key);
            var focused = await page.EvaluateAsync<Element>(Focused);
            if (focused.Name != name)
                continue;
            Assert.True(focused.Seen, $"Nothing shows that {name} has the focus.");
            return;
        }
        Assert.Fail($"{name} cannot be reached by {key}.");
    }

    /// <summary>Goes on to the element of that name and presses it.</summary>
    public static async Task PressAsync(IPage page, string name)
    {
        await GoToAsync(page, name);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes on to the box of that label and ticks it.</summary>
    public static async Task TickAsync(IPage page, string label)
    {
        await GoToAsync(page, label);
        await page.Keyboard.PressAsync("Space");
    }

    /// <summary>Goes on to an element that a name alone does not tell.</summary>
    public static async Task FocusAsync(IPage page, ILocator wanted)
    {
        for (var steps = 0; steps < 60; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("e => e === e.getRootNode().activeElement"))
                return;
        }
        Assert.Fail($"{wanted} cannot be reached by Tab.");
    }

    private sealed class Element
    {
        public string Name { get; set; } = "";

        public bool Seen { get; set; }
    }
}
