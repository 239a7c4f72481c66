using CsCheck;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

public sealed class DecisionScanTests(AzuriteFixture azurite)
{
    private static readonly Gen<TimeSpan> s_offsets = Gen.Long[0, 3L * 24 * 3600 * 1000].Select(ms => TimeSpan.FromMilliseconds(ms));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_readings_equal_a_count_by_brute_force_whatever_the_range_and_filters()
    {
        var (store, scan) = await StoreAsync();
        // A span of days that no other test writes to; more rows in some shard than a small page holds.
        var start = new DateTimeOffset(2031, 5, 6, 0, 0, 0, TimeSpan.Zero);
        var random = new Random(31);
        var kept = new List<Decision>();
        for (var i = 0; i < 300; i++)
        {
            // Crowded at the edges of days, and with a day left empty.
            var day = random.Next(4) is var d && d >= 2 ? d + 1 : d;
            var ms = random.Next(3) switch
            {
                0 =>
                random.Next(5),
                1 => 24 * 3600 * 1000 - 1 - random.Next(5),
                _ => random.Next(24 * 3600 * 1000)
            };
            kept.Add(StoredDecisions.At(
                start.AddDays(day).AddMilliseconds(ms),
                random.Next(2) == 0 ? "decline" : "review",
                random.Next(2) == 0 ? DecisionStatus.Final : DecisionStatus.PendingReview,
                random.Next(3) switch { 0 => null, 1 => "Cardiology", _ => "O'Hara's \"ward\"" },
                $"s-{random.Next(4)}"));
        }
        await Parallel.ForEachAsync(kept, Cancelled,
            async (decision, cancellation) => Assert.NotNull(await store.TryAddAsync(decision, cancellation)));

        var queries =
            from edge1 in EdgeOrAny(start)
            from edge2 in EdgeOrAny(start)
            from outcome in OneOf<string?>(null, null, "decline")
            from status in OneOf<DecisionStatus?>(null, null, DecisionStatus.PendingReview)
            from department in OneOf<string?>(null, null, "Cardiology", "O'Hara's \"ward\"")
            from staff in OneOf<string?>(null, null, "s-2")
            from after in Gen.Int[-1, kept.Count - 1]
            from pageSize in OneOf<int?>(null, 2, 5)
            select new DecisionQuery(edge1, edge2)
            {
                Outcome = outcome,
                Status = status,
                Department = department,
                StaffId = staff,
                After = after < 0 ? null : kept[after].Id,
                Columns = [nameof(DecisionRow.Outcome)],
                PageSize = pageSize,
            };
        await queries.SampleAsync(async query =>
        {
            var expected = kept
                .Where(d => d.DecidedAt >= query.From && d.DecidedAt < query.To)
                .Where(d => query.After is not { } after || d.Id > after)
                .Where(d => query.Outcome is null || d.Outcome == query.Outcome)
                .Where(d => query.Status is null || d.Status == query.Status)
                .Where(d => query.Department is null || d.Staff.Department == query.Department)
                .Where(d => query.StaffId is null || d.Staff.Id == query.StaffId)
                .Select(d => d.Id.ToString()).Order(StringComparer.Ordinal).ToList();
            var inOrder = await scan.ReadInOrderAsync(query, Cancelled).Select(r => r.Id.ToString()).ToListAsync(Cancelled);
            var unordered = await scan.ReadAsync(query, Cancelled).Select(r => r.Id.ToString()).Order(StringComparer.Ordinal)
                .ToListAsync(Cancelled);

            Assert.Equal(expected, inOrder);
            Assert.Equal(expected, unordered);
        }, iter: 40, threads: 1);

        static Gen<DateTimeOffset> EdgeOrAny(DateTimeOffset start) => Gen.OneOf(
            s_offsets.Select(o => start.AddDays(1) + o - TimeSpan.FromDays(1)),
            Gen.Select(Gen.Int[0, 5], Gen.Int[-2, 2], (day, ms) => start.AddDays(day).AddMilliseconds(ms)),
            OneOf(start.AddYears(-1), start.AddMonths(6)));
    }

    [Fact]
    public async Task The_edges_of_a_range_are_exact_to_the_millisecond()
    {
        var (store, scan) = await StoreAsync();
        var midnight = new DateTimeOffset(2032, 2, 29, 0, 0, 0, TimeSpan.Zero);
        foreach (var ms in new[] { -1, 0, 1 })
            await store.TryAddAsync(StoredDecisions.At(midnight.AddMilliseconds(ms)), Cancelled);

        Assert.Equal([0, 1], await OffsetsAsync(midnight, midnight.AddDays(1)));
        Assert.Equal([-1], await OffsetsAsync(midnight.AddDays(-1), midnight));
        Assert.Equal([-1, 0], await OffsetsAsync(midnight.AddDays(-1), midnight.AddMilliseconds(1)));
        // Between two milliseconds there is nothing: the range begins at the later one.
        Assert.Equal([1], await OffsetsAsync(midnight.AddTicks(1), midnight.AddDays(1)));
        Assert.Equal([-1, 0], await OffsetsAsync(midnight.AddDays(-1), midnight.AddTicks(1)));
        // The same instant, told in another time zone.
        Assert.Equal([0, 1], await OffsetsAsync(midnight.ToOffset(TimeSpan.FromHours(-6)), midnight.AddDays(1)));
        Assert.Empty(await OffsetsAsync(midnight, midnight));

        async Task<IEnumerable<double>> OffsetsAsync(DateTimeOffset from, DateTimeOffset to) =>
            await scan.ReadInOrderAsync(new(from, to), Cancelled).Select(r => (r.Id.Time - midnight).TotalMilliseconds)
                .ToListAsync(Cancelled);
    }

