using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

[Collection(nameof(FakeScripts))]
public sealed partial class NpmPackagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _console = new();

    public NpmPackagesTests() => File.WriteAllText(_folder.File("package-lock.json"), "{}");

    private string[] Log => File.Exists(_folder.File("log")) ? File.ReadAllLines(_folder.File("log")) : [];

    public void Dispose()
    {
        _folder.Dispose();
        _console.Dispose();
    }

    [Fact]
    public async Task Two_processes_never_install_at_once_and_the_second_uses_what_the_first_installed()
    {
        var npm = _folder.Script("npm", "echo begin >> log; sleep 2; mkdir -p node_modules; echo end >> log");

        var installers = Enumerable.Range(0, 3).Select(_ => OtherProcess.Start(OtherProcess.Installer, npm, _folder.FullName)).ToList();
        foreach (var installer in installers)
        {
            Assert.Equal(0, await installer.EndAsync("an installer"));
            installer.Dispose();
        }

        Assert.Equal(["begin", "end"], Log);
    }

    [Fact]
    public async Task An_installation_is_done_again_only_when_the_lock_file_has_changed()
    {
        var npm = _folder.Script("npm", "echo \"$*\" >> log; mkdir -p node_modules");

        await InstallAsync(npm);
        await InstallAsync(npm);
        Assert.Equal(["ci --ignore-scripts --no-audit --no-fund --loglevel=error"], Log);
        Assert.StartsWith("Installing the emulators (once, about half a minute)…", _console.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(_folder.File("package-lock.json"), "{ }", TestContext.Current.CancellationToken);
        await InstallAsync(npm);
        Assert.Equal(2, Log.Length);
    }

    [Fact]
    public async Task An_installation_that_failed_tells_what_npm_said_and_is_tried_again()
    {
        var failing = _folder.Script("failing-npm", "mkdir -p node_modules; echo 'npm error code ENOTFOUND' >&2; exit 7");
        var working = _folder.Script("npm", "echo installed >> log; mkdir -p node_modules");

        var failure = await Assert.ThrowsAsync<EmulatorException>(() => InstallAsync(failing));
        await InstallAsync(working);

        Assert.Contains($"npm ci in {_folder.FullName} ended with exit code 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("npm error code ENOTFOUND", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["installed"], Log);
    }

    [Fact]
    public void The_lock_file_names_no_registry_but_the_public_one()
    {
        var addresses = Resolved().Matches(File.ReadAllText(Path.Combine(NpmPackages.SourceFolder, "package-lock.json")))
            .Select(match => match.Groups[1].Value);

        Assert.All(addresses, address => Assert.StartsWith("https://registry.npmjs.org/", address, StringComparison.Ordinal));
    }

    private Task InstallAsync(string npm) =>
        NpmPackages.InstallAsync(new("no node needed", npm), _folder.FullName, _console, TestContext.Current.CancellationToken);

    [GeneratedRegex("\"resolved\": *\"([^\"]*)\"")]
    private static partial Regex Resolved();
}
