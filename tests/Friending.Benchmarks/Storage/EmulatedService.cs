using Friending.LocalHost.Emulators;
using Friending.Service;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Benchmarks;

/// <summary>The service on an Azurite of its own, without a host: nothing is delivered beside what is measured, on either side.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    private readonly Azurite _azurite;
    private readonly ServiceProvider _services;

    private EmulatedService(Azurite azurite, ServiceProvider services) => (_azurite, _services) = (azurite, services);

    internal IServiceProvider Services => _services;

    internal StorageAccount Storage => Get<StorageAccount>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal static async Task<EmulatedService> StartAsync()
    {
        var azurite = await Azurite.StartInMemoryAsync();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Pseudonyms:Key", new('k', 32)), new("Storage:ConnectionString", azurite.ConnectionString)])
            .Build();
        var service =
            new EmulatedService(azurite, new ServiceCollection().AddLogging().AddFriendingService(settings).BuildServiceProvider());
        await service.Storage.CreateMissingAsync(CancellationToken.None);
        return service;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
