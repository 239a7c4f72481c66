using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Friending.LocalHost.Emulators;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Outbox;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>
/// Processes of the service that share one storage account, and what must be so in the end whatever went on between them.
/// </summary>
public abstract class SharedStorage : IAsyncLifetime
{
    /// <summary>How many runs go on at once.</summary>
    private protected const int AtOnce = 6;

    // Longer than any of them needs, many times over.
    private protected static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly List<Case> _cases = [];
    private Azurite? _azurite;
    private ServiceProvider? _undisturbed;
    private Task<PolicyDecisionPoint>? _policy;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A process in which nothing goes wrong.</summary>
    private protected ServiceProvider Undisturbed => _undisturbed!;

    private protected async Task RecoverAsync()
    {
        // Of a subscription whose id was never told, nothing is asked here: its address is nobody's.
        var subscriptions = _undisturbed!.GetRequiredService<StorageAccount>().Table(TableNames.Subscriptions);
        await foreach (var row in subscriptions.QueryAsync<TableEntity>(cancellationToken: Cancelled))
            await subscriptions.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancelled);
        for (var sweep = 0; sweep < 15 && await _undisturbed!.GetRequiredService<OutboxRelay>().SweepAllAsync(Cancelled) > 0; sweep++)
        {
            // What has just been made is left to whoever made it for some seconds; what stays is told below.
            await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        }
        await _undisturbed!.GetRequiredService<AuditSeals>().RunAsync(Cancelled);
    }

    // Everything that is not as it must be.
    private protected async Task<List<string>> WrongAsync()
    {
        var storage = _undisturbed!.GetRequiredService<StorageAccount>();
        var rows = await storage.Table(TableNames.Decisions).QueryAsync<TableEntity>(cancellationToken: Cancelled).ToListAsync(Cancelled);
        var decisions = rows.Where(r => r.RowKey.StartsWith(RowPrefix.Decision, StringComparison.Ordinal))
            .ToLookup(r => r.GetString(nameof(DecisionRow.StaffId)));
        var events = await EventsAsync(storage);
        var waiting = await storage.Table(TableNames.Reviews)
            .QueryAsync<TableEntity>(r => r.PartitionKey == "pending", cancellationToken: Cancelled)
            .Select(r => r.RowKey).ToHashSetAsync(cancellationToken: Cancelled);
        var wrong = new List<string>();
        foreach (var about in _cases)
        {
            var own = decisions[about.Staff].ToList();
            var asked = about.Id is not null
                || about.Acknowledged is not null || about.Name.StartsWith("queue", StringComparison.Ordinal) || about.IsUncertain;
            var gone = about.IsPurged || about.IsErased;
            Check(own.Count == (asked && !gone ? 1 : 0) || (about.IsUncertain && own.Count <= 1), $"{own.Count} decisions");
            foreach (var row in own)
            {
                var id = DecisionKeys.IdOf(row.RowKey);
                var revision = row.GetInt32(nameof(DecisionRow.Revision)) ?? 1;
                var status = row.GetString(nameof(DecisionRow.Status));
                Check((about.Acknowledged ?? id) == id, "another decision than was told");
                Check(status == JsonNamingPolicy.KebabCaseLower.ConvertName(about.Expected.ToString()),
                    $"stands as {status}, not {about.Expected}");
                Check(events[id.ToString()].Distinct().Count() == revision,
                    $"{events[id.ToString()].Distinct().Count()} events of {revision} revisions");
                Check(waiting.Contains(id.ToString()) == (about.Expected == DecisionStatus.PendingReview), "the list of reviews is wrong");
            }

            void Check(bool isRight, string what)
            {
                if (!isRight)
                    wrong.Add($"{about.Name}: {what}");
            }
        }
        var known = rows.Where(r => r.RowKey.StartsWith(RowPrefix.Decision, StringComparison.Ordinal))
            .Select(r => DecisionKeys.IdOf(r.RowKey).ToString()).ToHashSet();
        var purged = _cases.Where(c => c.IsPurged).Select(c => c.Id.ToString()).ToHashSet();
        wrong.AddRange(events.Where(e => !known.Contains(e.Key) && !purged.Contains(e.Key))
            .Select(e => $"an event without its decision: {e.Key}"));
        wrong.AddRange(rows.Where(r => r.RowKey.StartsWith(RowPrefix.Outbox, StringComparison.Ordinal))
            .Select(r => $"left in the outbox: {r.RowKey}"));
        wrong.AddRange((await _undisturbed!.GetRequiredService<AuditCheck>().RunAsync(Cancelled)).Problems
            .Select(p => $"audit trail {p.Number}: {p.What}"));
        return wrong;
    }

    // The ids of the events, by decision.
    private static async Task<ILookup<string, string>> EventsAsync(StorageAccount storage)
    {
        var queue = storage.Queue(QueueNames.Decisions);
        var events = new List<(string Decision, string Id)>();
        while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(30), Cancelled)).Value is { Length: > 0 } some)
            events.AddRange(some.Select(m => JsonDocument.Parse(m.Body).RootElement)
                .Select(e => (e.GetProperty("subject").GetString()!, e.GetProperty("id").GetString()!)));
        return events.ToLookup(e => e.Decision, e => e.Id);
    }

    private protected Case Begin(string name)
    {
        lock (_cases)
        {
            var about = new Case(name, $"cp-{_cases.Count + 1}", _undisturbed!);
            _cases.Add(about);
            return about;
        }
    }

    // The service as a process of its own has it; all share the policy, which does not change.
    private protected ServiceProvider Process(HttpPipelineTransport? transport)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Storage:ConnectionString", _azurite!.ConnectionString), new("Pseudonyms:Key", new('k', 32))]).Build();
        var services = new ServiceCollection().AddLogging().AddFriendingService(settings, _policy)
            .Configure<CallbackOptions>(o => o.AllowLocal());
        if (transport is not null)
            services.AddSingleton(s => new StorageAccount(s.GetRequiredService<IOptions<StorageOptions>>(), transport));
        return services.BuildServiceProvider();
    }

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancelled);
        _undisturbed = Process(null);
        _policy = Task.FromResult(_undisturbed.GetRequiredService<PolicyDecisionPoint>());
        await _undisturbed.GetRequiredService<StorageAccount>().CreateMissingAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_undisturbed is not null)
            await _undisturbed.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
