using System.Reflection;
using System.Text.RegularExpressions;

namespace Friending.Infrastructure.Tests;

/// <summary>Tests end: each wait for another process or task has a limit and names what it waits for.</summary>
public partial class WaitTests
{
    private static readonly string s_tests = Path.Combine(
        typeof(WaitTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!,
        "tests");

    // Measurements are no tests; two files are the waits with a limit, and the publishing has one of its own.
    private static readonly string[] s_others =
        ["Friending.Benchmarks", "Eventually.cs", "ProcessEnd.cs", "PublishedApp.cs", $"{nameof(WaitTests)}.cs"];

    [Fact]
    public void None_is_without_a_limit_that_names_what_it_waits_for()
    {
        var sources = Directory.EnumerateFiles(s_tests, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "node_modules" || s_others.Contains(part)));

        Assert.Equal([], sources.SelectMany(Waits));
    }

    [Theory]
    [InlineData("await process.WaitForExitAsync(cancellation)")]
    [InlineData("process.WaitForExit()")]
    [InlineData("await host.StandardOutput.ReadLineAsync()")]
    [InlineData("await done.Task")]
    [InlineData("await done.Task.WaitAsync(cancellation)")]
    [InlineData("first.Task.Result")]
    [InlineData("new HttpClient { Timeout = Timeout.InfiniteTimeSpan }")]
    public void A_wait_is_recognised(string statement) => Assert.Matches(Wait(), statement);

    // A call of Eventually may begin two lines before what it waits for.
    private static IEnumerable<string> Waits(string file)
    {
        var lines = File.ReadAllLines(file);
        return from line in lines.Index()
               where Wait().IsMatch(line.Item)
                   && !lines[Math.Max(0, line.Index - 2)..(line.Index + 1)].Any(l => l.Contains("Eventually.", StringComparison.Ordinal))
               select $"{Path.GetRelativePath(s_tests, file)}:{line.Index + 1} {line.Item.Trim()}";
    }

    [GeneratedRegex(
        @"\.WaitForExit|\.Standard(Output|Error)\.Read|await \w+\.Task\b|\.Task\.(WaitAsync|Wait|Result|GetAwaiter)\b|InfiniteTimeSpan")]
    private static partial Regex Wait();
}
