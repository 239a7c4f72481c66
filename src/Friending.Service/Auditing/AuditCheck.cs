using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>What is wrong at one place of the audit trail.</summary>
/// <param name="Number">The row's number.</param>
/// <param name="What">What is wrong.</param>
public sealed record AuditProblem(long Number, string What);

/// <summary>What a check of the audit trail found.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Hash">The hash of the last; empty if there is none.</param>
/// <param name="Problems">What is wrong, in the order of the rows; empty if the chain holds.</param>
public sealed record AuditReport(long Rows, string Hash, IReadOnlyList<AuditProblem> Problems);

/// <summary>Reads the audit trail and finds the rows that were changed, removed or moved after they were appended.</summary>
public sealed class AuditCheck(StorageAccount account)
{
    private readonly TableClient _table = account.Table(TableNames.Audit);

    /// <summary>Checks every row.</summary>
    /// <param name="anchors">Hashes by the number of their row, as noted elsewhere when the row was appended: they show a chain that was computed anew.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AuditReport> RunAsync(IReadOnlyDictionary<long, string> anchors, CancellationToken cancellation)
    {
        // The head first: what is appended while the rows are read is not missing.
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(AuditRow.Partition, AuditTrail.HeadKey, cancellationToken: cancellation);
        var head = found.HasValue ? found.Value : null;
        var problems = new List<AuditProblem>();
        var (rows, number, hash, isAtHead) = (0L, 0L, AuditRow.Genesis, head is null);
        await foreach (var entity in AuditTrail.RowsAsync(_table, cancellation))
        {
            var row = AuditRow.Of(entity);
            rows++;
            if (row.Number != number + 1)
                problems.Add(new(row.Number, row.Number == number + 2 ? $"Row {number + 1} before it is missing." : $"Rows {number + 1} to {row.Number - 1} before it are missing."));
            else if (row.Previous != hash)
                problems.Add(new(row.Number, "It does not follow the row before it: one of the two was replaced or moved."));
            if (row.ComputeHash() != row.Hash)
                problems.Add(new(row.Number, "Its content does not fit its hash: it was changed or moved."));
            if (!row.HasItsActor())
                problems.Add(new(row.Number, "Who acted was changed."));
            if (anchors.TryGetValue(row.Number, out var anchor) && !anchor.Equals(row.Hash, StringComparison.OrdinalIgnoreCase))
                problems.Add(new(row.Number, "Its hash is not the one that was noted: the chain was written anew."));
            isAtHead |= row.Number == head?.GetInt64("Number") && row.Hash == head.GetString("Hash");
            (number, hash) = (row.Number, row.Hash);
        }
        var last = head?.GetInt64("Number") ?? 0;
        if (last > number)
            problems.Add(new(last, last == number + 1 ? "It is missing, though the trail ends with it." : $"Rows {number + 1} to {last} are missing at the end."));
        else if (!isAtHead || head is null && rows > 0)
            problems.Add(new(number, "The trail's head is missing or names another row."));
        foreach (var lost in anchors.Keys.Where(n => n > number).Order())
            problems.Add(new(lost, "It was noted, and is missing."));
        return new(rows, hash, problems);
    }
}
