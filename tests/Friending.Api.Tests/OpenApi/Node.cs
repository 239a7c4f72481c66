using System.Text.Json.Nodes;
using Friending.LocalHost.Emulators;

using Xunit;

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

    /// <summary>What is wrong with a manifest by a JSON Schema, a line each.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="schema">The schema's place in this project.</param>
    public static async Task<string> ValidateAsync(JsonNode manifest, params string[] schema)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, manifest.ToJsonString(), TestContext.Current.CancellationToken);
            var run = await RunAsync(
                TestContext.Current.CancellationToken, "validate-manifest.mjs",
                Repository.Path(["tests", "Friending.Api.Tests", .. schema]), file);
            Assert.True(run.ExitCode == 0, run.Output);
            return run.Output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
