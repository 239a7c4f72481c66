using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Friending.Policy.Engine;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Auditing;

/// <summary>
/// What people did and which policy was chosen, in a chain of rows: each carries the hash of the one before. A row, the
/// chain's new head and the mark that the entry is there are written in one transaction, so hosts that append at once
/// never fork the chain, and repeating an append adds nothing.
/// </summary>
/// <remarks>
/// Whoever can write to the table could compute the whole chain anew. Therefore <see cref="AuditSeals"/> keeps the chain's end where it
/// cannot be changed, and <see cref="AuditCheck"/> compares.
/// </remarks>
public sealed class AuditTrail(StorageAccount account, TimeProvider time, ILogger<AuditTrail> logger)
{
    internal const string HeadKey = "head";

    // Of hosts that append at the same moment one wins a round, so this many may do so at once.
    private const int MostAttempts = 50;

    // An entry's detail is a column of at most 32,768 characters.
    private const int RowsAnEntry = 1000;

    private readonly TableClient _table = account.Table(TableNames.Audit);

    /// <summary>Appends an entry, unless one with its key is there.</summary>
    /// <exception cref="RequestFailedException">Storage refuses, or too many others append at the same time; nothing was
    /// appended.</exception>
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellation) => AppendAsync(entry, _ => true, cancellation);

    /// <summary>Appends that this policy is in force, unless it was the last to come into force.</summary>
    /// <exception cref="RequestFailedException">As for <see cref="AppendAsync(AuditEntry, CancellationToken)"/>.</exception>
    public Task AppendPolicyAsync(PolicyReference policy, CancellationToken cancellation) =>
        AppendAsync(AuditEntry.Of(policy), head => head?.GetString("Policy") != policy.Sha256, cancellation);

    /// <summary>
    /// Erases who acted from every row that names this person; the chain still holds. An entry says first which rows these are: without it,
    /// an actor that is gone counts as removed.
    /// </summary>
    /// <param name="isActor">Whether an id is this person's.</param>
    /// <param name="cancellation">Gives up; what was erased stays erased.</param>
    /// <returns>In how many rows.</returns>
    public async Task<int> ForgetAsync(Func<string, bool> isActor, CancellationToken cancellation)
    {
        var named = new List<TableEntity>();
        await foreach (var entity in RowsAsync(_table, cancellation))
            if (AuditRow.Of(entity).Actor is { } actor && isActor(actor))
                named.Add(entity);
        foreach (var some in named.Chunk(RowsAnEntry))
        {
            await AppendAsync(AuditEntry.OfErased(some.Select(e => AuditRow.Of(e).Number)), cancellation);
            foreach (var entity in some)
            {
                var row = AuditRow.Of(entity) with { Actor = null, ActorSalt = null };
                try
                {
                    await _table.UpdateEntityAsync(row.ToEntity(), entity.ETag, TableUpdateMode.Replace, cancellation);
                }
                catch (RequestFailedException e) when (e.Status == 412)
                {
                    // Another erasure was faster: nothing else changes a row.
                }
            }
        }
        return named.Count;
    }

    /// <summary>The number and the hash of the last row; 0 and empty if there is none, or the head is missing.</summary>
    internal async Task<(long Number, string Hash)> HeadAsync(CancellationToken cancellation)
    {
        return await _table.FindAsync(AuditRow.Partition, HeadKey, cancellation) is { } head ? NumberAndHash(head) : (0, AuditRow.Genesis);
    }

    /// <summary>The rows in order, from the one after a number on.</summary>
    internal static AsyncPageable<TableEntity> RowsAsync(TableClient table, CancellationToken cancellation, long after = 0) =>
        table.QueryAsync<TableEntity>(
            RowPrefix.Filter(AuditRow.Partition, RowPrefix.AuditRow)
            + TableClient.CreateQueryFilter($" and RowKey gt {AuditRow.KeyOf(after)}"),
            cancellationToken: cancellation);

    /// <summary>Whether a row's key is that of a mark, and which.</summary>
    internal static bool IsMark(string rowKey, out string mark)
    {
        mark = rowKey.StartsWith(RowPrefix.AuditMark, StringComparison.Ordinal) ? rowKey[RowPrefix.AuditMark.Length..] : "";
        return mark.Length > 0;
    }

    private static (long Number, string Hash) NumberAndHash(TableEntity head) =>
        (head.GetInt64("Number") ?? 0, head.GetString("Hash") ?? AuditRow.Genesis);

    private async Task AppendAsync(AuditEntry entry, Func<TableEntity?, bool> isNeeded, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await _table.FindAsync(AuditRow.Partition, HeadKey, cancellation);
            if (!isNeeded(head))
                return;
            var (number, hash) = head is null ? await LastAsync(cancellation) : NumberAndHash(head);
            var row = AuditRow.After(number, hash, entry, time.GetUtcNow());
            var newHead = new TableEntity(AuditRow.Partition, HeadKey)
            {
                ["Number"] = row.Number,
                ["Hash"] = row.Hash,
                ["Policy"] = entry.What == AuditEntry.PolicyChosen ? entry.Subject : head?.GetString("Policy"),
            };
            List<TableTransactionAction> actions =
            [
                // With a head, its ETag alone decides whose row this is. What is there already, past the head, was appended by nobody.
                new(head is null ? TableTransactionActionType.Add : TableTransactionActionType.UpsertReplace, row.ToEntity()),
                head is null ? new(TableTransactionActionType.Add, newHead)
                    : new(TableTransactionActionType.UpdateReplace, newHead, head.ETag),
            ];
            if (row.Mark.Length > 0)
                actions.Add(
                    new(TableTransactionActionType.Add,
                    new TableEntity(AuditRow.Partition, RowPrefix.AuditMark + row.Mark) { ["Number"] = row.Number }));
            try
            {
                await _table.SubmitTransactionAsync(actions, cancellation);
                logger.Audited(row.Number, row.What, row.Subject, row.Hash);
                return;
            }
            catch (RequestFailedException e) when (e.Status == 412 || e.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                if (row.Mark.Length > 0
                    && await _table.FindAsync(AuditRow.Partition, RowPrefix.AuditMark + row.Mark, cancellation) is not null)
                    return;
                if (attempt == MostAttempts)
                    throw;
            }
        }
    }

    // Without a head the chain goes on after its last row; a new one would hide the rest of it.
    private async Task<(long Number, string Hash)> LastAsync(CancellationToken cancellation) =>
        await RowsAsync(_table, cancellation).LastOrDefaultAsync(cancellation) is { } last && AuditRow.Of(last) is var row
            ? (row.Number, row.Hash)
            : (0, AuditRow.Genesis);
}
