using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Friending.Testing;

namespace Friending.Tool.Tests;

/// <summary>What a run of the program came to.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>Runs the program as a process of its own, with its input and output redirected.</summary>
internal static class Tool
{
    /// <summary>The folder that the documentation's commands are run from.</summary>
    internal static string RepositoryFolder { get; } =
        typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryFolder").Value!;

    internal static Task<Run> RunAsync(params string[] arguments) => RunAsync("", arguments);

    internal static async Task<Run> RunAsync(string input, string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            WorkingDirectory = RepositoryFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "friending.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A terminal that would like colours; nothing is written to one here.
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["COLORTERM"] = "truecolor";
        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        var ended = process.EndWithOutputAsync($"friending {string.Join(' ', arguments)}");
        await process.StandardInput.WriteAsync(input.AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        var (exitCode, output, error) = await ended;
        return new(exitCode, output.ReplaceLineEndings("\n"), error.ReplaceLineEndings("\n"));
    }
}

/// <summary>Documents to run the program on.</summary>
internal sealed class Documents : IDisposable
{
    internal const string Photos = "docs/examples/photos.policy.json";
    internal const string Stricter = "docs/examples/photos-stricter.policy.json";
    internal const string Unfinished = "docs/examples/photos-unfinished.policy.json";

    private readonly string _folder = Directory.CreateTempSubdirectory("friending-tool").FullName;

    /// <summary>Keeps text in a file of this name for the test.</summary>
    internal string Keep(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Keeps a changed document, without its scenarios.</summary>
    internal string Edited(string name, params (string Before, string After)[] edits)
    {
        var text = File.ReadAllText(Path.Combine(Tool.RepositoryFolder, Photos));
        foreach (var (before, after) in edits)
        {
            Assert.Contains(before, text, StringComparison.Ordinal);
            text = text.Replace(before, after, StringComparison.Ordinal);
        }
        return Keep(name, text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
