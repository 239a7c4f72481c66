using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace Friending.Service.Storage;

/// <summary>The storage account: its tables, queues and blob containers, by connection string or by managed identity.</summary>
public sealed class StorageAccount
{
    // As the client's own: no redirects, no cookies, and addresses asked for again after five minutes
    // (https://github.com/Azure/azure-sdk-for-net/blob/main/sdk/core/Azure.Core/src/Pipeline/HttpClientTransport.cs).
    private static readonly HttpClientTransport s_completing = new(new CompletedCalls(TimeProvider.System)
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 50,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        },
    });

    private readonly TableServiceClient _tables;
    private readonly BlobServiceClient _blobs;
    private readonly QueueServiceClient _queues;
    private readonly QueueServiceClient _queuesWithoutRetries;

    /// <summary>Opens the account named in the settings; nothing is sent yet.</summary>
    /// <exception cref="OptionsValidationException">The connection string is not that of a storage account.</exception>
    public StorageAccount(IOptions<StorageOptions> options)
        : this(options, null)
    {
    }

    /// <summary>Opens the account over a transport of one's own.</summary>
    internal StorageAccount(IOptions<StorageOptions> options, HttpPipelineTransport? transport)
    {
        var settings = options.Value;
        // Backups and the audit's log are streamed, by timers and operators, over connections to an address of their own.
        var blobOptions = WithRetry(new BlobClientOptions(), transport);
        transport ??= s_completing;
        var tableOptions = WithRetry(new TableClientOptions(), transport);
        // A message is plain JSON, as Power Automate's queue actions write and read it.
        var queueOptions = WithRetry(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, transport);
        var onceOptions = WithRetry(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, transport, maxRetries: 0);
        if (settings.ConnectionString is { Length: > 0 } connection)
        {
            try
            {
                _tables = new(connection, tableOptions);
                _blobs = new(connection, blobOptions);
                _queues = new(connection, queueOptions);
                _queuesWithoutRetries = new(connection, onceOptions);
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
            {
                throw new OptionsValidationException(StorageOptions.Section, typeof(StorageOptions),
                    ["Storage:ConnectionString must be the connection string of a storage account."]);
            }
        }
        else
        {
            var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = settings.ClientId });
            _tables = new(new Uri($"https://{settings.AccountName}.table.{settings.EndpointSuffix}"), identity, tableOptions);
            _blobs = new(new Uri($"https://{settings.AccountName}.blob.{settings.EndpointSuffix}"), identity, blobOptions);
            var queues = new Uri($"https://{settings.AccountName}.queue.{settings.EndpointSuffix}");
            _queues = new(queues, identity, queueOptions);
            _queuesWithoutRetries = new(queues, identity, onceOptions);
        }
    }

    /// <summary>A table by name, see <see cref="TableNames"/>.</summary>
    public TableClient Table(string name) => _tables.GetTableClient(name);

    /// <summary>A queue by name, see <see cref="QueueNames"/>.</summary>
    public QueueClient Queue(string name) => _queues.GetQueueClient(name);

    /// <summary>A queue by name, for a sender who must know whether the message was sent: a retry in the
    /// client could send it twice.</summary>
    public QueueClient QueueWithoutRetries(string name) => _queuesWithoutRetries.GetQueueClient(name);

    /// <summary>A blob container by name, see <see cref="ContainerNames"/>.</summary>
    public BlobContainerClient Container(string name) => _blobs.GetBlobContainerClient(name);

    /// <summary>Creates the tables, queues and containers that are missing. In Azure the templates do
    /// this; locally the host does.</summary>
    public async Task CreateMissingAsync(CancellationToken cancellation)
    {
        IEnumerable<Task> creating =
        [
            .. TableNames.All.Select(t => _tables.CreateTableIfNotExistsAsync(t, cancellation)),
            .. QueueNames.All.Select(q => Queue(q).CreateIfNotExistsAsync(cancellationToken: cancellation)),
            .. ContainerNames.All.Select(c => Container(c).CreateIfNotExistsAsync(cancellationToken: cancellation)),
        ];
        await Task.WhenAll(creating);
    }

    // A caller can try again, and nothing happens twice.
    private static T WithRetry<T>(T options, HttpPipelineTransport? transport, int maxRetries = 2)
        where T : ClientOptions
    {
        if (transport is not null)
            options.Transport = transport;
        options.RetryPolicy = new CallBudget(TimeProvider.System, maxRetries);
        return options;
    }
}
