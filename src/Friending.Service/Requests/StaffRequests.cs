using System.Globalization;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Storage;

namespace Friending.Service.Requests;

/// <summary>
/// Each person's decisions, newest first, without a scan: an index in <see cref="TableNames.ByStaff"/> under a keyed hash of the
/// staff id. Written beside the decision, so that a person sees at once what they submitted, and by the relay again, so that a
/// crash in between leaves no gap. It may name a decision that is not there (yet): readers look at the decision itself.
/// </summary>
public sealed class StaffRequests(StorageAccount account, DecisionStore decisions, Pseudonyms pseudonyms, PolicyArchive archive)
{
    private readonly TableClient _table = account.Table(TableNames.ByStaff);

    /// <summary>Lists a decision as the person's; doing it again changes nothing.</summary>
    public async Task PutAsync(string personId, DecisionId id, CancellationToken cancellation) =>
        await _table.UpsertEntityAsync(RowFor(personId, id), TableUpdateMode.Replace, cancellation);

    /// <summary>The row that lists a decision as the person's, by object id where they signed in, else by staff id.</summary>
    public TableEntity RowFor(string personId, DecisionId id) => new(pseudonyms.OfStaff(personId), RowOf(id));

    /// <summary>Takes a decision off the list; doing it again changes nothing.</summary>
    public async Task RemoveAsync(string personId, DecisionId id, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(pseudonyms.OfStaff(personId), RowOf(id), cancellationToken: cancellation);

    /// <summary>Empties the person's list.</summary>
    public async Task ForgetAsync(string personId, CancellationToken cancellation)
    {
        var partition = pseudonyms.OfStaff(personId);
        var rows = _table.QueryAsync<TableEntity>(r => r.PartitionKey == partition, select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellation);
        // One by one: a transaction fails whole where a purge was faster with one of them.
        await foreach (var row in rows)
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
    }

    /// <summary>The person's decisions, newest first, each with what they can do next.</summary>
    /// <param name="staffId">Their staff id, in any case.</param>
    /// <param name="before">Only older ones; null: from the newest on.</param>
    /// <param name="limit">At most how many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="objectId">The id that they keep when that changes; null where it is not known.</param>
    /// <returns>The decisions, and the id to read on before; null where there is nothing more.</returns>
    public async Task<(IReadOnlyList<Decision> Items, DecisionId? Next)> ListAsync(
        string staffId, DecisionId? before, int limit, CancellationToken cancellation, string? objectId = null)
    {
        var items = new List<Decision>();
        var after = before is { } id ? RowOf(id) : "";
        // One more than asked for tells whether there is more.
        var lists = new[] { staffId, objectId }.OfType<string>().DistinctBy(StaffIds.Key)
            .Select(person => RowsAsync(person, after, limit + 1, cancellation));
        await foreach (var chunk in MergeAsync([.. lists]).Chunk(limit + 1).WithCancellation(cancellation))
        {
            foreach (var stored in await Task.WhenAll(chunk.Select(row => decisions.FindAsync(IdOf(row), cancellation))))
            {
                // Not made yet, purged, of somebody who was erased, or of whoever had the user name before.
                if (stored is not { Decision: var decision } || !decision.IsAskedBy(staffId, objectId))
                    continue;
                if (items.Count == limit)
                    return (items, items[^1].Id);
                items.Add(decision with { Next = NextSteps.Of(decision, await archive.FindAsync(decision.Policy.Sha256, cancellation)) });
            }
        }
        return (items, null);
    }

    private IAsyncEnumerable<string> RowsAsync(string personId, string after, int pageSize, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {pseudonyms.OfStaff(personId)} and RowKey gt {after}");
        return _table.QueryAsync<TableEntity>(filter, Math.Min(pageSize, 1000), ["RowKey"], cancellation).Select(row => row.RowKey);
    }

    // Each list is sorted, and so is what comes of them.
    private static async IAsyncEnumerable<string> MergeAsync(IReadOnlyList<IAsyncEnumerable<string>> lists)
    {
        var readers = lists.Select(list => list.GetAsyncEnumerator()).ToList();
        try
        {
            var next = new PriorityQueue<IAsyncEnumerator<string>, string>(StringComparer.Ordinal);
            foreach (var reader in readers)
                if (await reader.MoveNextAsync())
                    next.Enqueue(reader, reader.Current);
            while (next.TryDequeue(out var reader, out var row))
            {
                yield return row;
                if (await reader.MoveNextAsync())
                    next.Enqueue(reader, reader.Current);
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync();
        }
    }

    // Sorts by time downwards: the later, the smaller.
    private static string RowOf(DecisionId id) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - id.Time.ToUnixTimeMilliseconds():D15}|{id}");

    private static DecisionId IdOf(string row) =>
        DecisionId.TryParse(row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..], out var id)
            ? id : throw new InvalidDataException($"The row {row} of a person's decisions names no decision.");
}
