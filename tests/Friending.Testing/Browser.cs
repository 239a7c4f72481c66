using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Testing;

/// <summary>
/// The browser that is installed on this machine, without a window: Chromium, Chrome or Edge, whichever is found first; else the
/// Chromium that Playwright installs, if it can; else, as root on Debian and Ubuntu, the package. Without any, tests are skipped, and fail
/// where <c>CI</c> is set. Take it as a constructor parameter, as a class or assembly fixture.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] s_names =
        ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable", "microsoft-edge", "chrome.exe",
            "msedge.exe"];

    private static readonly string[] s_mac =
    [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Which browser it is.</summary>
    public string Description { get; private set; } = "none";

    /// <summary>A page in a context of its own; close the context to be done with it.</summary>
    /// <param name="options">Width, colours, language and so on; absent: Playwright's own.</param>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        if (_browser is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            Assert.Skip("No Chromium, Chrome or Edge is installed.");
        var browser = _browser ?? throw new InvalidOperationException("No Chromium, Chrome or Edge is installed; CI needs one.");
        return await (await browser.NewContextAsync(options)).NewPageAsync();
    }

    public async ValueTask InitializeAsync()
    {
        var file = Find();
        if (file is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
        {
            await InstallPackageAsync();
            file = Find();
            if (file is null)
                return;
        }
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = file });
        Description = $"{file ?? "Playwright's own Chromium"}, version {_browser.Version}";
        TestContext.Current.SendDiagnosticMessage($"Browser: {Description}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Find() =>
        Folders().SelectMany(folder => s_names.Select(name => Path.Combine(folder, name))).Concat(s_mac).FirstOrDefault(File.Exists);

    // Debian's package, where whoever runs the tests may install it.
    private static async Task InstallPackageAsync()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            return;
        using var install = Process.Start("/usr/bin/apt-get", ["install", "--yes", "--no-install-recommends", "chromium"]);
        await install.EndAsync("apt-get install chromium");
    }

    private static IEnumerable<string> Folders()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var programs = new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86,
            Environment.SpecialFolder.LocalApplicationData }
            .Select(Environment.GetFolderPath)
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => new[]
                { Path.Combine(folder, "Google", "Chrome", "Application"), Path.Combine(folder, "Microsoft", "Edge", "Application") });
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(programs);
    }
}
