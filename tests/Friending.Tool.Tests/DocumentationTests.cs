using System.Text;
using System.Text.RegularExpressions;
using Friending.Policy;
using NJsonSchema;

namespace Friending.Tool.Tests;

/// <summary>What docs/policy-authoring.md shows is what happens.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string s_page = Path.Combine(Tool.RepositoryFolder, "docs/policy-authoring.md");

    public static TheoryData<string> Sessions =>
        [.. Fences().Matches(File.ReadAllText(s_page).ReplaceLineEndings("\n")).Select(m => m.Groups["session"].Value)];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Every_command_shown_gives_the_output_and_the_exit_code_shown(string session)
    {
        var shown = Commands().Match(session);
        Assert.True(shown.Success, $"This shows no command that the test can run:\n{session}");
        var input = shown.Groups["input"].Value.Replace("\\n", "\n", StringComparison.Ordinal);
        var run = await Tool.RunAsync(input, shown.Groups["arguments"].Value.Split(' '));

        Assert.Equal(shown.Groups["output"].Value.TrimEnd(), run.Output.TrimEnd());
        Assert.Equal(shown.Groups["code"].Success ? shown.Groups["code"].Value : "0", $"{run.ExitCode}");
    }

    [Fact]
    public void Every_command_is_shown() =>
        Assert.All(["check", "test", "diff", "explain", "ask", "table"], command =>
            Assert.Contains(Sessions, s => s.Data.Contains($"-- policy {command} ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("photos.policy.json")]
    [InlineData("photos-stricter.policy.json")]
    [InlineData("photos-unfinished.policy.json")]
    public async Task The_example_documents_are_of_the_published_shape(string file)
    {
        var schema =
            await JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(DefaultPolicy.PolicySchema.Span), TestContext.Current.CancellationToken);
        Assert.Empty(
            schema.Validate(
            await File.ReadAllTextAsync(
            Path.Combine(Tool.RepositoryFolder, "docs/examples", file), TestContext.Current.CancellationToken)));
    }

    [GeneratedRegex("^```console\n(?<session>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(
        @"\A\$ (printf '(?<input>[^']*)' \| )?dotnet run --project src/Friending\.Tool -- (?<arguments>[^\n]*)\n"
        + @"(?<output>.*?)(\$ echo \$\?\n(?<code>\d)\n)?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Commands();
}
