namespace Friending.Infrastructure.Tests;

public class SourceTests
{
    private static readonly string[] Needed =
    [
        "FRIENDING_ALERT_EMAILS",
        "FRIENDING_DIGEST_RECIPIENTS",
        "FRIENDING_ENTRA_CLIENT_ID",
        "FRIENDING_SMTP_FROM",
        "FRIENDING_TIME_ZONE",
    ];

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task Linting_finds_nothing_to_say(string pattern)
    {
        var lint = await Bicep.Run(Bicep.Folder, ["lint", "--pattern", pattern]);

        Assert.Equal("", lint.Output + lint.Errors);
        Assert.Equal(0, lint.ExitCode);
    }

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task Formatting_changes_nothing(string pattern)
    {
        var copy = Bicep.Copy();
        try
        {
            var format = await Bicep.Run(copy.FullName, ["format", "--pattern", pattern]);

            Assert.Equal(0, format.ExitCode);
            Assert.All(Bicep.Files, file => Assert.True(
                File.ReadAllText(Path.Combine(copy.FullName, file)) == File.ReadAllText(Path.Combine(Bicep.Folder, file)),
                $"{file} is not formatted: run bicep format {file}"));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_file_needs_a_registry() =>
        Assert.All(Bicep.Files, file => Assert.DoesNotMatch("'(br|ts)[:/]", File.ReadAllText(Path.Combine(Bicep.Folder, file))));

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Parameters_fit_the_template(string environment)
    {
        var build = await Bicep.Run(Bicep.Folder, ["build-params", $"{environment}.bicepparam", "--stdout"]);

        Assert.Equal("", build.Errors);
        Assert.Equal(0, build.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task A_value_that_only_the_organisation_knows_is_asked_for_by_name(string environment)
    {
        var build = await Bicep.Run(
            Bicep.Folder, ["build-params", $"{environment}.bicepparam", "--stdout"], new Dictionary<string, string>());

        Assert.NotEqual(0, build.ExitCode);
        Assert.All(Needed, variable => Assert.Contains($"\"{variable}\"", build.Errors, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task What_would_be_deployed_is_what_was_reviewed(string environment)
    {
        var renew = Environment.GetEnvironmentVariable("FRIENDING_RENEW_SNAPSHOTS") == "1";

        var snapshot = await Bicep.Snapshot(Bicep.Folder, environment, renew ? "overwrite" : "validate");

        Assert.True(snapshot.ExitCode == 0,
            $"{environment}.snapshot.json is not what the template comes to. If the change is meant, run the tests once with "
            + $"FRIENDING_RENEW_SNAPSHOTS=1 and commit the file.\n{snapshot.Output}{snapshot.Errors}");
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task No_password_stands_in_a_file(string environment)
    {
        var parameters = await File.ReadAllTextAsync(
            Path.Combine(Bicep.Folder, $"{environment}.bicepparam"), TestContext.Current.CancellationToken);
        var snapshot = await File.ReadAllTextAsync(
            Path.Combine(Bicep.Folder, $"{environment}.snapshot.json"), TestContext.Current.CancellationToken);

        Assert.Contains("param smtpPassword = readEnvironmentVariable('FRIENDING_SMTP_PASSWORD', '')", parameters,
            StringComparison.Ordinal);
        Assert.Contains("param pseudonymKey = readEnvironmentVariable('FRIENDING_PSEUDONYM_KEY', '')", parameters,
            StringComparison.Ordinal);
        Assert.Contains("param teamsWebhook = readEnvironmentVariable('FRIENDING_TEAMS_WEBHOOK', '')", parameters,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Bicep.SamplePassword, snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain(Bicep.SampleKey, snapshot, StringComparison.Ordinal);
    }
}
