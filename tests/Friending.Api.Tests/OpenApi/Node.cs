using Friending.LocalHost.Emulators;


namespace Friending.Api.Tests;

/// <summary>Runs checks that are npm packages, installed from their lock files on first use.</summary>
internal static class Node
{
    /// <summary>Runs a script with Node.js, of the checks of the OpenAPI document.</summary>
    public static Task<CommandRun> RunAsync(CancellationToken cancellation, params string[] arguments) =>
        RunInAsync("OpenApi/npm", "", cancellation, arguments);

    /// <summary>Runs a script with Node.js.</summary>
    /// <param name="packages">The folder of this project with the lock file.</param>
    /// <param name="within">The folder in it to run in.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="arguments">The script and its arguments.</param>
    public static async Task<CommandRun> RunInAsync(string packages, string within, CancellationToken cancellation,
        params string[] arguments)
    {
        var folder = Repository.Path("tests", "Friending.Api.Tests", packages);
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellation);
        await NpmPackages.InstallAsync(node, folder, TextWriter.Null, cancellation);
        return await CommandRun.RunAsync(node.NodeFile, arguments, Path.Combine(folder, within), cancellation);
    }
}
