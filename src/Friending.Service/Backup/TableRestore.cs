using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Friending.Service.Auditing;
using Friending.Service.Retention;
using Friending.Service.Storage;

namespace Friending.Service.Backup;

/// <summary>How far a restore is.</summary>
/// <param name="Table">The table that is being restored; null for the last, when all is done.</param>
/// <param name="Rows">How many rows of all tables have been restored.</param>
/// <param name="Erased">With the last: decisions from which somebody was erased again.</param>
public sealed record RestoreProgress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Table,
    long Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Erased = null);

/// <summary>Why a backup is not restored.</summary>
public enum RestoreRefusal
{
    /// <summary>There is no such backup, or it is not whole.</summary>
    NotFound,

    /// <summary>There are decisions, and no restore of this backup that broke off.</summary>
    NotEmpty,

    /// <summary>It is restored already.</summary>
    Done,
}

/// <summary>
/// Writes the tables of a backup into an account without decisions, and erases again who was erased since. What broke off goes on when it
/// is
/// asked for again: a row that is there already is written once more.
/// </summary>
public sealed class TableRestore(
    StorageAccount account, TableBackup backups, RestoreLog restores, ErasureLog erasures, StaffErasure erasure, AuditTrail audit,
    TimeProvider time)
{
    // What Azure Tables takes in one transaction is 100 rows and 4 MiB.
    private const int BatchRows = 100;
    private const int BatchCharacters = 1024 * 1024;

    /// <summary>Whether a backup can be restored; null if it can.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<RestoreRefusal?> CheckAsync(string name, CancellationToken cancellation)
    {
        if (await backups.FindAsync(name, cancellation) is null)
            return RestoreRefusal.NotFound;
        return (await restores.ReadAsync(cancellation)).LastOrDefault(r => r.Backup == name) switch
        {
            { IsDone: true } => RestoreRefusal.Done,
            { IsDone: false } => null,
            null => await HasDecisionsAsync(cancellation) ? RestoreRefusal.NotEmpty : null,
        };
    }

    /// <summary>Restores a backup that <see cref="CheckAsync"/> allows.</summary>
    /// <exception cref="InvalidDataException">The backup was damaged.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async IAsyncEnumerable<RestoreProgress> RunAsync(
        string name, string? actor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var backup = await backups.FindAsync(name, cancellation) ?? throw new InvalidDataException($"There is no backup {name}.");
        var begun = new Restored(time.GetUtcNow(), name, backup.At, IsDone: false);
        await restores.AppendAsync(begun, cancellation);
        var isErased = await erasures.ReadAsync(DateTimeOffset.MinValue, cancellation);
        var rows = 0L;
        foreach (var table in backup.Tables)
        {
            // A host that has started on the empty account has noted its policy in a trail of its own.
            if (table.Name == TableNames.Audit)
                await EmptyAsync(table.Name, cancellation);
            await foreach (var restored in ReadAsync(backup, table, cancellation))
            {
                // An event may name somebody whom its decision no longer names, and the relay may tell of it as soon as it is there.
                if (table.Name == TableNames.Decisions)
                    foreach (var row in restored)
                        StaffErasure.TryEraseEvent(row, isErased);
                await account.Table(table.Name).SubmitTransactionAsync(
                    restored.Select(r => new TableTransactionAction(TableTransactionActionType.UpsertReplace, r)), cancellation);
                rows += restored.Count;
                yield return new(table.Name, rows);
            }
        }
        var erased = await erasure.RunAsync(isErased, null, cancellation);
        await restores.AppendAsync(begun with { IsDone = true }, cancellation);
        await audit.AppendAsync(new("backup.restored", name, "", actor, null), cancellation);
        yield return new(null, rows, erased.Decisions);
    }

    private async Task<bool> HasDecisionsAsync(CancellationToken cancellation) =>
        await account.Table(TableNames.Decisions)
            .QueryAsync<TableEntity>(maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellation)
            .AnyAsync(cancellation);

    private async Task EmptyAsync(string name, CancellationToken cancellation)
    {
        var table = account.Table(name);
        await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
    }

    // The rows in batches, each for one transaction. The file's hash is checked at its end.
    private async IAsyncEnumerable<IReadOnlyList<TableEntity>> ReadAsync(
        BackupManifest backup, BackedUpTable table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var blob = account.Container(ContainerNames.Backups).GetBlobClient(TableBackup.FileOf(backup.Name, table.Name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = new StreamReader(await blob.OpenReadAsync(cancellationToken: cancellation), Encoding.UTF8);
        var (batch, characters) = (new List<TableEntity>(), 0);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line + '\n'));
            var row = EntityJson.Read(line);
            if (batch.Count == BatchRows || batch.Count > 0
                && (batch[0].PartitionKey != row.PartitionKey || characters + line.Length > BatchCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
            batch.Add(row);
            characters += line.Length;
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != table.Sha256)
            throw new InvalidDataException($"The file of {table.Name} in the backup {backup.Name} is not what was written.");
        if (batch.Count > 0)
            yield return batch;
    }
}
