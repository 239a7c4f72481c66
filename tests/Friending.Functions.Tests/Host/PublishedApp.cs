using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Friending.Functions.Tests.Host;

/// <summary>The app as it is deployed: published once a run, from what was built with the tests.</summary>
internal static class PublishedApp
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<string>> s_folder = new(PublishAsync);

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Metadata("RepositoryFolder");

    /// <summary>The folder with the published app.</summary>
    public static Task<string> FolderAsync() => s_folder.Value;

    /// <summary>The command line that the app states for itself in <c>worker.config.json</c>.</summary>
    public static async Task<(string Executable, string Argument)> CommandAsync()
    {
        var folder = await FolderAsync();
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        return (description.GetProperty("defaultExecutablePath").GetString()!, Path.Combine(folder, description.GetProperty("defaultWorkerPath").GetString()!));
    }

    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(Repository, "artifacts", "functions-app");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Repository, "src", "Friending.Functions"), "--no-build", "--configuration", Metadata("Configuration"),
                "--output", folder, "--nologo", "--verbosity", "quiet", "-nodeReuse:false",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            var output = publish.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = publish.StandardError.ReadToEndAsync(limit.Token);
            await publish.WaitForExitAsync(limit.Token);
            return publish.ExitCode == 0 ? folder : throw new InvalidOperationException($"dotnet publish failed:\n{await output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet publish did not end within {s_limit.TotalMinutes} minutes.");
        }
    }

    private static string Metadata(string key) =>
        typeof(PublishedApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
