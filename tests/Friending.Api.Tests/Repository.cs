using System.Reflection;

namespace Friending.Api.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Whether to write what is compared, rather than compare it.</summary>
    public static bool Renew { get; } = Environment.GetEnvironmentVariable("FRIENDING_RENEW_SNAPSHOTS") == "1";

    /// <summary>A file or folder by its parts.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;
}
