using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Friending.LocalHost.Emulators;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Mail;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Retention;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>
/// Processes of the service that share one storage account, and what must be so in the end whatever went on between them.
/// </summary>
public abstract partial class SharedStorage : IAsyncLifetime
{
    /// <summary>How many runs go on at once.</summary>
    private protected const int AtOnce = 6;

    // Longer than any of them needs, many times over.
    private protected static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly List<Case> _cases = [];
    private Azurite? _azurite;
    private readonly Mailbox _mailbox = new();
    private ServiceProvider? _undisturbed;
    private ServiceProvider? _timed;
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
        // What changed while it was purged is left to the next purge, which keeps what is unpublished.
        await _undisturbed!.GetRequiredService<DecisionPurge>().RunAsync(Cancelled);
        // Later: what has just been made is left to whoever made it, and what was claimed is theirs until that lapses.
        var later = At(DateTimeOffset.UtcNow.AddHours(2));
        // A decision's events come one after the other; what stays is told below.
        for (var sweep = 0; sweep < 5 && await later.GetRequiredService<OutboxRelay>().SweepAllAsync(Cancelled) > 0; sweep++)
        {
        }
        await later.GetRequiredService<NoticeSender>().SendOpenAsync(Cancelled);
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
        var byId = rows.ToLookup(r => r.RowKey);
        var named = await NamedAsync(storage);
        var digests = await DigestsAsync(storage);
        var notices = await storage.Table(TableNames.Notices).QueryAsync<TableEntity>(cancellationToken: Cancelled)
            .ToListAsync(Cancelled);
        var lost = notices.Where(n => n.GetString("State") == "Unknown").Select(n => n.GetString("Decision")).ToHashSet();
        var wrong = notices.Where(n => n.GetString("State") is "Waiting" or "Sending")
            .Select(n => $"a notice is open: {n.RowKey}").ToList();
        if (_mailbox.Recipients.Contains($"{StaffErasure.Erased}@example.org"))
            wrong.Add("somebody who was erased is told");
        foreach (var about in _cases)
        {
            var own = (about.IsErased ? byId[DecisionKeys.RowOf(about.Id!.Value)] : decisions[about.Staff]).ToList();
            var asked = about.Id is not null
                || about.Acknowledged is not null || about.Name.StartsWith("queue", StringComparison.Ordinal) || about.IsUncertain;
            Check(own.Count == (asked && !about.IsPurged ? 1 : 0) || (about.IsUncertain && own.Count <= 1), $"{own.Count} decisions");
            Check(!about.IsErased || !named.Contains(about.Staff), "somebody who was erased is named");
            var isListed = named.Contains(_undisturbed!.GetRequiredService<Pseudonyms>().OfStaff(about.Staff));
            Check(isListed || own.Count == 0 || about.IsErased, "not listed as theirs");
            Check(!isListed || !(about.IsErased || about.IsPurged), "still listed as theirs");
            Check(about.Read is null || about.TimesRead > 0, "a reader of the feed missed it");
            var told = _mailbox.Recipients.Count(r => r == $"{about.Staff}@example.org");
            var isToldOnce = about.Expected == DecisionStatus.Reviewed && !about.IsErased;
            Check(told <= 1 && (told == 1 || !isToldOnce || lost.Contains($"{about.Id}")), $"told {told} times");
            Check(!about.Name.StartsWith("digest", StringComparison.Ordinal)
                || digests[IsoWeek.Of(DateOnly.FromDateTime(about.Week.Date)).Previous.ToString()].ToList() is ["6"] or ["6", "6"],
                $"the digests of {about.Week:d} are wrong");
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

    // How many requests the digests that were sent tell of, by week.
    private static async Task<ILookup<string, string>> DigestsAsync(StorageAccount storage)
    {
        var queue = storage.Queue(QueueNames.Digests);
        var digests = new List<(string Week, string Requests)>();
        while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(30), Cancelled)).Value is { Length: > 0 } some)
            digests.AddRange(some.Select(m => JsonDocument.Parse(m.Body).RootElement.GetProperty("data"))
                .Select(d => (d.GetProperty("week").GetString()!, d.GetProperty("requests").GetProperty("value").ToString())));
        return digests.ToLookup(d => d.Week, d => d.Requests);
    }

    // Every person whom a row names, by id or by its hash.
    private static async Task<HashSet<string>> NamedAsync(StorageAccount storage)
    {
        var named = new HashSet<string>();
        foreach (var table in TableNames.All.Except([TableNames.Subscriptions]))
            await foreach (var row in storage.Table(table).QueryAsync<TableEntity>(cancellationToken: Cancelled))
                named.UnionWith(row.Select(p => p.Value).OfType<string>().SelectMany(text => Ids().Matches(text).Select(m => m.Value)));
        return named;
    }

    [GeneratedRegex("cp-[0-9]+|[0-9a-f]{64}")]
    private static partial Regex Ids();

    private protected Case Begin(string name)
    {
        lock (_cases)
        {
            var number = _cases.Count + 1;
            var about = new Case(name, FormattableString.Invariant($"cp-{number}"), _undisturbed!, number, At);
            _cases.Add(about);
            return about;
        }
    }

    private ServiceProvider At(DateTimeOffset now)
    {
        Workflow.SetClock(_timed!, now);
        return _timed!;
    }

    // The service as a process of its own has it; all share the policy, which does not change.
    private protected ServiceProvider Process(HttpPipelineTransport? transport)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Storage:ConnectionString", _azurite!.ConnectionString), new("Pseudonyms:Key", new('k', 32)),
            new("Notices:Enabled", "true"), new("Notices:StaffAddress", "{id}@example.org"), new("Smtp:Host", "mail.example.org"),
            new("Smtp:From", "friending@example.org"), new("DigestQueue:Enabled", "true"),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new SettableTime())
            .AddFriendingService(settings, _policy).AddSingleton<IMailTransport>(_mailbox)
            .Configure<CallbackOptions>(o => o.AllowLocal());
        if (transport is not null)
            services.AddSingleton(s => new StorageAccount(s.GetRequiredService<IOptions<StorageOptions>>(), transport));
        return services.BuildServiceProvider();
    }

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancelled);
        _undisturbed = Process(null);
        _timed = Process(null);
        _policy = Task.FromResult(_undisturbed.GetRequiredService<PolicyDecisionPoint>());
        await _undisturbed.GetRequiredService<StorageAccount>().CreateMissingAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var process in new[] { _timed, _undisturbed }.OfType<ServiceProvider>())
            await process.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    // Takes every mail: what goes wrong here goes wrong in storage.
    private sealed class Mailbox : IMailTransport
    {
        internal ConcurrentQueue<string> Recipients { get; } = new();

        public bool IsConfigured => true;

        public Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation)
        {
            foreach (var recipient in message.To.Mailboxes)
                Recipients.Enqueue(recipient.Address);
            return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
        }
    }
}
