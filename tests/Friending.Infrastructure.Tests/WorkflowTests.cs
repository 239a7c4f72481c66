using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;

namespace Friending.Infrastructure.Tests;

/// <summary>The workflows on GitHub, azure.yaml and the dev container are sound, and their shell steps
/// run where they need no Azure.</summary>
public sealed class WorkflowTests : IDisposable
{
    private static readonly string s_root =
        typeof(WorkflowTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;
    private static readonly string[] s_workflows =
        [.. Directory.EnumerateFiles(Path.Combine(s_root, ".github", "workflows"), "*.yml").Order(StringComparer.Ordinal)];

    private readonly Recorded _recorded = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task The_linter_finds_nothing_to_say() => Assert.Equal("", await NodeAsync(["lint", .. s_workflows]));

    // A tag can be moved to other code; a commit can't:
    // https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
    [Fact]
    public async Task Every_action_is_pinned_by_commit_with_its_version_beside_it()
    {
        var used = (await StepsAsync(s_workflows)).Where(s => s.Uses is not null).Select(s => s.Uses!).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, u => Assert.Matches("^[a-zA-Z-]+/[a-z-]+@[0-9a-f]{40}$", u));
        Assert.All(s_workflows.SelectMany(File.ReadLines).Where(l => l.Contains("uses:", StringComparison.Ordinal)),
            l => Assert.Matches("# v[0-9]+\\.[0-9]+\\.[0-9]+$", l));
    }

    // What comes from outside reaches a shell as a variable, never as text of the script.
    [Fact]
    public async Task No_shell_step_has_an_expression_in_its_text() =>
        Assert.All((await StepsAsync(s_workflows)).Where(s => s.Run is not null),
            s => Assert.DoesNotContain("${{", s.Run, StringComparison.Ordinal));

