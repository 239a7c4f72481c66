using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>A folder of the service is a capability. What uses what is read from the source: using directives, and names
/// that begin with a folder's.</summary>
public partial class FolderTests
{
    private static readonly string s_source = Path.GetFullPath(Path.Combine(Here(), "../../src/Friending.Service"));

    private static readonly string[] s_folders =
        [.. Directory.GetDirectories(s_source).Select(d => Path.GetFileName(d)).Where(d => d is not ("bin" or "obj"))];

    // From each folder to the others that it uses, each with a file that does.
    private static readonly Dictionary<string, Dictionary<string, string>> s_uses = s_folders.ToDictionary(f => f, UsesOf);

    [Fact]
    public void No_folder_uses_one_that_uses_it()
    {
        // Takes away what uses nothing that is left, until nothing is: what stays is in a circle.
        var left = s_folders.ToHashSet();
        while (left.RemoveWhere(f => !s_uses[f].Keys.Any(left.Contains)) > 0)
        {
        }
        Assert.True(left.Count == 0, "In a circle: "
            + string.Join("; ", left.Select(f => $"{f} uses " + string.Join(", ", s_uses[f].Where(u => left.Contains(u.Key))))));
    }

    [Fact]
    public void Decisions_and_storage_are_below_all_others()
    {
        Assert.Empty(s_uses["Storage"]);
        Assert.Equal(["Storage"], s_uses["Decisions"].Keys);
    }

    [Fact]
    public void A_namespace_is_named_for_its_folder() => Assert.All(
        Directory.EnumerateFiles(s_source, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)),
        file => Assert.Contains(
            "namespace " + string.Join('.', ["Friending.Service", .. Path.GetRelativePath(s_source, file).Split('/')[..^1]]) + ";",
            File.ReadAllText(file), StringComparison.Ordinal));

    private static Dictionary<string, string> UsesOf(string folder)
    {
        var uses = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(s_source, folder), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)))
            foreach (Match name in Names().Matches(File.ReadAllText(file)))
                if (name.Groups["folder"].Value is var used && used != folder
                    && s_folders.Contains(used) && (name.Groups["root"].Success || HasType(used, name.Groups["type"].Value)))
                    uses.TryAdd(used, Path.GetFileName(file));
        return uses;
    }

    private static bool HasType(string folder, string type) =>
        Directory.EnumerateFiles(Path.Combine(s_source, folder), type + ".*", SearchOption.AllDirectories).Any();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    // Within the service's namespace a folder's own name is enough: Storage.TableNames.
    [GeneratedRegex(@"(?<![\w.])((?<root>Friending\.Service\.)(?<folder>[A-Z]\w+)|(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w+))")]
    private static partial Regex Names();
}
