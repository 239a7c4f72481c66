using System.Reflection;
using System.Text.RegularExpressions;
using Friending.Service.Storage;

namespace Friending.Infrastructure.Tests;

/// <summary>SECURITY.md speaks of what there is.</summary>
public partial class SecurityPageTests
{
    private static readonly string s_root = typeof(SecurityPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;
    private static readonly string s_page = File.ReadAllText(Path.Combine(s_root, "SECURITY.md"));

    [Fact]
    public void Every_proof_that_it_names_is_a_test_class()
    {
        var classes = Directory.EnumerateFiles(Path.Combine(s_root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => TestClass().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet();
        var named = Proof().Matches(s_page).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Where(n => !classes.Contains(n)));
    }

    [Fact]
    public void Every_table_and_queue_is_in_its_list_of_where_data_is() => Assert.Equal(
        TableNames.All.Concat(QueueNames.All).Order(StringComparer.Ordinal),
        Kept().Matches(s_page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"class (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex Proof();

    [GeneratedRegex(@"^\| `([fF]riending[\w-]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Kept();
}
