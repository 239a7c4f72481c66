using Azure.Core.Pipeline;
using CsCheck;
using Friending.LocalHost.Emulators;
using Friending.Service.Decisions;
using Friending.Service.Feed;
using Friending.Service.Outbox;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// Hosts with clocks up to a minute apart decide, change and relay, some are killed on the way, and readers follow: whatever the
/// order of their requests to storage, each reader sees every change, and no decision go back.
/// </summary>
public sealed class FeedInterleavingTests : IAsyncLifetime
{
    private const int Readers = 2;

    private Azurite? _azurite;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancelled);
        await using var services = Services(null, TimeProvider.System);
        await services.GetRequiredService<StorageAccount>().CreateMissingAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task Every_reader_sees_every_change_and_no_status_goes_back() =>
        await Gen.Select(Gen.Int, Gen.Int[1, 3], Gen.Int[1, 60], Gen.Int[1, 5]).SampleAsync(
            (seed, decisions, skew, pageSize) => RunAsync(new(seed), decisions, TimeSpan.FromSeconds(skew), pageSize), iter: 12,
            threads: 1);

    private async Task RunAsync(Random random, int count, TimeSpan skew, int pageSize)
    {
        var start = await EndAsync();
        var turns = new TurnTaking(random);
        var changes = new List<(DecisionId Id, string What)>();
        var readers = Enumerable.Range(0, Readers).Select(_ => new Reader(start)).ToList();
        for (var i = 0; i < count; i++)
        {
            // Some ids are made much before their commit, as those of queued requests.
            var decision = StoredDecisions.At(DateTimeOffset.UtcNow
                + skew * (2 * random.NextDouble() - 1) - TimeSpan.FromMinutes(random.Next(2) * 30), status: DecisionStatus.PendingReview);
            string[] later = random.Next(3) switch
            {
                0 =>
                [],
                1 => [DecisionEvents.Withdrawn],
                _ => [DecisionEvents.Reviewed, DecisionEvents.Withdrawn]
            };
            lock (changes)
                changes.AddRange([(decision.Id, DecisionEvents.Made), .. later.Select(what => (decision.Id, what))]);
            Do(decision, async writer =>
            {
                await writer.TryAddAsync(decision, Cancelled);
                Relay(decision.Id);
                foreach (var what in later)
                {
                    var stored = (await writer.FindAsync(decision.Id, Cancelled))!;
                    await writer.TryUpdateAsync(stored, Changed(stored.Decision, what), what, "ana", Cancelled);
                    Relay(decision.Id);
                }
            });
        }
        foreach (var reader in readers)
            Read(reader, polls: 4);
        await turns.RunAsync();

        // What the killed left, a sweep delivers; then the readers read to the end.
        await using var last = Services(null, new FixedTime(DateTimeOffset.UtcNow.AddMinutes(5)));
        foreach (var (id, _) in changes.DistinctBy(c => c.Id))
            await last.GetRequiredService<OutboxRelay>().RelayAsync(id, Cancelled);
        foreach (var reader in readers)
            await reader.ReadToEndAsync(last.GetRequiredService<DecisionFeed>(), pageSize);

        foreach (var reader in readers)
        {
            Assert.Equal(changes.Select(c => (c.Id, DecisionEvents.TypeOf(c.What))).Order(),
                reader.Seen.Select(i => (i.Id, i.Event)).Distinct().Order());
            Assert.All(reader.Seen.GroupBy(i => i.Id), seen =>
            {
                var ranks = seen.Select(
                    i => Array.IndexOf([DecisionStatus.PendingReview, DecisionStatus.Reviewed, DecisionStatus.Withdrawn],
                        i.Decision.Status))
                        .ToList();
                Assert.Equal(ranks.Order(), ranks);
                // Read again after a crash, a page repeats; without that, what happened comes in its order.
                if (!reader.HasRepeated)
                    Assert.Equal(changes.Where(c => c.Id == seen.Key).Select(c => DecisionEvents.TypeOf(c.What)),
                        seen.Select(i => i.Event));
            });
        }

        void Do(Decision decision, Func<DecisionStore, Task> work)
        {
            var host = new TurnTaking.Host(turns, 0);
            turns.Start(host, async () =>
            {
                await using var services = Services(host, Skewed());
                await work(services.GetRequiredService<DecisionStore>());
            });
        }

        // Two hosts at once, each of which may be killed.
        void Relay(DecisionId id)
        {
            for (var n = 0; n < 2; n++)
            {
                var host = new TurnTaking.Host(turns, 0.04);
                turns.Start(host, async () =>
                {
                    await using var services = Services(host, Skewed());
                    await services.GetRequiredService<OutboxRelay>().RelayAsync(id, Cancelled);
                });
            }
        }

        void Read(Reader reader, int polls)
        {
            var host = new TurnTaking.Host(turns, 0.005);
            turns.Start(host, async () =>
            {
                await using var services = Services(host, Skewed());
                for (var n = 0; n < polls; n++)
                    await reader.ReadAsync(services.GetRequiredService<DecisionFeed>(), pageSize);
            });
        }

        TimeProvider Skewed()
        {
            lock (random)
                return new FixedTime(DateTimeOffset.UtcNow + skew * (2 * random.NextDouble() - 1));
        }
    }

    private static Decision Changed(Decision decision, string what) => what == DecisionEvents.Reviewed
        ? decision with { Status = DecisionStatus.Reviewed, Review = new("permit", "Made up.", "ana", DateTimeOffset.UtcNow, null) }
        : decision with { Status = DecisionStatus.Withdrawn };

    // Where the feed ends, by a reader that reads all of it.
    private async Task<FeedCursor> EndAsync()
    {
        await using var services = Services(null, TimeProvider.System);
        var reader = new Reader(FeedCursor.Start);
        await reader.ReadToEndAsync(services.GetRequiredService<DecisionFeed>(), 500);
        return reader.Cursor;
    }

    private ServiceProvider Services(HttpPipelineTransport? transport, TimeProvider time)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(time)
            .AddFriendingService(new ConfigurationBuilder()
                .AddInMemoryCollection([new("Storage:ConnectionString", _azurite!.ConnectionString), new("Pseudonyms:Key", new('k', 32))])
                .Build());
        if (transport is not null)
            services.AddSingleton(s => new StorageAccount(s.GetRequiredService<IOptions<StorageOptions>>(), transport));
        return services.BuildServiceProvider();
    }

    private sealed class Reader(FeedCursor cursor)
    {
        internal FeedCursor Cursor { get; private set; } = cursor;

        internal List<FeedItem> Seen { get; } = [];

        internal bool HasRepeated { get; private set; }

        internal async Task ReadAsync(DecisionFeed feed, int limit)
        {
            var page = await feed.PollAsync(Cursor, limit, Cancelled);
            Assert.InRange(page.Items.Count, 0, limit);
            Assert.True(FeedCursor.TryParse(page.Cursor, out var next));
            Seen.AddRange(page.Items);
            // Now and then it forgets where it was, as one that ends before it has kept the cursor.
            if (Seen.Count % 3 == 2 && !HasRepeated)
                HasRepeated = true;
            else
                Cursor = next;
        }

        internal async Task ReadToEndAsync(DecisionFeed feed, int limit)
        {
            int before;
            do
            {
                before = Seen.Count;
                await ReadAsync(feed, limit);
            }
            while (Seen.Count > before);
        }
    }
}
