using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Friending.Api.Pipeline.RateLimits;

namespace Friending.Testing.Worker;

/// <summary>A Functions app as it is deployed: published once a run, from what was built with this.</summary>
/// <param name="project">The folder of its project, from the root of the repository.</param>
internal sealed class PublishedApp(string project)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private readonly Lazy<Task<string>> _folder = new(() => PublishAsync(project));

    /// <summary>The product.</summary>
    public static PublishedApp Product { get; } = new(Path.Combine("src", "Friending.Functions"));

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Metadata("RepositoryFolder");

    /// <summary>The folder with the published app.</summary>
    public Task<string> FolderAsync() => _folder.Value;

    /// <summary>
    /// Settings with which the product starts, as environment variables: those of <c>local.settings.sample.json</c>, which has all that
    /// are required, with another storage and no limit to calls.
    /// </summary>
    public static Dictionary<string, string> Settings(string connectionString)
    {
        var sample = File.ReadAllText(Path.Combine(Repository, "src", "Friending.Functions", "local.settings.sample.json"));
        var settings = JsonElement.Parse(sample).GetProperty("Values").EnumerateObject()
            .ToDictionary(v => v.Name, v => v.Value.GetString()!);
        settings["AzureWebJobsStorage"] = settings["Storage__ConnectionString"] = connectionString;
        foreach (var (name, value) in RateLimitOptions.None)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value!;
        return settings;
    }

    /// <summary>The command line that the app states for itself in <c>worker.config.json</c>.</summary>
    public async Task<(string Executable, string Argument)> CommandAsync()
    {
        var folder = await FolderAsync();
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        return (
            description.GetProperty("defaultExecutablePath").GetString()!,
            Path.Combine(folder, description.GetProperty("defaultWorkerPath").GetString()!));
    }

    private static async Task<string> PublishAsync(string project)
    {
        var folder = Path.Combine(Repository, "artifacts", Path.GetFileName(project));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Repository, project), "--no-build", "--configuration", Metadata("Configuration"),
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
            return publish.ExitCode == 0
                ? folder : throw new InvalidOperationException($"dotnet publish failed:\n{await output}{await errors}");
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
