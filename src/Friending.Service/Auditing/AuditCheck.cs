using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>What is wrong at one place of the audit trail, or with one decision.</summary>
/// <param name="Number">The row of the trail; 0 where it is about no row.</param>
/// <param name="What">What is wrong.</param>
public sealed record AuditProblem(long Number, string What);

/// <summary>What a check of the audit trail, and of the decisions, found.</summary>
/// <param name="Holds">Whether nothing is wrong.</param>
/// <param name="Rows">How many rows the trail has.</param>
/// <param name="Hash">The hash of the last; empty if there is none.</param>
/// <param name="Checkpoints">How many checkpoints the trail was compared with.</param>
/// <param name="Decisions">How many decisions were compared with their seals.</param>
/// <param name="Problems">What is wrong; at most <see cref="MostProblems"/>.</param>
public sealed record AuditReport(
    bool Holds, long Rows, string Hash, int Checkpoints, long Decisions, IReadOnlyList<AuditProblem> Problems)
{
    /// <summary>How many problems a report tells: whoever deletes everything breaks every decision.</summary>
    public const int MostProblems = 1000;
}

/// <summary>
/// Finds what was forged in the tables: rows of the trail that were changed, removed, moved, forged, or computed anew, and decisions that
/// were changed, removed or made up. It compares the tables with each other and with what <see cref="AuditSeals"/> wrote elsewhere.
/// </summary>
public sealed class AuditCheck(StorageAccount account, AppendLog log, RestoreLog restores, AuditTrail trail, DecisionCheck decisions)
{
    private readonly TableClient _table = account.Table(TableNames.Audit);

    /// <summary>Checks everything: one reading of the trail, of the decisions and of their seals.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        // The head before and after: what is appended while the rows are read is neither missing nor forged.
        var before = await trail.HeadAsync(cancellation);
        var check = new ChainCheck();
        await foreach (var entity in _table.QueryAsync<TableEntity>(cancellationToken: cancellation))
            check.Read(entity);
        check.End(before, await trail.HeadAsync(cancellation));

        var lost = await restores.ReadAsync(cancellation);
        var checkpoints = new List<AuditCheckpoint>();
        await foreach (var blob in log.ListAsync(AuditSeals.Checkpoints, cancellation))
            checkpoints.AddRange(
                (await log.ReadAsync(blob, ServiceJson.Web.AuditCheckpoint, cancellation)).Lines.Where(
                c => !lost.Any(r => r.HasLost(c.At))));
        var problems = check.Problems.Concat(checkpoints.Select(check.ProblemOf).OfType<AuditProblem>()).ToList();
        var compared = await decisions.RunAsync(check, checkpoints.Max(c => c.SealedUntil), lost, problems, cancellation);
        return new(
            problems.Count == 0, check.Rows, check.Hash, checkpoints.Count, compared,
            [.. problems.Distinct().OrderBy(p => p.Number).Take(AuditReport.MostProblems)]);
    }
}
