using System.Globalization;
using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>
/// Writes, at least hourly and as a host stops, what <see cref="AuditCheck"/> compares the tables with: the hash of every decision that
/// was made or changed, and then a checkpoint of the audit trail. Both are in <see cref="AppendLog"/>, which nobody can change.
/// </summary>
/// <remarks>
/// A decision that is changed before its first seal, within the hour, is not found. Sealed are the decisions that were made today or
/// yesterday (UTC), and those that the trail says were changed since the last checkpoint.
/// </remarks>
public sealed class AuditSeals(
    StorageAccount account, AppendLog log, RestoreLog restores, AuditTrail trail, DecisionScan scan, Pseudonyms pseudonyms,
    TimeProvider time)
{
    internal const string Checkpoints = "checkpoints/";
    internal const string Decisions = "decisions/";

    private readonly TableClient _table = account.Table(TableNames.Audit);
    private readonly TableClient _decisions = account.Table(TableNames.Decisions);

    /// <summary>Seals what is new and takes a checkpoint. May run on several hosts at once: the same seal twice changes nothing.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // What is written while the decisions are read may be missed; the next run seals it.
        var began = time.GetUtcNow();
        await SealDecisionsAsync(await LastSealingAsync(cancellation), cancellation);
        await TakeCheckpointAsync(began, cancellation);
    }

    /// <summary>Takes a checkpoint only: what a stopping host has time for.</summary>
    public Task TakeCheckpointAsync(CancellationToken cancellation) => TakeCheckpointAsync(null, cancellation);

    private async Task TakeCheckpointAsync(DateTimeOffset? sealedUntil, CancellationToken cancellation)
    {
        var (number, hash) = await trail.HeadAsync(cancellation);
        var now = time.GetUtcNow();
        await log.AppendAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Checkpoints}{now.UtcDateTime:yyyy-MM-dd}.ndjson"),
            [new AuditCheckpoint(now, number, hash, sealedUntil)], ServiceJson.Web.AuditCheckpoint, cancellation);
    }

    /// <summary>Seals the document that a decision is about to have at the revision that it has already: an erasure.</summary>
    internal Task SealAsync(DecisionId id, int revision, string document, CancellationToken cancellation) =>
        log.AppendAsync(
            BlobOf(id), [new DecisionSeal(id.ToString(), revision, pseudonyms.OfDocument(document), time.GetUtcNow())],
            ServiceJson.Web.DecisionSeal, cancellation);

    private async Task SealDecisionsAsync(AuditCheckpoint? last, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var yesterday = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        var lost = await restores.ReadAsync(cancellation);
        var days = new SortedDictionary<string, DaySeals>(StringComparer.Ordinal);
        var recent = new DecisionQuery(
            yesterday, DateTimeOffset.MaxValue)
        { Columns = [nameof(DecisionRow.Revision), nameof(DecisionRow.Document)] };
        await foreach (var row in scan.ReadAsync(recent, cancellation))
            (await DayAsync(row.Id)).Add(row.Id, row.Revision ?? 1, row.Document!);
        foreach (var id in await ChangedSinceAsync(last?.Number ?? 0, cancellation))
        {
            if (await _decisions.FindAsync(DecisionKeys.PartitionOf(id), DecisionKeys.RowOf(id), cancellation, recent.Columns) is { } row)
                (await DayAsync(id)).Add(id, row.GetInt32(nameof(DecisionRow.Revision)) ?? 1, row.GetString(nameof(DecisionRow.Document)));
        }
        foreach (var (blob, day) in days.Where(d => d.Value.New.Count > 0))
        {
            // First the seals: a row of the trail about seals that are missing could never be corrected.
            if (!await log.TryAppendAsync(blob, day.New, ServiceJson.Web.DecisionSeal, day.Length, cancellation))
                continue;
            await trail.AppendAsync(AuditEntry.OfSeals(blob, day.Known.Count, day.New), cancellation);
        }

        async Task<DaySeals> DayAsync(DecisionId id)
        {
            var blob = BlobOf(id);
            if (!days.TryGetValue(blob, out var day))
                days.Add(blob, day = new(await log.ReadAsync(blob, ServiceJson.Web.DecisionSeal, cancellation), lost, pseudonyms, now));
            return day;
        }
    }

    // What people did to decisions is in the trail.
    private async Task<HashSet<DecisionId>> ChangedSinceAsync(long number, CancellationToken cancellation)
    {
        var changed = new HashSet<DecisionId>();
        await foreach (var entity in AuditTrail.RowsAsync(_table, cancellation, after: number))
            if (DecisionId.TryParse(AuditRow.Of(entity).Subject, out var id))
                changed.Add(id);
        return changed;
    }

    // What people did after a checkpoint that was taken alone is not all that is to be sealed.
    private async Task<AuditCheckpoint?> LastSealingAsync(CancellationToken cancellation)
    {
        foreach (var blob in (await log.ListAsync(Checkpoints, cancellation).ToListAsync(cancellation)).AsEnumerable().Reverse())
        {
            var lines = (await log.ReadAsync(blob, ServiceJson.Web.AuditCheckpoint, cancellation)).Lines;
            if (lines.LastOrDefault(c => c.SealedUntil is not null) is { } sealing)
                return sealing;
        }
        return null;
    }

    private static string BlobOf(DecisionId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Decisions}{id.Time.UtcDateTime:yyyy-MM-dd}.ndjson");

    /// <summary>The seals of the decisions of one day: those that are there, and those to append.</summary>
    private sealed class DaySeals(
        LogContent<DecisionSeal> content, IReadOnlyList<Restored> restores, Pseudonyms pseudonyms, DateTimeOffset now)
    {
        // Seals of what a restore has lost are void: a decision may come to the same revision in another way.
        private readonly HashSet<(string, int)> _sealed =
            [.. content.Lines.Where(s => !restores.Any(r => r.HasLost(s.At))).Select(s => (s.Id, s.Revision))];

        internal IReadOnlyList<DecisionSeal> Known => content.Lines;

        internal long Length => content.Length;

        internal List<DecisionSeal> New { get; } = [];

        // A revision is sealed once: another document at the same revision is what the check must find.
        internal void Add(DecisionId id, int revision, string document)
        {
            if (_sealed.Add((id.ToString(), revision)))
                New.Add(new(id.ToString(), revision, pseudonyms.OfDocument(document), now));
        }
    }
}
