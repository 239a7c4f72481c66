using System.Diagnostics;
using Friending.LocalHost.Emulators;
using Friending.Service.Auditing;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>The commands of the operations line, as processes, on storage of their own.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private Azurite? _azurite;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Storage => $"--Storage:ConnectionString={_azurite!.ConnectionString}";

    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartInMemoryAsync(Cancelled);

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task The_trail_is_verified_by_exit_code_and_words()
    {
        Assert.Contains("has no such table", (await RunAsync("verify-audit", Storage)).Error, StringComparison.Ordinal);
        var account = new StorageAccount(Options.Create(new StorageOptions { ConnectionString = _azurite!.ConnectionString }));
        await account.CreateMissingAsync(Cancelled);
        var trail = new AuditTrail(account, TimeProvider.System, NullLogger<AuditTrail>.Instance);
        for (var i = 0; i < 3; i++)
            await trail.AppendAsync(new("test.done", $"{i}", "", "ana", null), Cancelled);

        Assert.Contains("holds: 3 rows", await OutputAsync(0, "verify-audit", Storage), StringComparison.Ordinal);
        Assert.Contains("Row 2: Its hash is not the one", await OutputAsync(1, "verify-audit", Storage, $"--anchor=2:{new string('0', 64)}"), StringComparison.Ordinal);
        Assert.Contains("from 0 decisions and 3 rows", await OutputAsync(0, "erase-staff", "ana", Storage), StringComparison.Ordinal);
        Assert.Contains("holds: 4 rows", await OutputAsync(0, "verify-audit", Storage), StringComparison.Ordinal);

        await account.Table(TableNames.Audit).DeleteEntityAsync("trail", "n|000000000002", cancellationToken: Cancelled);
        Assert.Contains("Row 3: Row 2 before it is missing.", await OutputAsync(1, "verify-audit", Storage), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Which storage?", "verify-audit")]
    [InlineData("is no anchor", "verify-audit", "--anchor=5")]
    [InlineData("Whom?", "erase-staff")]
    [InlineData("Whom?", "erase-staff", "--Storage:AccountName=x")]
    [InlineData("Which storage?", "erase-staff", "ana")]
    public async Task What_is_missing_is_said_in_a_line(string message, params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<string> OutputAsync(int expected, params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);
        Assert.Equal((expected, ""), (exitCode, error));
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(LocalHost).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(Cancelled);
        var error = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output, error);
    }
}
