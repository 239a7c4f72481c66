using System.Reflection;

namespace Friending.Benchmarks;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    internal static string Folder { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;

    internal static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);
}