    [Fact]
    public async Task Only_the_jobs_that_sign_in_or_attest_may_have_an_identity()
    {
        var permissions = (await StepsAsync(s_workflows)).GroupBy(s => s.File).ToDictionary(g => g.Key, g => g.First().Permissions);

        Assert.Equal(["attestations", "contents", "id-token"], permissions["deploy.yml"]!.Keys.Order());
        Assert.Equal("read", permissions["deploy.yml"]!["contents"]);
        Assert.Equal(["attestations", "contents", "id-token"], permissions["release.yml"]!.Keys.Order());
        Assert.Null(permissions["test.yml"]);
        Assert.Contains("permissions:\n  contents: read\n",
            File.ReadAllText(s_workflows.Single(w => w.EndsWith("test.yml", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    // The package that is deployed is the one that release.yml built from that tag, after the checks of CI:
    // https://man.archlinux.org/man/gh-attestation-verify.1.en
    [Fact]
    public async Task A_release_is_checked_attested_and_verified_before_it_is_deployed()
    {
        var steps = (await StepsAsync(s_workflows)).ToLookup(s => s.File);
        var release = steps["release.yml"].Select(s => s.Uses?.Split('@')[0] ?? s.Run!.Split(' ')[0..2].Aggregate((a, b) => $"{a} {b}"));

        Assert.Contains(steps["test.yml"], s => s.Run == "bash .ci/run");
        string[] order = ["bash .ci/run", "infra-bicep/scripts/package.sh artifacts/friending.zip", "actions/attest-build-provenance",
            "actions/attest-sbom", "gh release"];
        Assert.Equal(order, release.Where(order.Contains));
        Assert.Contains(steps["deploy.yml"], s => s.Run?.Contains(
            "gh attestation verify new/friending.zip --repo \"$GITHUB_REPOSITORY\" --signer-workflow "
                + "\"$GITHUB_REPOSITORY/.github/workflows/release.yml\" --source-ref \"refs/tags/$RELEASE\"",
            StringComparison.Ordinal) == true);
    }

    // https://github.com/Azure/login (Login with OpenID Connect)
    [Fact]
    public void A_deployment_signs_in_without_a_secret_and_no_checkout_leaves_its_token_behind()
    {
        var deploy = Recorded.Read(".github", "workflows", "deploy.yml");

        Assert.Matches("uses: azure/login@[^\n]+\n +with:\n +client-id: [^\n]+\n +tenant-id: [^\n]+\n +subscription-id: ", deploy);
        Assert.DoesNotContain("secrets.AZURE", deploy, StringComparison.Ordinal);
        Assert.All(s_workflows, w => Assert.Equal(
            Regex.Count(File.ReadAllText(w), "uses: actions/checkout@"), Regex.Count(File.ReadAllText(w), "persist-credentials: false")));
    }

    [Fact]
    public async Task The_steps_of_a_release_make_what_they_publish()
    {
        // CI itself is not run inside a test of its own.
        var (calls, output) = await RunAsync("release.yml", s => s.Run != "bash .ci/run");

        Assert.True(calls.Any(c =>
            c.StartsWith("gh release create v1.2.3 artifacts/friending.zip artifacts/friending.cdx.json artifacts/SHA256SUMS",
                StringComparison.Ordinal)), output);
        Assert.Contains("friending.zip", await File.ReadAllTextAsync(_recorded.PathOf("artifacts/SHA256SUMS"), Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_steps_of_a_deployment_verify_then_change_then_try()
    {
        await File.WriteAllTextAsync(Path.Combine(_recorded.Answers, "release"), "v1.2.2\n", Cancellation);
        await _recorded.PrepareAsync();

        var (calls, output) = await RunAsync("deploy.yml", _ => true);

        string[] order = ["gh release download v1.2.3", "gh attestation verify", "gh release download v1.2.2",
            "az deployment group what-if", "az deployment group create --name", "config-zip", "tags.friendingRelease=v1.2.3"];
        var positions = order.Select(o => Array.FindLastIndex(calls, c => c.Contains(o, StringComparison.Ordinal))).ToArray();
        Assert.True(positions[0] >= 0, output);
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public async Task The_hooks_of_azd_register_trust_and_try()
    {
        await _recorded.PrepareAsync();
        var prepared = _recorded.Calls.Length;
        foreach (var step in await StepsAsync([Path.Combine(s_root, "azure.yaml")]))
        {
            var (exitCode, output) = await _recorded.RunAsync(step.Run!,
            [
                ("AZURE_RESOURCE_GROUP", "friending-dev"), ("AZURE_LOCATION", "westeurope"),
                ("FRIENDING_ENTRA_CLIENT_ID", "11111111-1111-1111-1111-111111111111"),
                ("identityPrincipalId", "33333333-3333-3333-3333-333333333333"), ("url", "https://friending.test"),
            ]);
            Assert.True(exitCode == 0, $"{step.Name}: {output}");
        }
        // Networks of Flex Consumption belong to Microsoft.App: docs/deploy.md.
        foreach (var provider in new[] { "Microsoft.Web", "Microsoft.App" })
            Assert.Contains($"az provider register --namespace {provider} --wait", _recorded.Calls[prepared..]);
        Assert.Contains("azd env set FRIENDING_ENTRA_CLIENT_ID 11111111-1111-1111-1111-111111111111", _recorded.Calls);
        Assert.Contains(_recorded.Calls,
            c => c.Contains("--web-redirect-uris https://friending.test/.auth/login/aad/callback", StringComparison.Ordinal));
        Assert.Contains(_recorded.Calls, c => c.Contains("https://friending.test/health/ready", StringComparison.Ordinal));
    }

    // azd takes MODULE.bicepparam of the folder where there is one, and finds the app by its tag:
    // https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/infra/provisioning/bicep/bicep_provider.go
    [Fact]
    public void Azd_finds_template_and_app()
    {
        var azure = File.ReadAllText(Path.Combine(s_root, "azure.yaml"));
        var module = Regex.Match(azure, "module: (\\w+)").Groups[1].Value;

        Assert.True(File.Exists(Path.Combine(Bicep.Folder, $"{module}.bicepparam")));
        Assert.True(Directory.Exists(Path.Combine(s_root, Regex.Match(azure, "project: (\\S+)").Groups[1].Value)));
        Assert.Contains("'azd-service-name': 'app'", File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "function-app.bicep")),
            StringComparison.Ordinal);
        Assert.Contains("  app:\n", azure, StringComparison.Ordinal);
        Assert.Contains("    host: function\n", azure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure.yaml", "azure.yaml.json", "preprovision", "preprovisoin")]
    [InlineData(".devcontainer/devcontainer.json", "devContainer.base.schema.json", "postCreateCommand", "postCreateComand")]
    [InlineData(".github/workflows/test.yml", "github-workflow.json", "runs-on", "runs-at")]
    [InlineData(".github/workflows/release.yml", "github-workflow.json", "attestations", "atestations")]
    [InlineData(".github/workflows/deploy.yml", "github-workflow.json", "timeout-minutes", "timeout-minute")]
    public async Task A_file_is_as_its_published_schema_says(string file, string schema, string member, string misspelt)
    {
        var mutated = _recorded.PathOf("mutated");
        await File.WriteAllTextAsync(
            mutated, Recorded.Read(file).Replace(member, misspelt, StringComparison.Ordinal), Cancellation);
        string[] published = [Path.Combine(s_root, "tests", "Friending.Infrastructure.Tests", "schemas", schema)];

        Assert.Equal("", await NodeAsync([Path.Combine(s_root, file), .. published], "schema.mjs"));
        Assert.Contains(misspelt, await NodeAsync([mutated, .. published], "schema.mjs"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dev_container_has_what_the_README_asks_for()
    {
        var container = JsonElement.Parse(File.ReadAllBytes(Path.Combine(s_root, ".devcontainer", "devcontainer.json")));

        Assert.StartsWith("mcr.microsoft.com/devcontainers/dotnet:10.0", container.GetProperty("image").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("20", container.GetProperty("features").GetProperty("ghcr.io/devcontainers/features/node:1").GetProperty("version")
            .GetString());
        Assert.Equal(7071, Assert.Single(container.GetProperty("forwardPorts").EnumerateArray()).GetInt32());
        Assert.Contains("chromium", container.GetProperty("postCreateCommand").GetString(), StringComparison.Ordinal);
    }

    private async Task<(string[] Calls, string Output)> RunAsync(string workflow, Func<Step, bool> isRun)
    {
        var output = "";
        foreach (var step in (await StepsAsync(s_workflows)).Where(s => s.File == workflow && s.Run is not null && isRun(s)))
        {
            var environment = step.Env.Select(v => (v.Key, Evaluated(v.Value)))
                .Append(("GITHUB_REPOSITORY", "example/friending"));
            var (exitCode, said) = await _recorded.RunAsync(step.Run!, environment, folder: step.Folder);
            output += said;
            Assert.True(exitCode == 0, $"{workflow}, {step.Name}: {said}");
        }
        return (_recorded.Calls, output);
    }

    // The expressions of the workflows' variables, with the sample values of the parameter files.
    private static string Evaluated(string value)
    {
        var known = new Dictionary<string, string>(Bicep.SampleEnvironment)
        {
            ["environment"] = "dev",
            ["release"] = "v1.2.3",
            ["ref_name"] = "v1.2.3",
            ["token"] = "a-token",
            ["server_url"] = "https://github.com",
            ["repository"] = "example/friending",
        };
        return Regex.Replace(value, @"\$\{\{ \w+\.(\w+)(?: \|\| '([^']*)')? \}\}",
            m => known.GetValueOrDefault(m.Groups[1].Value, m.Groups[2].Value));
    }

    private static async Task<IReadOnlyList<Step>> StepsAsync(string[] files) =>
        JsonSerializer.Deserialize<List<Step>>(await NodeAsync(["steps", .. files]), JsonSerializerOptions.Web)!;

    private static async Task<string> NodeAsync(string[] arguments, string script = "workflows.mjs")
    {
        var folder = Path.Combine(s_root, "tests", "Friending.Infrastructure.Tests", "npm");
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), Cancellation);
        await NpmPackages.InstallAsync(node, folder, TextWriter.Null, Cancellation);
        var run = await CommandRun.RunAsync(node.NodeFile, [script, .. arguments], folder, Cancellation);
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output.Trim();
    }

    internal sealed record Step(
        string File, string Name, string? Uses, string? Run, string? Folder, Dictionary<string, string> Env,
        Dictionary<string, string>? Permissions);
}
