using System.Reflection;
using System.Security.Cryptography;

namespace Friending.LocalHost.Emulators;

/// <summary>The emulators' npm packages, pinned by a lock file and installed in the source tree on first use.</summary>
internal static class NpmPackages
{
    /// <summary>The folder with <c>package.json</c> and its lock file, known since the build.</summary>
    public static string SourceFolder { get; } = typeof(NpmPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EmulatorPackagesFolder").Value!;

    /// <summary>
    /// Makes sure that the packages of the lock file are installed. Safe to call from several processes at once: one installs,
    /// the others wait for it.
    /// </summary>
    /// <exception cref="EmulatorException">They are not, and cannot be.</exception>
    public static async Task InstallAsync(NodeRuntime node, string folder, TextWriter console, CancellationToken cancellationToken)
    {
        var lockFile = Path.Combine(folder, "package-lock.json");
        if (!File.Exists(lockFile))
        {
            throw new EmulatorException(
                $"{lockFile} is missing. The emulators are installed in the source tree, "
                + "so build and run the local host where its sources are.");
        }

        // Inside node_modules and written last: npm ci begins by removing that folder, so the stamp never outlives what it vouches for.
        var stampFile = Path.Combine(folder, "node_modules", ".installed");
        var stamp = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(lockFile, cancellationToken)));
        if (await IsInstalledAsync(stampFile, stamp, cancellationToken))
            return;

        try
        {
            using var installing = await WaitForLockAsync(Path.Combine(folder, ".installing"), console, cancellationToken);
            if (await IsInstalledAsync(stampFile, stamp, cancellationToken))
                return;
            await console.WriteLineAsync("Installing the emulators (once, about half a minute)…");
            var run = await CommandRun.RunAsync(
                node.NpmFile, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, cancellationToken);
            if (run.ExitCode != 0)
            {
                throw new EmulatorException(
                    $"The emulators could not be installed: npm ci in {folder} ended with exit code {run.ExitCode}.{Environment.NewLine}" +
                    $"{run.Output.Trim()}{Environment.NewLine}Check that this machine reaches its npm registry, and start again.");
            }

            await File.WriteAllTextAsync(stampFile, stamp, cancellationToken);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EmulatorException(
                $"The emulators are installed in {folder}, and this user may not write there: {exception.Message}", exception);
        }
    }

    private static async Task<bool> IsInstalledAsync(string stampFile, string stamp, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(stampFile, cancellationToken) == stamp;
        }
        catch (IOException)
        {
            // Not there, or another process is writing it at this moment: the lock tells which.
            return false;
        }
    }

    private static async Task<IDisposable> WaitForLockAsync(string file, TextWriter console, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (FileLock.TryTake(file) is { } taken)
                return taken;
            if (attempt == 0)
                await console.WriteLineAsync("Another process is installing the emulators; waiting for it…");
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }
}
