using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Storage on the emulator.</summary>
internal static class Emulated
{
    /// <summary>Settings for the emulator.</summary>
    internal static IOptions<StorageOptions> Options(AzuriteFixture azurite) =>
        Microsoft.Extensions.Options.Options.Create(new StorageOptions { ConnectionString = azurite.ConnectionString });

    /// <summary>The emulator's account, with its tables.</summary>
    internal static async Task<StorageAccount> AccountAsync(AzuriteFixture azurite)
    {
        var account = new StorageAccount(Options(azurite));
        await account.CreateMissingAsync(TestContext.Current.CancellationToken);
        return account;
    }
}

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
