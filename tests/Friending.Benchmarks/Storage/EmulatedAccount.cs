using Friending.LocalHost.Emulators;
using Friending.Service.Storage;
using Friending.Testing.Worker;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>A storage account on an Azurite of its own, or with its tables in a <see cref="TableService"/>.</summary>
internal sealed class EmulatedAccount : IAsyncDisposable
{
    private readonly Azurite _azurite;
    private readonly RunningTables? _tables;

    private EmulatedAccount(Azurite azurite, RunningTables? tables)
    {
        (_azurite, _tables) = (azurite, tables);
        ConnectionString = tables is null
            ? azurite.ConnectionString
            : azurite.ConnectionString.Replace($":{azurite.TablePort}/", $":{tables.Port}/", StringComparison.Ordinal);
        Account = new(Options.Create(new StorageOptions { ConnectionString = ConnectionString }));
    }

    internal string ConnectionString { get; }

    internal StorageAccount Account { get; }

    /// <summary>The settings of a worker that keeps its decisions there.</summary>
    internal Dictionary<string, string> WorkerSettings => PublishedApp.Settings(ConnectionString);

    /// <summary>Starts it, with all that the service expects to be there.</summary>
    /// <param name="inOrder">Whether rows are to be found by key, however many there are.</param>
    internal static async Task<EmulatedAccount> StartAsync(bool inOrder = false)
    {
        var started = new EmulatedAccount(
            await Azurite.StartInMemoryAsync(), inOrder ? await RunningTables.StartAsync() : null);
        await started.Account.CreateMissingAsync(CancellationToken.None);
        return started;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_tables is not null)
            await _tables.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
