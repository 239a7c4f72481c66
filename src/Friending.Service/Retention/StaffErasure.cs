using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Friending.Service.Storage;

namespace Friending.Service.Retention;

/// <summary>What an erasure changed.</summary>
/// <param name="Decisions">Decisions that the person asked for or reviewed.</param>
/// <param name="AuditRows">Rows of the audit trail that named them.</param>
public sealed record ErasureReport(int Decisions, int AuditRows);

/// <summary>
/// Erases a staff member from what is kept before it expires by itself: their id, job, remarks and the references they
/// gave. The decisions stay, without a person: the weeks' numbers, and what a policy decided when, remain provable. Doing
/// it again, or going on after a crash, is safe.
/// </summary>
/// <remarks>
/// Not reached: backups, mail that was sent, events that others took off the queue, and a request that was accepted and is
/// not decided yet (minutes; run it again then).
/// </remarks>
public sealed class StaffErasure(
    StorageAccount account, DecisionScan scan, DecisionStore decisions, StaffRequests requests, ReviewList list, AuditTrail audit,
    AuditSeals seals, ErasureLog log)
{
    /// <summary>What stands where a staff id stood.</summary>
    public const string Erased = StaffIds.Erased;

    private readonly TableClient _table = account.Table(TableNames.Decisions);

    /// <summary>Erases one person.</summary>
    /// <param name="staffId">Their staff id, or object id, however it is written: see <see cref="StaffIds"/>.</param>
    /// <param name="progress">Told the number of decisions read so far, now and then.</param>
    /// <param name="cancellation">Gives up; what was erased stays erased.</param>
    public async Task<ErasureReport> RunAsync(string staffId, IProgress<int>? progress, CancellationToken cancellation)
    {
        // First, so that no restore of a backup brings them back, even if the rest is left for another run.
        await log.RememberAsync(staffId, cancellation);
        var report = await RunAsync(id => StaffIds.AreSame(id, staffId), progress, cancellation);
        await requests.ForgetAsync(staffId, cancellation);
        return report;
    }

    /// <summary>Erases everybody whose staff id the condition is true for, as
    /// <see cref="RunAsync(string, IProgress{int}, CancellationToken)"/> does.</summary>
    internal async Task<ErasureReport> RunAsync(Func<string, bool> isErased, IProgress<int>? progress, CancellationToken cancellation)
    {
        var (read, changed) = (0, 0);
        var everything = new DecisionQuery(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)
        {
            Columns = [nameof(DecisionRow.StaffId), nameof(DecisionRow.AskedBy), nameof(DecisionRow.ReviewOpened)],
        };
        await foreach (var row in scan.ReadAsync(everything, cancellation))
        {
            if (++read % 10_000 == 0)
                progress?.Report(read);
            // Who had a hand in a case, its document says.
            if ((Is(row.StaffId) || Is(row.AskedBy) || row.ReviewOpened == true) && await EraseAsync(row.Id, cancellation))
                changed++;
        }
        var report = new ErasureReport(changed, await audit.ForgetAsync(isErased, cancellation));
        await audit.AppendAsync(
            new("staff.erased", "", FormattableString.Invariant($"{report.Decisions} decisions, {report.AuditRows} audit rows"), null,
                null), cancellation);
        return report;

        bool Is(string? id) => id is not null && id != Erased && isErased(id);

        async Task<bool> EraseAsync(DecisionId id, CancellationToken cancellation)
        {
            // Until it could be written as it was read: reviewers may be at work.
            while (await decisions.FindAsync(id, cancellation) is { Decision: var decision } stored)
            {
                if (!new[] { decision.Staff.Id, decision.AskedBy, decision.Review?.By }.Concat(decision.Case?.People ?? []).Any(Is))
                    return false;
                if (await TryWriteAsync(stored, cancellation))
                    return true;
            }
            return false;
        }

        async Task<bool> TryWriteAsync(StoredDecision stored, CancellationToken cancellation)
        {
            if (Is(stored.Decision.Staff.Id) || Is(stored.Decision.AskedBy))
                await requests.RemoveAsync(stored.Decision.AskedBy ?? stored.Decision.Staff.Id!, stored.Decision.Id, cancellation);
            await EraseEventsAsync(stored.Decision.Id, cancellation);
            var decision = Without(stored.Decision, Is);
            // Of a case that was appealed the columns keep the earlier review.
            var reviews = new[] { decision.Review, decision.Case?.Appeal?.Against }.OfType<DecisionReview>().ToList();
            // No new revision and no event: to everybody else the decision is what it was.
            var row = new TableEntity(DecisionKeys.PartitionOf(decision.Id), DecisionKeys.RowOf(decision.Id))
            {
                [nameof(DecisionRow.Document)] = JsonSerializer.Serialize(decision, ServiceJson.Web.Decision),
                [nameof(DecisionRow.StaffId)] = decision.Staff.Id,
                [nameof(DecisionRow.StaffKey)] = StaffIds.Key(decision.Staff.Id),
                [nameof(DecisionRow.AskedBy)] = decision.AskedBy,
                [nameof(DecisionRow.StaffRole)] = decision.Staff.Role,
                [nameof(DecisionRow.ReviewedBy)] = reviews.FirstOrDefault()?.By,
            };
            // A seal before the change: with it, the change is one that the service made.
            await seals.SealAsync(decision.Id, stored.Revision, row.GetString(nameof(DecisionRow.Document)), cancellation);
            // Before it, too: once the decision names nobody, another run finds nothing to do.
            if (decision.Status == DecisionStatus.PendingReview)
                await list.PutAsync(decision, cancellation);
            foreach (var review in reviews)
                await list.SetResolverAsync(decision.Id, review, cancellation);
            return await _table.TryUpdateAsync(row, stored.ETag, TableUpdateMode.Merge, cancellation) is not null;
        }

        // What waits to be published or delivered. One that is delivered meanwhile is gone, and needs no change.
        async Task EraseEventsAsync(DecisionId id, CancellationToken cancellation)
        {
            var events = RowPrefix.Filter(DecisionKeys.PartitionOf(id), DecisionKeys.OutboxRowsOf(id));
            await foreach (var row in _table.QueryAsync<TableEntity>(events, cancellationToken: cancellation))
                if (TryEraseEvent(row, Is))
                    await MergeIfThereAsync(row, cancellation);
        }

        async Task MergeIfThereAsync(TableEntity row, CancellationToken cancellation)
        {
            try
            {
                await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // It has been delivered.
            }
        }
    }

    /// <summary>Erases people from a row that may be an event of the outbox; false if it is none, or names none of them.</summary>
    internal static bool TryEraseEvent(TableEntity row, Func<string, bool> isErased)
    {
        if (!DecisionKeys.TryParseOutboxRow(row.RowKey, out _, out _, out _))
            return false;
        var @event = OutboxRow.Of(row);
        var document = JsonSerializer.Serialize(
            Without(JsonSerializer.Deserialize(@event.Document, ServiceJson.Web.Decision)!, isErased), ServiceJson.Web.Decision);
        if (document == @event.Document && !(@event.Actor is { } by && isErased(by)))
            return false;
        row[nameof(OutboxRow.Document)] = document;
        if (@event.Actor is { } actor && isErased(actor))
            row[nameof(OutboxRow.Actor)] = Erased;
        return true;
    }

    // The decision without the people, and without what whoever asked wrote if they are one of them.
    private static Decision Without(Decision decision, Func<string, bool> isErased)
    {
        var isAsker = Is(decision.Staff.Id) || Is(decision.AskedBy);
        if (isAsker)
        {
            decision = decision with
            {
                Staff = decision.Staff with { Id = Erased, Role = decision.Staff.Role is null ? null : Erased },
                AskedBy = decision.AskedBy is null ? null : Erased,
                OtherParty = decision.OtherParty is { } party ? party with { Reference = null } : null,
                Note = null,
            };
        }
        if (Is(decision.Review?.By))
            decision = decision with { Review = decision.Review! with { By = Erased } };
        return decision with { Case = decision.Case?.Without(Is, isAsker, Erased) };

        bool Is(string? id) => id is not null && id != Erased && isErased(id);
    }
}
