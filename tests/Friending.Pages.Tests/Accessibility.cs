using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>Has axe-core look at a page as it is, light and dark, for violations of WCAG 2.2 AA.</summary>
internal sealed class Accessibility(IPage page)
{
    private static readonly AxeRunOptions s_options = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] },
    };

    /// <summary>Fails with what is wrong and where.</summary>
    public async Task CheckAsync(string state)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var result = await page.RunAxe(s_options);
            Assert.NotEmpty(result.Passes);
            Assert.True(result.Violations.Length == 0, $"{state}, {scheme}: " + string.Join("\n", result.Violations.Select(v =>
                $"{v.Id}: {v.Help}\n"
                    + string.Join("\n",
                        v.Nodes.Select(n =>
                            $"  {n.Html}\n    {string.Join("; ", n.Any.Concat(n.All).Concat(n.None).Select(c => c.Message))}")))));
        }
    }
}
