using System.IO.Enumeration;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Friending.Infrastructure.Tests;

/// <summary>Sources keep to the width that .editorconfig declares; no analyzer of .NET checks it.</summary>
public partial class LineLengthTests
{
    private const int MaxColumns = 140;

    private static readonly string s_root = typeof(LineLengthTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;

    [Fact]
    public void The_width_is_the_declared_one() => Assert.Contains(
        $"max_line_length = {MaxColumns}", File.ReadAllText(Path.Combine(s_root, ".editorconfig")), StringComparison.Ordinal);

    [Fact]
    public void No_line_of_code_is_longer_than_that()
    {
        var sources = new[] { "src", "tests" }.SelectMany(folder => new FileSystemEnumerable<string>(
            Path.Combine(s_root, folder), (ref file) => file.ToFullPath(), new() { RecurseSubdirectories = true })
        {
            ShouldRecursePredicate = (ref directory) => directory.FileName is not ("bin" or "obj" or "node_modules"),
            ShouldIncludePredicate = (ref file) => file.FileName.EndsWith(".cs", StringComparison.Ordinal),
        });

        Assert.Equal([], sources.SelectMany(f => CodeOf(File.ReadLines(f))
            .Where(l => l.Text.Length > MaxColumns)
            .Select(l => $"{Path.GetRelativePath(s_root, f)}:{l.Number} has {l.Text.Length} columns")));
    }

    /// <summary>The lines outside raw strings of several lines: what stands in those is data, such as a body to send.</summary>
    private static IEnumerable<(int Number, string Text)> CodeOf(IEnumerable<string> lines)
    {
        var isInRaw = false;
        foreach (var (index, text) in lines.Index())
        {
            var wasInRaw = isInRaw;
            isInRaw ^= Quotes().Count(text) % 2 == 1;
            if (!wasInRaw || !isInRaw)
                yield return (index + 1, text);
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex Quotes();
}
