using Friending.LocalHost.Emulators;
using Friending.Service.Storage;
using Friending.Testing.Worker;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>A storage account of an Azurite of its own, for workers.</summary>
internal sealed class WorkerStorage : IAsyncDisposable
{
    private readonly Azurite _azurite;

    private WorkerStorage(Azurite azurite) => _azurite = azurite;

    internal StorageAccount Account => new(Options.Create(new StorageOptions { ConnectionString = _azurite.ConnectionString }));

    /// <summary>The settings of a worker that keeps its decisions there.</summary>
    internal Dictionary<string, string> Settings => PublishedApp.Settings(_azurite.ConnectionString);

    internal static async Task<WorkerStorage> StartAsync()
    {
        var storage = new WorkerStorage(await Azurite.StartInMemoryAsync());
        await storage.Account.CreateMissingAsync(CancellationToken.None);
        return storage;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _azurite.DisposeAsync();
}
