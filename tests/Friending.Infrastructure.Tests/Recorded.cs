using System.Diagnostics;
using System.Reflection;
using Friending.Testing;

namespace Friending.Infrastructure.Tests;

/// <summary>
/// Runs shell commands in a copy of the repository's scripts, with recorders in place of the commands that reach Azure or GitHub
/// (<c>recorders/</c>). They end with an error where a call comes before what it needs.
/// </summary>
internal sealed class Recorded : IDisposable
{
    private static readonly string s_root = Metadata("RepositoryFolder");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("friending-recorded-");

    public Recorded()
    {
        foreach (var file in Directory.EnumerateFiles(Bicep.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, "infra-bicep", Path.GetRelativePath(Bicep.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        Directory.CreateDirectory(Answers);
    }

    /// <summary>Answers of the recorders: a file <c>known</c> says that what is asked for is there already.</summary>
    public string Answers => Path.Combine(_folder.FullName, ".answers");

    /// <summary>The calls, in order.</summary>
    public string[] Calls => File.Exists(Record) ? File.ReadAllLines(Record) : [];

    private string Record => Path.Combine(_folder.FullName, ".record");

    /// <summary>A file in the folder that the commands run in.</summary>
    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Runs a script with bash, which stops at the first error.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, IEnumerable<(string Name, string Value)>? environment = null,
        string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = Path.Combine(_folder.FullName, folder ?? ""),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("FRIENDING_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{Path.Combine(AppContext.BaseDirectory, "recorders")}:{start.Environment["PATH"]}";
        start.Environment["RECORD"] = Record;
        start.Environment["ANSWERS"] = Answers;
        start.Environment["BICEP"] = Metadata("BicepPath");
        start.Environment["SMOKE_TRIES"] = "2";
        start.Environment["SMOKE_WAIT"] = "0";
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var ended = process.EndWithOutputAsync("a script");
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (exitCode, output, errors) = await ended;
        return (exitCode, output + errors);
    }

    /// <summary>What an environment has been through before a package is deployed to it.</summary>
    public async Task PrepareAsync()
    {
        var (exitCode, output) = await RunAsync("""
            az login
            az provider register --namespace Microsoft.Web --wait
            az provider register --namespace Microsoft.App --wait
            az group create --name friending-dev --location westeurope
            az ad sp create --id 1
            az deployment group create --parameters infra-bicep/dev.bicepparam
            az ad app update --web-redirect-uris https://friending.test
            """, Bicep.SampleEnvironment.Select(v => (v.Key, v.Value)));
        Assert.True(exitCode == 0, output);
    }

    /// <summary>A file of the repository.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([s_root, .. path]));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Metadata(string key) =>
        typeof(Recorded).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
