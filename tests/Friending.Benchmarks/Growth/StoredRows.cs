using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Storage;

namespace Friending.Benchmarks;

/// <summary>Many decisions in storage, as the store writes them, spread evenly over some days.</summary>
internal sealed class StoredRows(EmulatedService service, DateTimeOffset start, int days)
{
    private readonly TableClient _table = service.Storage.Table(TableNames.Decisions);
    private int _count;
    private TableEntity? _pattern;
    private BareTransaction? _bare;

    /// <summary>The id of one of them.</summary>
    internal DecisionId Some { get; private set; }

    /// <summary>Adds rows until there are so many.</summary>
    internal async Task FillAsync(int count)
    {
        _pattern ??= DecisionRow.For((await SubmitAsync()).Stored.Decision, 1);
        var from = _count;
        var rows = Enumerable.Range(from, count - from).Select(i =>
        {
            // Evenly over the days, however many there are in the end.
            var id = DecisionId.NewAt(start.AddDays(days * (i * 0.6180339887 % 1)));
            Some = id;
            return new TableEntity(_pattern) { PartitionKey = DecisionKeys.PartitionOf(id), RowKey = DecisionKeys.RowOf(id) };
        });
        var transactions = rows.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(100));
        await Parallel.ForEachAsync(transactions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, cancellation) =>
            await _table.SubmitTransactionAsync(chunk.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)), cancellation));
        _count = count;
    }

    /// <summary>Writes two rows like those of a decision, and nothing else.</summary>
    internal async Task AddBareAsync() => await (_bare ??= BareTransaction.Of(service.Storage, (await SubmitAsync()).Stored.Decision)).RunAsync();

    /// <summary>Asks each shard for its first page, as a list has to, and does nothing with them.</summary>
    internal Task ReadBareAsync(DecisionQuery query) =>
        Task.WhenAll(Enumerable.Range(0, DecisionKeys.Shards).Select(shard => FirstPageAsync(query.FilterFor(shard), query.PageSize, query.Columns)));

    private async Task FirstPageAsync(string filter, int? size, IEnumerable<string>? columns)
    {
        await foreach (var _ in _table.QueryAsync<TableEntity>(filter, size, columns).AsPages())
            break;
    }

    internal async Task<Submission.Decided> SubmitAsync() => (Submission.Decided)await service.Get<RequestSubmission>().SubmitAsync(
        JsonSerializer.Deserialize(SampleRequest.Body, ServiceJson.Web.FriendRequest)!, new("key:benchmark", DecisionSource.Http, "en"), CancellationToken.None);
}
