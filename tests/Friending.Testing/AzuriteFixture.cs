using Azure.Data.Tables;
using Azure.Storage.Queues;
using Friending.LocalHost.Emulators;
using Xunit;

namespace Friending.Testing;

/// <summary>
/// One Azurite for all tests of a project: on free ports, keeping nothing. Tests share it, so each uses table and queue names of its own.
/// Take it as a constructor parameter.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? _azurite;

    /// <summary>The connection string for tables and queues.</summary>
    public string ConnectionString => _azurite?.ConnectionString ?? throw new InvalidOperationException("Azurite has not started yet.");

    /// <summary>A client for tables.</summary>
    public TableServiceClient CreateTableServiceClient() => new(ConnectionString);

    /// <summary>A client for queues.</summary>
    /// <param name="encoding">How messages are encoded on their way.</param>
    public QueueServiceClient CreateQueueServiceClient(QueueMessageEncoding encoding = QueueMessageEncoding.None) =>
        new(ConnectionString, new QueueClientOptions { MessageEncoding = encoding });

    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartInMemoryAsync();

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
