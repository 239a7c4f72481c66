using System.Reflection;
using System.Text.RegularExpressions;
using Friending.Service.Storage;

namespace Friending.Infrastructure.Tests;

/// <summary>SECURITY.md speaks of what there is.</summary>
public partial class SecurityPageTests
{
    private static readonly string s_root =
        typeof(SecurityPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;
    private static readonly string s_page = File.ReadAllText(Path.Combine(s_root, "SECURITY.md"));

    [Fact]
    public void Every_proof_that_it_names_is_a_test_class()
    {
        var classes = TestClasses();
        var named = Proof().Matches(s_page).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Where(n => !classes.Contains(n)));
    }

    [Fact]
    public void Every_table_and_queue_is_in_its_list_of_where_data_is() => Assert.Equal(
        TableNames.All.Concat(QueueNames.All).Order(StringComparer.Ordinal),
        Kept().Matches(s_page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_file_that_uses_cryptography_is_in_its_inventory_and_none_besides()
    {
        var inventory =
            s_page[s_page.IndexOf("## Cryptography", StringComparison.Ordinal)..s_page.IndexOf("## A key", StringComparison.Ordinal)];
        var listed = inventory.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line.Split('|')[1])).Select(m => m.Groups[1].Value);
        var users = Directory.EnumerateFiles(Path.Combine(s_root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Where(f => File.ReadLines(f)
                .Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Cryptography().IsMatch(line)))
            .Select(f => Path.GetFileNameWithoutExtension(f));

        Assert.Equal(users.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_requirement_of_ASVS_is_answered_once_and_what_proves_it_is_there()
    {
        var page = File.ReadAllText(Path.Combine(s_root, "docs", "asvs.md"));
        var rows = Requirement().Matches(page)
            .Select(m => (Numbers: m.Groups[1].Value.Split(", "), Verdict: m.Groups[2].Value, Proof: m.Groups[3].Value)).ToList();
        var classes = TestClasses();

        Assert.Equal(rows.SelectMany(r => r.Numbers).Distinct(), rows.SelectMany(r => r.Numbers));
        Assert.Equal([], rows.SelectMany(r => Proof().Matches(r.Proof)).Select(m => m.Groups[1].Value).Distinct()
            .Where(c => !classes.Contains(c)));
        Assert.All(rows, r => Assert.True(r.Verdict != "proved" || Proof().IsMatch(r.Proof), string.Join(", ", r.Numbers)));
        int Count(string verdict) => rows.Where(r => r.Verdict == verdict).Sum(r => r.Numbers.Length);
        Assert.Equal(
            $"{rows.Sum(r => r.Numbers.Length)} requirements: {Count("proved")} proved by tests, {Count("documented")} answered by a "
            + "document or by the platform's "
            + $"configuration, {Count("not applicable")} not applicable, gaps: {Count("gap")}.",
            Counts().Match(page).Value.ReplaceLineEndings(" "));
    }

    private static HashSet<string> TestClasses() =>
        Directory.EnumerateFiles(Path.Combine(s_root, "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(f => TestClass().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet();

    [GeneratedRegex(@"^\| ([\d., ]+) \| [12/]+ \| ([a-z ]+) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\b((MD5|SHA\d+|HMAC\w*|RSA|ECDsa|Aes\w*|RandomNumberGenerator)\.\w|HashAlgorithmName\.|SecurityAlgorithms\.)")]
    private static partial Regex Cryptography();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\d+ requirements:[^.]*\.", RegexOptions.Multiline)]
    private static partial Regex Counts();

    [GeneratedRegex(@"class (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex Proof();

    [GeneratedRegex(@"^\| `([fF]riending[\w-]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Kept();
}
