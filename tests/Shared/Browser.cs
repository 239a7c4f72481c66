using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Friending.Testing.Browser))]

namespace Friending.Testing;

/// <summary>
/// One browser for all tests of a project: a Chromium, Chrome or Edge of the machine, else the Chromium that Playwright installs
/// itself. Where there is neither, tests are skipped; in CI they fail. Take it as a constructor parameter.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>The environment variable that names the program to use instead.</summary>
    public const string Override = "FRIENDING_BROWSER";

    private static readonly string[] s_commands =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    /// <summary>Which browser it is, for the record.</summary>
    public string Description { get; private set; } = "";

    /// <summary>The browser.</summary>
    public IBrowser Instance
    {
        get
        {
            if (_browser is null)
                Assert.Skip(_missing!);
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var path = InstalledPath();
        if (path is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
        {
            _missing = $"There is no Chromium, Chrome or Edge, and Playwright could not install its own. Install one, or name it in {Override}.";
            if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
                throw new InvalidOperationException(_missing);
            return;
        }
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path });
        Description = $"{path ?? "Playwright's Chromium"}, version {_browser.Version}";
        TestContext.Current.SendDiagnosticMessage($"Browser: {Description}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>The machine's own browser; null if there is none.</summary>
    public static string? InstalledPath()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } named)
            return named;
        string[] programs =
        [
            Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
            Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86),
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
        ];
        var candidates = OperatingSystem.IsWindows()
            ? programs.SelectMany(p => new[] { Path.Combine(p, "Google", "Chrome", "Application", "chrome.exe"), Path.Combine(p, "Microsoft", "Edge", "Application", "msedge.exe") })
            : OperatingSystem.IsMacOS()
                ? [
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "/Applications/Chromium.app/Contents/MacOS/Chromium",
                    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                ]
                : from command in s_commands
                  from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                  select Path.Combine(folder, command);
        return candidates.FirstOrDefault(File.Exists);
    }
}
