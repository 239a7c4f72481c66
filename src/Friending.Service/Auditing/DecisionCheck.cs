using System.Globalization;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>Compares decisions with the seals that <see cref="AuditSeals"/> has written of them.</summary>
public sealed class DecisionCheck(StorageAccount account, AppendLog log, Pseudonyms pseudonyms)
{
    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>Compares all of them.</summary>
    /// <param name="chain">The trail, with its rows about seals and purges.</param>
    /// <param name="sealedUntil">What was written since is not sealed yet; null: nothing is.</param>
    /// <param name="restores">What a restore has lost is not compared.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many decisions were compared.</returns>
    internal async Task<long> RunAsync(
        ChainCheck chain, DateTimeOffset? sealedUntil, IReadOnlyList<Restored> restores, List<AuditProblem> problems,
        CancellationToken cancellation)
    {
        var seals = new Dictionary<string, List<DecisionSeal>>();
        await foreach (var blob in log.ListAsync(AuditSeals.Decisions, cancellation))
        {
            var lines = (await log.ReadAsync(blob, ServiceJson.Web.DecisionSeal, cancellation)).Lines;
            problems.AddRange(chain.Seals.Where(r => r.Subject == blob && !AuditEntry.IsOf(r.Detail, lines))
                .Select(r => new AuditProblem(r.Number, $"The seals that it names are not in {blob}.")));
            foreach (var seal in lines.Where(s => !restores.Any(r => r.HasLost(s.At))))
            {
                if (!seals.TryGetValue(seal.Id, out var known))
                    seals.Add(seal.Id, known = []);
                known.Add(seal);
            }
        }
        var compared = 0L;
        // Every row of every partition: a forged one may be in a partition that the service never reads.
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {RowPrefix.Decision} and RowKey lt {RowPrefix.End(RowPrefix.Decision)}"),
            cancellationToken: cancellation))
        {
            compared++;
            if (ProblemOf(row, seals, sealedUntil) is { } what)
                problems.Add(new(0, $"Decision {row.RowKey[RowPrefix.Decision.Length..]} {what}"));
            seals.Remove(row.RowKey[RowPrefix.Decision.Length..]);
        }
        // The others have a seal and no row: they were purged, or somebody removed them.
        problems.AddRange(seals.Keys.Where(id => DecisionId.TryParse(id, out var parsed)
                && string.CompareOrdinal(parsed.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), chain.KeptFrom) >= 0)
            .Select(id => new AuditProblem(0, $"Decision {id} was removed.")));
        return compared;
    }

    private string? ProblemOf(TableEntity entity, Dictionary<string, List<DecisionSeal>> seals, DateTimeOffset? sealedUntil)
    {
        if (!DecisionId.TryParse(entity.RowKey[RowPrefix.Decision.Length..], out var id)
            || entity.PartitionKey != DecisionKeys.PartitionOf(id))
            return $"is in the partition {entity.PartitionKey}, where it does not belong.";
        var row = DecisionRow.Of(entity);
        if (!HasColumnsOf(row))
            return "has columns that say something else than its document.";
        // The table's own time: nobody can write it.
        var isNew = sealedUntil is null || entity.Timestamp > sealedUntil.Value.AddMinutes(-1);
        if (!seals.TryGetValue(id.ToString(), out var known))
            return isNew ? null : "was never sealed: the service did not make it.";
        if (row.Revision < known.Max(s => s.Revision))
            return "was put back to what it was before a change.";
        var same = known.Where(s => s.Revision == (row.Revision ?? 1)).ToList();
        if (same.Count > 0)
            return same.Any(s => s.Hash == pseudonyms.OfDocument(row.Document ?? "")) ? null : "was changed.";
        return isNew ? null : string.Create(
            CultureInfo.InvariantCulture, $"was changed: its revision {row.Revision} was never sealed.");
    }

    // Columns repeat the document for lists and digests. Those of a review stay when a decision is withdrawn.
    private static bool HasColumnsOf(DecisionRow row)
    {
        if (row.Document is null)
            return false;
        var meant = DecisionRow.Of(DecisionRow.For(row.ReadDecision(), row.Revision ?? 1));
        return row == meant with
        {
            Document = row.Document,
            ReviewOpened = meant.ReviewOpened ?? row.ReviewOpened,
            Resolution = meant.Resolution ?? row.Resolution,
            ReviewedBy = meant.ReviewedBy ?? row.ReviewedBy,
            ReviewedAt = meant.ReviewedAt ?? row.ReviewedAt,
        };
    }
}
