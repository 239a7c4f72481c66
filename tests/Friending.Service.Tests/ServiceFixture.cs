using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Friending.LocalHost.Emulators;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Outbox;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>The service without a host, on an Azurite of its own: nothing delivers or pumps unless a test does.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private Azurite? _azurite;
    private ServiceProvider? _services;

    internal SettableTime Time { get; } = new();

    internal LogCapture Log { get; } = new();

    internal StorageAccount Storage => Get<StorageAccount>();

    internal RequestIntake Intake => Get<RequestIntake>();

    internal OutboxRelay Relay => Get<OutboxRelay>();

    internal DecisionStore Decisions => Get<DecisionStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancellation);
        _services = new ServiceCollection()
            .AddLogging(l => l.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddFriendingService(new ConfigurationBuilder().AddInMemoryCollection(
                [new("Storage:ConnectionString", _azurite.ConnectionString), new("Pseudonyms:Key", new('k', 32))]).Build())
            .Configure<CallbackOptions>(o => o.AllowLocal())
            .BuildServiceProvider();
        await Storage.CreateMissingAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    /// <summary>Hands a message to the intake as a host does.</summary>
    internal Task<IntakeResult> TakeAsync(string body, string? messageId = null, int dequeueCount = 1, DateTimeOffset? insertedOn = null) =>
        Intake.TakeAsync(messageId ?? NewId(), dequeueCount, insertedOn ?? Time.GetUtcNow(), new BinaryData(body), Cancellation);

    /// <summary>Deletes every row of a table.</summary>
    internal async Task EmptyAsync(string name)
    {
        var table = Storage.Table(name);
        await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: Cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancellation);
    }

    /// <summary>A message id as the queue service makes them.</summary>
    internal static string NewId() => Guid.NewGuid().ToString();

    /// <summary>The entries that wait on the poison queue.</summary>
    internal async Task<PoisonEntry[]> PoisonAsync() =>
        [.. (await DrainAsync(QueueNames.RequestsPoison)).Select(m => JsonSerializer.Deserialize(m.Body, ServiceJson.Web.PoisonEntry)!)];

    /// <summary>The events that wait on the queue of decisions, for one decision.</summary>
    internal async Task<JsonElement[]> EventsAsync() =>
        [.. (await DrainAsync(QueueNames.Decisions)).Select(m => JsonDocument.Parse(m.Body).RootElement)];

    /// <summary>Takes every message off the queue.</summary>
    internal async Task<List<QueueMessage>> DrainAsync(string name)
    {
        var queue = Storage.Queue(name);
        var all = new List<QueueMessage>();
        while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), Cancellation)).Value is { Length: > 0 } some)
        {
            all.AddRange(some);
            foreach (var message in some)
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        }
        return all;
    }

    /// <summary>The outbox rows of one decision.</summary>
    internal async Task<List<TableEntity>> OutboxAsync(DecisionId id)
    {
        var partition = DecisionKeys.PartitionOf(id);
        return await Storage.Table(TableNames.Decisions)
            .QueryAsync<TableEntity>(r => r.PartitionKey == partition, cancellationToken: Cancellation)
            .Where(r => r.RowKey.StartsWith($"o|{id}|", StringComparison.Ordinal)).ToListAsync(Cancellation);
    }

    /// <summary>Whether the decision is on the review list.</summary>
    internal async Task<bool> IsListedAsync(DecisionId id) => await Storage.Table(TableNames.Reviews)
        .QueryAsync<TableEntity>(cancellationToken: Cancellation)
        .AnyAsync(r => r.PartitionKey == "pending" && r.RowKey == id.ToString(), Cancellation);
}

/// <summary>A clock that goes on by itself and can be set forward.</summary>
internal sealed class SettableTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}

/// <summary>Messages that tests vary.</summary>
internal static class Messages
{
    /// <summary>A patient in care, staff in a care role, nothing else between them: 7.7.</summary>
    internal const string PatientInCare = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    /// <summary>Something unusual: a reviewer decides.</summary>
    internal static string Unusual =>
        PatientInCare.Replace("\"wouldBreakBread\":false", "\"wouldBreakBread\":false,\"otherUnusual\":true", StringComparison.Ordinal);

    /// <summary><see cref="PatientInCare"/> with other members of one's own.</summary>
    internal static string With(string more) => PatientInCare.TrimEnd()[..^1] + "," + more + "}";
}
