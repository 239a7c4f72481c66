using Friending.LocalHost.Emulators;


namespace Friending.Api.Tests;

/// <summary>Runs the checks that are npm packages, installed from their lock file on first use.</summary>
internal static class Node
{
    private static string Folder { get; } = Repository.Path("tests", "Friending.Api.Tests", "OpenApi", "npm");

    /// <summary>Runs a script of the folder with Node.js.</summary>
    public static async Task<CommandRun> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellation);
        await NpmPackages.InstallAsync(node, Folder, TextWriter.Null, cancellation);
        return await CommandRun.RunAsync(node.NodeFile, arguments, Folder, cancellation);
    }
}
