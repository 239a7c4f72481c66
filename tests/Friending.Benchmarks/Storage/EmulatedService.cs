using Friending.LocalHost.Emulators;
using Friending.Service;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Benchmarks;

/// <summary>
/// The service on an Azurite of its own, or with its tables in a <see cref="TableService"/>, without a host: nothing is delivered beside
/// what is measured, on either side.
/// </summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    private readonly Azurite _azurite;
    private readonly RunningTables? _tables;
    private readonly ServiceProvider _services;

    private EmulatedService(Azurite azurite, RunningTables? tables, ServiceProvider services) =>
        (_azurite, _tables, _services) = (azurite, tables, services);

    internal IServiceProvider Services => _services;

    internal StorageAccount Storage => Get<StorageAccount>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts it.</summary>
    /// <param name="inOrder">Whether the tables are to be found by key, however many rows they have.</param>
    internal static async Task<EmulatedService> StartAsync(bool inOrder = false)
    {
        var azurite = await Azurite.StartInMemoryAsync();
        var tables = inOrder ? await RunningTables.StartAsync() : null;
        var connection = tables is null
            ? azurite.ConnectionString
            : azurite.ConnectionString.Replace($":{azurite.TablePort}/", $":{tables.Port}/", StringComparison.Ordinal);
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Pseudonyms:Key", new('k', 32)), new("Storage:ConnectionString", connection)])
            .Build();
        var service = new EmulatedService(
            azurite, tables, new ServiceCollection().AddLogging().AddFriendingService(settings).BuildServiceProvider());
        await service.Storage.CreateMissingAsync(CancellationToken.None);
        return service;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_tables is not null)
            await _tables.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
