using Friending.LocalHost.Emulators;
using Friending.Service.Storage;
using Friending.Testing.Worker;
using Microsoft.Extensions.Options;

namespace Friending.Functions.Tests;

/// <summary>
/// The published app as a worker, on an Azurite of its own with every table and queue: once for the
/// tests of this collection, or for a class that takes it as its fixture.
/// </summary>
[CollectionDefinition]
public sealed class WorkerApp : IAsyncLifetime, ICollectionFixture<WorkerApp>
{
    /// <summary>The key of <c>local.settings.sample.json</c>, with every role.</summary>
    public const string Key = LocalHost.LocalHost.DevelopmentKey;

    private Azurite? _azurite;
    private StorageAccount? _storage;
    private FunctionsHost? _host;

    /// <summary>The storage of the worker.</summary>
    public StorageAccount Storage => _storage ?? throw new InvalidOperationException("Azurite has not started yet.");

    /// <summary>The connection string of the storage.</summary>
    public string ConnectionString => _azurite?.ConnectionString ?? throw new InvalidOperationException("Azurite has not started yet.");

    /// <summary>The worker with its host.</summary>
    internal FunctionsHost Host => _host ?? throw new InvalidOperationException("The worker has not started yet.");

    /// <summary>A client that calls the app through its host, with a key or without.</summary>
    public HttpClient Client(string? key = Key)
    {
        var client = new HttpClient { BaseAddress = Host.Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    /// <summary>The host's reading of the queue of requests.</summary>
    internal QueueListener Requests(TimeSpan? retryDelay = null) =>
        new(Host, Storage.Queue(QueueNames.Requests), Storage.Queue(QueueNames.RequestsPoison), "ProcessRequest")
        { RetryDelay = retryDelay ?? TimeSpan.Zero };

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(TestContext.Current.CancellationToken);
        _storage = new(Options.Create(new StorageOptions { ConnectionString = ConnectionString }));
        await Storage.CreateMissingAsync(TestContext.Current.CancellationToken);
        _host = await FunctionsHost.StartAsync(PublishedApp.Settings(ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
