using System.Reflection;
using System.Text.RegularExpressions;

namespace Friending.Infrastructure.Tests;

/// <summary>docs/deploy.md says what the options classes say.</summary>
[Collection("docs/deploy.md")]
public partial class DeployGuideTests
{
    [Fact]
    public void The_table_of_settings_is_the_options_classes()
    {
        var file = Path.GetFullPath(typeof(DeployGuideTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "DeployGuide").Value!);
        var guide = File.ReadAllText(file);
        var rows = ServiceSetting.All
            .Select(s =>
                $"| `{s.Name}` | {s.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} | "
                    + $"{(s.Default.Length > 0 ? $"`{s.Default}`" : "")} |");
        var table = string.Join("\n", ["| setting | meaning | default |", "|---|---|---|", .. rows]);
        var expected = Table().Replace(guide, $"<!-- settings -->\n{table}\n<!-- /settings -->");
        if (Environment.GetEnvironmentVariable("FRIENDING_RENEW_SNAPSHOTS") == "1")
            File.WriteAllText(file, expected);

        Assert.Matches(Table(), guide);
        Assert.All(ServiceSetting.All, s => Assert.NotEmpty(s.Meaning));
        Assert.True(expected == File.ReadAllText(file),
            "The settings table of docs/deploy.md is out of date. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit it.");
    }

    [GeneratedRegex("<!-- settings -->.*<!-- /settings -->", RegexOptions.Singleline)]
    private static partial Regex Table();
}