    [Fact]
    public async Task A_row_holds_what_lists_digests_and_replays_need_and_only_what_was_asked_for()
    {
        var (store, scan) = await StoreAsync();
        var time = new DateTimeOffset(2033, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var decision = StoredDecisions.At(time, "review", DecisionStatus.PendingReview, "Cardiology");
        await store.TryAddAsync(decision, Cancelled);
        var query = new DecisionQuery(time, time.AddMilliseconds(1));

        var whole = await scan.ReadInOrderAsync(query, Cancelled).SingleAsync(Cancelled);
        var part = await scan.ReadAsync(query with { Columns = [nameof(DecisionRow.Outcome), nameof(DecisionRow.Facts)] }, Cancelled)
            .SingleAsync(Cancelled);

        Assert.Equal(
            new DecisionRow
            {
                Id = decision.Id,
                Revision = 1,
                Status = DecisionStatus.PendingReview,
                Outcome = "review",
                Rules = "7.7+8.5",
                DecidingRules = "7.7",
                DecidingGuidelines = "7",
                Source = DecisionSource.Queue,
                StaffId = "rn-1042",
                StaffKey = "rn-1042",
                StaffRole = "Registered nurse",
                Department = "Cardiology",
                Platform = "Facebook",
                Facts = whole.Facts,
                PolicyVersion = "1.0.0",
                PolicySha256 = decision.Policy.Sha256,
                ReviewOpened = true,
                // Nothing holds while a person is to decide.
                Standings = "",
                Document = whole.Document,
            },
            whole);
        Assert.Equal(decision.Facts.OrderBy(f => f.Key), whole.ReadFacts().OrderBy(f => f.Key));
        Assert.Equal(decision.Findings, whole.ReadDecision().Findings);
        Assert.Equal(new DecisionRow { Id = decision.Id, Outcome = "review", Facts = whole.Facts }, part);
    }

    [Fact]
    public async Task All_of_time_is_read_with_one_request_a_shard_however_many_days_hold_nothing()
    {
        var (store, scan) = await StoreAsync();
        var staff = Guid.NewGuid().ToString();
        var times = new[] { new(1981, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue };
        foreach (var time in times)
            await store.TryAddAsync(StoredDecisions.At(time, staffId: staff), Cancelled);

        // The last instant of time is not before itself.
        var query = new DecisionQuery(DateTimeOffset.MinValue, DateTimeOffset.MaxValue) { StaffId = staff };
        Assert.Equal(times.Select(t => t.Year),
            await scan.ReadInOrderAsync(query, Cancelled).Select(r => r.Id.Time.Year).ToListAsync(Cancelled));
        Assert.Equal(times.Length, await scan.ReadAsync(query, Cancelled).CountAsync(Cancelled));

        // A century that no other test writes to.
        var century = new DecisionQuery(new(2301, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2401, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(DecisionKeys.Shards,
            await StorageRequests.CountAsync(async () => Assert.Empty(await scan.ReadAsync(century, Cancelled).ToListAsync(Cancelled))));
        Assert.Equal(DecisionKeys.Shards,
            await StorageRequests.CountAsync(async () =>
                Assert.Empty(await scan.ReadInOrderAsync(century, Cancelled).ToListAsync(Cancelled))));
    }

    [Fact]
    public async Task A_reading_may_be_left_early_and_an_error_reaches_its_reader()
    {
        var (store, scan) = await StoreAsync();
        var time = new DateTimeOffset(2034, 1, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 40; i++)
            await store.TryAddAsync(StoredDecisions.At(time.AddMilliseconds(i)), Cancelled);
        var query = new DecisionQuery(time, time.AddDays(1)) { PageSize = 1 };

        Assert.NotNull(await scan.ReadAsync(query, Cancelled).FirstAsync(Cancelled));
        Assert.Equal(time, (await scan.ReadInOrderAsync(query, Cancelled).FirstAsync(Cancelled)).Id.Time);

        var away = Options.Create(new StorageOptions
        { ConnectionString = azurite.ConnectionString.Replace("devstoreaccount1;", "nobody;", StringComparison.Ordinal) });
        var nowhere = new DecisionScan(new StorageAccount(away), away);
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(async () =>
            await nowhere.ReadAsync(query, Cancelled).CountAsync(Cancelled));
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(async () =>
            await nowhere.ReadInOrderAsync(query, Cancelled).CountAsync(Cancelled));

        using var stopped = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in scan.ReadAsync(query, stopped.Token))
                await stopped.CancelAsync();
        });
    }

    [Fact]
    public void Ids_compare_as_their_texts_do() => Gen.Select(Gen.Guid, Gen.Guid).Sample((a, b) =>
    {
        var (one, two) = (Version7(a), Version7(b));
        Assert.Equal(Math.Sign(string.CompareOrdinal(one.ToString(), two.ToString())), Math.Sign(one.CompareTo(two)));

        static DecisionId Version7(Guid any)
        {
            var text = any.ToString("D").ToCharArray();
            (text[0], text[14], text[19]) = ('0', '7', '8');
            Assert.True(DecisionId.TryParse(new(text), out var id));
            return id;
        }
    });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private async Task<(DecisionStore Store, DecisionScan Scan)> StoreAsync()
    {
        var account = await Emulated.AccountAsync(azurite);
        return (new(account, new()), new(account, Emulated.Options(azurite)));
    }
}
