using System.Security.Cryptography;
using System.Text;
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
/// Whoever can write to the table could compute the whole chain anew. Therefore the log holds the hash of each row as it is
/// appended: it is kept elsewhere, and <see cref="AuditCheck"/> takes such a hash as an anchor.
/// </remarks>
public sealed class AuditTrail(StorageAccount account, TimeProvider time, ILogger<AuditTrail> logger)
{
    internal const string HeadKey = "head";

    // Of hosts that append at the same moment one wins a round, so this many may do so at once.
    private const int MostAttempts = 50;

    private readonly TableClient _table = account.Table(TableNames.Audit);

    /// <summary>Appends an entry, unless one with its key is there.</summary>
    /// <exception cref="RequestFailedException">Storage refuses, or too many others append at the same time; nothing was appended.</exception>
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellation) => AppendAsync(entry, _ => true, cancellation);

    /// <summary>Appends that this policy is in force, unless it was the last to come into force.</summary>
    /// <exception cref="RequestFailedException">As for <see cref="AppendAsync(AuditEntry, CancellationToken)"/>.</exception>
    public Task AppendPolicyAsync(PolicyReference policy, CancellationToken cancellation) =>
        AppendAsync(AuditEntry.Of(policy), head => head?.GetString("Policy") != policy.Sha256, cancellation);

    /// <summary>Erases who acted from every row that names this person; the chain still holds.</summary>
    /// <param name="actor">The person, in any case.</param>
    /// <param name="cancellation">Gives up; what was erased stays erased.</param>
    /// <returns>In how many rows.</returns>
    public async Task<int> ForgetAsync(string actor, CancellationToken cancellation)
    {
        var forgotten = 0;
        await foreach (var entity in RowsAsync(_table, cancellation))
        {
            var row = AuditRow.Of(entity);
            if (!string.Equals(row.Actor, actor, StringComparison.OrdinalIgnoreCase))
                continue;
            await _table.UpdateEntityAsync((row with { Actor = null, ActorSalt = null }).ToEntity(), entity.ETag, TableUpdateMode.Replace, cancellation);
            forgotten++;
        }
        return forgotten;
    }

    internal static AsyncPageable<TableEntity> RowsAsync(TableClient table, CancellationToken cancellation) =>
        table.QueryAsync<TableEntity>(RowPrefix.Filter(AuditRow.Partition, RowPrefix.AuditRow), cancellationToken: cancellation);

    private async Task AppendAsync(AuditEntry entry, Func<TableEntity?, bool> isNeeded, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(AuditRow.Partition, HeadKey, cancellationToken: cancellation);
            var head = found.HasValue ? found.Value : null;
            if (!isNeeded(head))
                return;
            var row = AuditRow.After(head?.GetInt64("Number") ?? 0, head?.GetString("Hash") ?? AuditRow.Genesis, entry, time.GetUtcNow());
            var newHead = new TableEntity(AuditRow.Partition, HeadKey)
            {
                ["Number"] = row.Number,
                ["Hash"] = row.Hash,
                ["Policy"] = entry.What == AuditEntry.PolicyChosen ? entry.Subject : head?.GetString("Policy"),
            };
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.Add, row.ToEntity()),
                head is null ? new(TableTransactionActionType.Add, newHead) : new(TableTransactionActionType.UpdateReplace, newHead, head.ETag),
            ];
            if (entry.Key is { } key)
                actions.Add(new(TableTransactionActionType.Add, new TableEntity(AuditRow.Partition, MarkOf(key)) { ["Number"] = row.Number }));
            try
            {
                await _table.SubmitTransactionAsync(actions, cancellation);
                logger.Audited(row.Number, row.What, row.Subject, row.Hash);
                return;
            }
            catch (RequestFailedException e) when (e.Status == 412 || e.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                if (entry.Key is { } mark && (await _table.GetEntityIfExistsAsync<TableEntity>(AuditRow.Partition, MarkOf(mark), cancellationToken: cancellation)).HasValue)
                    return;
                if (attempt == MostAttempts)
                    throw;
            }
        }
    }

    // Keys may hold what a row key cannot.
    private static string MarkOf(string key) => $"{RowPrefix.AuditMark}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
}
