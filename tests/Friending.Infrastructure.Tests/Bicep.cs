using System.Diagnostics;
using System.Reflection;
using Friending.Testing;

namespace Friending.Infrastructure.Tests;

/// <summary>Runs the Bicep CLI, with sample values for the environment variables that the parameter files read.</summary>
public static class Bicep
{
    public const string SamplePassword = "a-password-that-must-not-be-kept";
    public const string SampleKey = "a-key-of-pseudonyms-that-must-not-be-kept";

    public static readonly IReadOnlyDictionary<string, string> SampleEnvironment = new Dictionary<string, string>
    {
        ["FRIENDING_ALERT_EMAILS"] = "on-call@example.org",
        ["FRIENDING_CALLERS"] = $$"""[{"name":"forms","sha256":"{{new string('0', 64)}}","roles":["Submit","Review"]}]""",
        ["FRIENDING_DIGEST_RECIPIENTS"] = "social-media@example.org,compliance@example.org",
        ["FRIENDING_ENTRA_CLIENT_ID"] = "11111111-1111-1111-1111-111111111111",
        ["FRIENDING_FLOW_PRINCIPALS"] = """[{"id":"22222222-2222-2222-2222-222222222222","type":"ServicePrincipal"}]""",
        ["FRIENDING_PSEUDONYM_KEY"] = SampleKey,
        ["FRIENDING_PUBLIC_URL"] = "https://friending.example.org",
        ["FRIENDING_SMTP_FROM"] = "friending@example.org",
        ["FRIENDING_SMTP_HOST"] = "smtp.example.org",
        ["FRIENDING_SMTP_PASSWORD"] = SamplePassword,
        ["FRIENDING_SMTP_USER"] = "friending",
        ["FRIENDING_TIME_ZONE"] = "America/Chicago",
    };

    /// <summary>The folder infra-bicep of the repository.</summary>
    public static string Folder { get; } = Path.GetFullPath(Metadata("InfrastructureFolder"));

    /// <summary>The Bicep files of the repository, relative to <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam")
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Copies <see cref="Folder"/>, so that what the CLI writes never replaces what is committed.</summary>
    public static DirectoryInfo Copy()
    {
        var copy = Directory.CreateTempSubdirectory("friending-bicep-");
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.FullName, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Runs the CLI in a folder, with the sample values unless another environment is given.</summary>
    public static async Task<Answer> Run(string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Metadata("BicepPath").Replace('\\', '/'), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["NO_COLOR"] = "1";
        foreach (var name in SampleEnvironment.Keys)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? SampleEnvironment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (exitCode, output, errors) = await process.EndWithOutputAsync($"bicep {arguments[0]}");
        return new Answer(exitCode, output, errors);
    }

    /// <summary>Makes (overwrite) or compares (validate) the snapshot of an environment, as if deployed to a made-up group.</summary>
    public static Task<Answer> Snapshot(
        string folder, string environment, string mode, IReadOnlyDictionary<string, string>? variables = null) => Run(folder, [
        "snapshot", $"{environment}.bicepparam",
        "--mode", mode,
        "--tenant-id", "00000000-0000-0000-0000-000000000001",
        "--subscription-id", "00000000-0000-0000-0000-000000000002",
        "--resource-group", $"friending-{environment}",
        "--location", "westeurope",
        "--deployment-name", "friending",
    ], variables);

    private static string Metadata(string key) =>
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;

    public sealed record Answer(int ExitCode, string Output, string Errors);
}
