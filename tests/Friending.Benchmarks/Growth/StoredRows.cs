using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Benchmarks;

/// <summary>Many decisions in storage, as the store writes them, spread evenly over some days.</summary>
internal sealed class StoredRows(EmulatedService service, DateTimeOffset start, int days)
{
    private readonly TableClient _table = service.Storage.Table(TableNames.Decisions);
    private int _count;
    private readonly long[] _fed = new long[DecisionKeys.Shards];
    private TableEntity? _pattern;
    private BareTransaction? _bare;

    // More would take gigabytes until they are written.
    private const int MostAtOnce = 100_000;

    /// <summary>A department of every twentieth of them.</summary>
    internal const string Department = "Cardiology";

    /// <summary>A person with <see cref="OwnRequests"/> of them.</summary>
    internal string Person => _pattern!.GetString(nameof(DecisionRow.StaffId));

    /// <summary>How many decisions the person has, however many there are.</summary>
    internal const int OwnRequests = 60;

    /// <summary>The id of one of them.</summary>
    internal DecisionId Some { get; private set; }

    /// <summary>Adds rows until there are so many.</summary>
    internal async Task FillAsync(int count)
    {
        _pattern ??= DecisionRow.For((await SubmitAsync()).Stored.Decision, 1);
        while (_count < count)
            await AddUntilAsync(Math.Min(count, _count + MostAtOnce));
    }

    private async Task AddUntilAsync(int count)
    {
        var from = _count;
        var rows = Enumerable.Range(from, count - from).Select(i =>
        {
            // Evenly over the days, however many there are in the end.
            var id = DecisionId.NewAt(start.AddDays(days * (i * 0.6180339887 % 1)));
            Some = id;
            return new TableEntity(_pattern)
            {
                PartitionKey = DecisionKeys.PartitionOf(id),
                RowKey = DecisionKeys.RowOf(id),
                // A digest hides what fewer people than its threshold asked.
                [nameof(DecisionRow.StaffId)] = $"rn-{i % 50}",
                [nameof(DecisionRow.Department)] = i % 20 == 0 ? Department : "Ward 7",
            };
        }).ToList();
        await AddAsync(_table, rows);
        var ids = rows.Select(r => DecisionKeys.IdOf(r.RowKey)).ToList();
        var requests = service.Get<StaffRequests>();
        await AddAsync(service.Storage.Table(TableNames.ByStaff),
            ids.Index().Select(i => requests.RowFor(from + i.Index < OwnRequests ? Person : $"other-{(from + i.Index) / 100}", i.Item)));
        await AddToFeedAsync(ids);
        _count = count;
    }

    // As the feed appends, in fewer requests.
    private async Task AddToFeedAsync(IEnumerable<DecisionId> ids)
    {
        var feed = service.Storage.Table(TableNames.Feed);
        await AddAsync(feed,
            ids.Select(id => new TableEntity($"{DecisionKeys.ShardOf(id):00}", $"{RowPrefix.Feed}{++_fed[DecisionKeys.ShardOf(id)]:D19}")
            {
                ["Id"] = id.ToString(),
                ["What"] = DecisionEvents.Made,
                ["At"] = id.Time,
            }).ToList());
        for (var shard = 0; shard < _fed.Length; shard++)
            await feed.UpsertEntityAsync(new TableEntity($"{shard:00}", "head") { ["Number"] = _fed[shard], ["First"] = 1L },
                TableUpdateMode.Replace);
    }

    private static Task AddAsync(TableClient table, IEnumerable<TableEntity> rows) => Parallel.ForEachAsync(
        rows.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(100)), new ParallelOptions { MaxDegreeOfParallelism = 4 },
        async (chunk, cancellation) =>
            await table.SubmitTransactionAsync(chunk.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)),
                cancellation));

    /// <summary>Writes two rows like those of a decision, and nothing else.</summary>
    internal async Task AddBareAsync() =>
        await (_bare ??= BareTransaction.Of(service.Storage, (await SubmitAsync()).Stored.Decision)).RunAsync();

    /// <summary>Asks as many shards at once as a list does for the first page that it asks for, and does nothing with them.</summary>
    internal Task ReadBareAsync(DecisionQuery query) => Parallel.ForEachAsync(
        Enumerable.Range(0, DecisionKeys.Shards),
        new ParallelOptions { MaxDegreeOfParallelism = service.Get<IOptions<StorageOptions>>().Value.ScanParallelism },
        async (shard, _) => await FirstPageAsync(
            query.FilterFor(shard), DecisionScan.PageOfEachShard(query.PageSize!.Value), query.Columns));

    /// <summary>Asks for the rows and the decisions of a person's list, and does nothing with them.</summary>
    internal async Task ReadBareAsync(string person, int count)
    {
        var partition = service.Get<Pseudonyms>().OfStaff(person);
        var rows = await service.Storage.Table(TableNames.ByStaff).QueryAsync<TableEntity>(r => r.PartitionKey == partition, count)
            .Take(count).ToListAsync();
        await GetBareAsync(rows.Select(r => r.RowKey[(r.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..]));
    }

    /// <summary>Asks each shard of the feed for a page, and for as many decisions as are in one, and does nothing with them.</summary>
    internal async Task ReadBareFeedAsync(int count)
    {
        var feed = service.Storage.Table(TableNames.Feed);
        var pages = await Task.WhenAll(Enumerable.Range(0, DecisionKeys.Shards).Select(shard =>
            feed.QueryAsync<TableEntity>(RowPrefix.Filter($"{shard:00}", RowPrefix.Feed), count).Take(count).ToListAsync().AsTask()));
        await GetBareAsync(pages.SelectMany(p => p).Take(count).Select(r => r.GetString("Id")));
    }

    /// <summary>Asks each shard for expired rows of each kind, one after the other, and finds none.</summary>
    internal async Task ReadBareExpiredAsync()
    {
        var expired = new DateOnly(2000, 1, 1);
        for (var shard = 0; shard < DecisionKeys.Shards; shard++)
            foreach (var prefix in (string[])[RowPrefix.Decision, RowPrefix.Message, RowPrefix.Accepted])
                await FirstPageAsync(DecisionKeys.Filter(shard, DateOnly.MinValue, expired, prefix), null, null);
    }

    private Task GetBareAsync(IEnumerable<string> ids) => Task.WhenAll(ids.Select(text =>
        DecisionId.TryParse(text, out var id) ? _table.GetEntityAsync<TableEntity>(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id))
            : throw new InvalidDataException(text)));

    private async Task FirstPageAsync(string filter, int? size, IEnumerable<string>? columns)
    {
        await foreach (var _ in _table.QueryAsync<TableEntity>(filter, size, columns).AsPages())
            break;
    }

    internal async Task<Submission.Decided> SubmitAsync() => (Submission.Decided)await service.Get<RequestSubmission>().SubmitAsync(
        JsonSerializer.Deserialize(SampleRequest.Body, ServiceJson.Web.FriendRequest)!, new("key:benchmark", DecisionSource.Http, "en"),
        CancellationToken.None);
}
