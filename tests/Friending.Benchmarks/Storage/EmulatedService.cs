using Friending.Service;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Benchmarks;

/// <summary>The service on an emulated account, without a host: nothing is delivered beside what is measured, on either side.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    private readonly EmulatedAccount _account;
    private readonly ServiceProvider _services;

    private EmulatedService(EmulatedAccount account, ServiceProvider services) => (_account, _services) = (account, services);

    internal IServiceProvider Services => _services;

    internal StorageAccount Storage => Get<StorageAccount>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <inheritdoc cref="EmulatedAccount.StartAsync"/>
    internal static async Task<EmulatedService> StartAsync(bool inOrder = false)
    {
        var account = await EmulatedAccount.StartAsync(inOrder);
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Pseudonyms:Key", new('k', 32)), new("Storage:ConnectionString", account.ConnectionString)])
            .Build();
        return new(account, new ServiceCollection().AddLogging().AddFriendingService(settings).BuildServiceProvider());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _account.DisposeAsync();
    }
}
