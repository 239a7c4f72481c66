using System.ComponentModel;

namespace Friending.LocalHost.Emulators;

/// <summary>The Node.js of this machine, which the emulators run on.</summary>
/// <param name="NodeFile">The full path of <c>node</c>.</param>
/// <param name="NpmFile">The full path of <c>npm</c>.</param>
internal sealed record NodeRuntime(string NodeFile, string NpmFile)
{
    /// <summary>The oldest major version that the emulators are run on.</summary>
    public const int OldestMajorVersion = 20;

    private static string WhatToDo =>
        $"Install Node.js {OldestMajorVersion} or newer, npm included, from https://nodejs.org/ and start again from a new terminal. " +
        "Without Node.js, use a storage account that exists: set Storage:ConnectionString " +
        "(environment variable Storage__ConnectionString) and switch the mail emulator off with Emulators:Mail=false.";

    /// <summary>Finds <c>node</c> and <c>npm</c> and checks the version.</summary>
    /// <param name="searchPath">The folders to look in, as the environment variable PATH has them.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="EmulatorException">One of them is missing or Node.js is too old; the message says what to install.</exception>
    public static async Task<NodeRuntime> FindAsync(string? searchPath, CancellationToken cancellationToken)
    {
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var node = Find(folders, OperatingSystem.IsWindows() ? "node.exe" : "node")
            ?? throw new EmulatorException($"The emulators need Node.js, and there is no node on PATH. {WhatToDo}");
        var npm = Find(folders, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
            ?? throw new EmulatorException(
                $"The emulators are installed by npm, and there is no npm on PATH, though {node} is there. {WhatToDo}");

        var version = await VersionAsync(node, cancellationToken);
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestMajorVersion)
            throw new EmulatorException(
                $"The emulators need Node.js {OldestMajorVersion} or newer, and {node} is \"{version}\". {WhatToDo}");
        return new(node, npm);
    }

    private static string? Find(IEnumerable<string> folders, string name) =>
        folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static async Task<string> VersionAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            return (await CommandRun.RunAsync(node, ["--version"], Path.GetTempPath(), cancellationToken)).Output.Trim();
        }
        catch (Win32Exception exception)
        {
            throw new EmulatorException(
                $"The emulators need Node.js, and {node} cannot be run: {exception.Message}. {WhatToDo}", exception);
        }
    }
}
