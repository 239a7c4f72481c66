using Friending.LocalHost.Emulators;
using Xunit;

namespace Friending.LocalHost.Tests;

[Collection(nameof(FakeScripts))]
public sealed class NodeRuntimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_node_is_told_with_what_to_install_and_how_to_do_without() =>
        await AssertRefusedAsync("there is no node on PATH");

    [Fact]
    public async Task A_missing_npm_is_told_with_what_to_install_and_how_to_do_without()
    {
        _folder.Script("node", "echo v20.0.0");

        await AssertRefusedAsync("there is no npm on PATH");
    }

    [Theory]
    [InlineData("v18.20.4")]
    [InlineData("v8.0.0")]
    [InlineData("not Node.js at all")]
    public async Task An_old_node_is_told_with_what_to_install_and_how_to_do_without(string version)
    {
        _folder.Script("node", $"echo {version}");
        _folder.Script("npm", "exit 1");

        await AssertRefusedAsync($"\"{version}\"");
    }

    [Theory]
    [InlineData("v20.0.0")]
    [InlineData("v24.11.1")]
    public async Task A_node_that_is_new_enough_is_taken(string version)
    {
        var node = _folder.Script("node", $"echo {version}");
        var npm = _folder.Script("npm", "exit 1");

        Assert.Equal(new NodeRuntime(node, npm), await NodeRuntime.FindAsync(_folder.FullName, TestContext.Current.CancellationToken));
    }

    private async Task AssertRefusedAsync(string reason)
    {
        var refusal = await Assert.ThrowsAsync<EmulatorException>(
            () => NodeRuntime.FindAsync(_folder.FullName, TestContext.Current.CancellationToken));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Install Node.js 20 or newer", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("https://nodejs.org/", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:ConnectionString", refusal.Message, StringComparison.Ordinal);
    }
}
