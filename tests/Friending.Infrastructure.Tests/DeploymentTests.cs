using System.Globalization;
using System.Text.RegularExpressions;
using Friending.Service.Storage;

namespace Friending.Infrastructure.Tests;

/// <summary>The documented way to Azure runs, each command after what it needs.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly Recorded _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task The_commands_of_the_guide_run_in_their_order_each_with_what_it_needs()
    {
        var guide = Recorded.Read("docs", "deploy.md");
        var commands = Regex.Matches(guide, "^```sh\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value);

        var (exitCode, output) = await _recorded.RunAsync(string.Concat(commands), input: "a password\n");

        Assert.Equal([], _recorded.Calls.Where(c => c.StartsWith("FAILED", StringComparison.Ordinal)));
        Assert.True(exitCode == 0, output);
        Assert.EndsWith("{\"outcome\":\"decline\"}\n", output, StringComparison.Ordinal);
        foreach (var call in new[]
            { "az ad app create", "az rest --method PATCH", "az ad app permission grant", "az deployment group what-if",
                "az deployment group create", "immutability-policy lock", "federated-credential create",
                "az functionapp deployment source config-zip", "https://friending.test/health/ready" })
            Assert.Contains(_recorded.Calls, c => c.Contains(call, StringComparison.Ordinal));
        // Without a stored one the app does not start.
        Assert.Contains("export FRIENDING_PSEUDONYM_KEY=$(", string.Concat(commands), StringComparison.Ordinal);
        // Every container with a policy, each by the state of its policy that was read before:
        // https://learn.microsoft.com/dotnet/api/azure.resourcemanager.storage.immutabilitypolicyresource.lockimmutabilitypolicyasync
        Assert.Equal(ContainerNames.All.Order(StringComparer.Ordinal),
            _recorded.Calls.Select(c => Regex.Match(c, "policy lock .*--container-name (\\S+) --if-match \"0x8D\"$").Groups[1].Value)
                .Where(c => c.Length > 0).Order(StringComparer.Ordinal));
    }

    // A mutation of the guide: the same commands without the registration of Microsoft.App.
    [Fact]
    public async Task A_command_that_comes_too_early_is_noticed()
    {
        var (exitCode, output) = await _recorded.RunAsync("""
            az login
            az provider register --namespace Microsoft.Web --wait
            az group create --name friending-dev --location westeurope
            az deployment group create --name friending --resource-group friending-dev --parameters infra-bicep/dev.bicepparam
            """);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Microsoft.App", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_noticed()
    {
        var (exitCode, output) = await _recorded.RunAsync("""
            az login
            az provider register --namespace Microsoft.Web --wait
            az provider register --namespace Microsoft.App --wait
            az group create --name friending-dev --location westeurope
            az deployment group create --name friending --resource-group friending-dev --parameters infra-bicep/dev.bicepparam
            """);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("FRIENDING_TIME_ZONE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_that_is_there_is_brought_up_to_date_and_not_made_again()
    {
        await File.WriteAllTextAsync(Path.Combine(_recorded.Answers, "app"), "11111111-1111-1111-1111-111111111111\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_recorded.Answers, "known"), "an id\n", TestContext.Current.CancellationToken);

        var (exitCode, output) = await _recorded.RunAsync("""
            az login
            az ad sp create --id 1
            infra-bicep/scripts/register-app.sh friending-dev
            infra-bicep/scripts/trust-app.sh 11111111-1111-1111-1111-111111111111 33333333-3333-3333-3333-333333333333 https://friending.test
            """);

        Assert.True(exitCode == 0, output);
        Assert.Equal("11111111-1111-1111-1111-111111111111", output.Trim());
        Assert.DoesNotContain(_recorded.Calls, c => c.StartsWith("az ad app create", StringComparison.Ordinal)
            || c.Contains("federated-credential create", StringComparison.Ordinal));
        Assert.Contains(_recorded.Calls, c => c.Contains("federated-credential update", StringComparison.Ordinal));
        Assert.Contains(_recorded.Calls, c => c.Contains("\"subject\":\"33333333-3333-3333-3333-333333333333\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such.zip", 0, new[] { "new.zip" })]
    [InlineData("new.zip", 1, new[] { "new.zip", "before.zip" })]
    public async Task A_release_that_does_not_work_is_taken_back(string broken, int exitCode, string[] deployed)
    {
        foreach (var zip in new[] { "new.zip", "before.zip" })
            await File.WriteAllTextAsync(_recorded.PathOf(zip), zip, TestContext.Current.CancellationToken);

        await _recorded.PrepareAsync();

        var (code, output) = await _recorded.RunAsync(
            "infra-bicep/scripts/deploy-release.sh friending-dev app https://friending.test new.zip before.zip", [("BROKEN", broken)]);

        Assert.True(exitCode == code, output);
        Assert.Equal(deployed, _recorded.Calls.Where(c => c.Contains("config-zip", StringComparison.Ordinal))
            .Select(c => Regex.Match(c, "--src (\\S+)").Groups[1].Value));
    }

    // The script itself is run by .ci/run with the real commands.
    [Theory]
    [InlineData("NOT_PUBLISHED", "host.json")]
    [InlineData("NOT_PUBLISHED", "functions.metadata")]
    [InlineData("NOT_PUBLISHED", "worker.config.json")]
    [InlineData("PUBLISHED_TOO", "local.settings.json")]
    [InlineData("PUBLISHED_TOO", "signing.pfx")]
    public async Task No_package_is_made_without_what_the_host_looks_for_or_with_what_is_private(string how, string file)
    {
        var (exitCode, output) = await _recorded.RunAsync("infra-bicep/scripts/package.sh artifacts/friending.zip", [(how, file)]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(file, output, StringComparison.Ordinal);
        Assert.False(File.Exists(_recorded.PathOf("artifacts/friending.zip")));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\n{0}")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n{0}")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=friending;AccountKey={0}")]
    [InlineData("https://prod-01.westeurope.logic.azure.com/workflows/a?sp=%2Ftriggers&sig={0}")]
    public async Task No_package_is_made_with_a_file_that_holds_a_secret(string text)
    {
        // Put together here, so that nobody takes this file for one.
        var secret = string.Format(CultureInfo.InvariantCulture, text, string.Concat(Enumerable.Repeat("c2VjcmV0", 8)));

        var (exitCode, output) = await _recorded.RunAsync(
            "infra-bicep/scripts/package.sh artifacts/friending.zip", [("PUBLISHED_TEXT", secret)]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Friending.Functions.dll", output, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_recorded.PathOf("artifacts/friending.zip")));
    }

    [Fact]
    public async Task The_package_holds_what_is_published_in_an_order_that_does_not_change()
    {
        var (exitCode, output) = await _recorded.RunAsync("infra-bicep/scripts/package.sh artifacts/friending.zip");

        Assert.True(exitCode == 0, output);
        var names = await File.ReadAllLinesAsync(_recorded.PathOf("artifacts/friending.zip"), TestContext.Current.CancellationToken);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("./Friending.Functions.dll", names);
        Assert.Contains(_recorded.Calls, c => c.StartsWith("dotnet restore", StringComparison.Ordinal)
            && c.Contains("--locked-mode", StringComparison.Ordinal));
        Assert.Contains(_recorded.Calls, c => c.StartsWith("dotnet publish", StringComparison.Ordinal)
            && c.Contains("--configuration Release", StringComparison.Ordinal));
    }
}
