using System.Reflection;

namespace Friending.Infrastructure.Tests;

/// <summary>Sources keep to the width that .editorconfig declares; no analyzer of .NET checks it.</summary>
public class LineLengthTests
{
    private const int MaxColumns = 140;

    private static readonly string s_root = typeof(LineLengthTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;

    public static TheoryData<string> Folders =>
    [
        "src/Friending.LocalHost", "src/Friending.Tool", "src/Friending.Service/Auditing", "src/Friending.Service/Backup",
        "src/Friending.Service/Policies", "tests/Friending.Tool.Tests",
    ];

    [Fact]
    public void The_width_is_the_declared_one() => Assert.Contains(
        $"max_line_length = {MaxColumns}", File.ReadAllText(Path.Combine(s_root, ".editorconfig")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_that(string folder)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

        Assert.Equal([], sources.SelectMany(f => File.ReadLines(f).Index()
            .Where(l => l.Item.Length > MaxColumns)
            .Select(l => $"{Path.GetRelativePath(s_root, f)}:{l.Index + 1} has {l.Item.Length} columns")));
    }
}
