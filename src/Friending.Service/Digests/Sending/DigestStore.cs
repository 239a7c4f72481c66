using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Friending.Service.Digests.Channels;
using Friending.Service.Storage;

namespace Friending.Service.Digests.Sending;

/// <summary>What is next for an audience and a channel.</summary>
/// <param name="Next">The first week whose digest has not been sent; null where nothing has begun yet.</param>
/// <param name="Retries">Earlier weeks whose digest some recipients refused.</param>
internal sealed record Progress(IsoWeek? Next, IReadOnlyList<IsoWeek> Retries);

/// <summary>
/// Keeps what was sent: a row for a week, an audience and a channel, in the week's partition, claimed before it is sent and
/// marked after it. Beside them, in one partition, what is next, so that an hour in which nothing is due costs one query.
/// </summary>
public sealed class DigestStore(StorageAccount account)
{
    private const string NextPartition = "next";

    private readonly TableClient _table = account.Table(TableNames.Digests);

    /// <summary>What is next, by audience and channel.</summary>
    internal async Task<Func<DigestAudience, IDigestChannel, Progress>> ProgressAsync(CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {NextPartition}");
        var rows = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)
            .ToDictionaryAsync(r => r.RowKey, r => r.GetString("Week"), StringComparer.Ordinal, cancellationToken: cancellation);
        return (audience, channel) =>
        {
            var key = RowOf(audience, channel);
            var retries = rows.Keys.Where(k => k.StartsWith(key + "|", StringComparison.Ordinal))
                .Select(k => WeekIn(k[(key.Length + 1)..])).Order();
            return new(rows.TryGetValue(key, out var next) ? WeekIn(next) : null, [.. retries]);
        };
    }

    /// <summary>Says what is next: only ever a later week than before.</summary>
    internal async Task AdvanceAsync(DigestAudience audience, IDigestChannel channel, IsoWeek next, CancellationToken cancellation)
    {
        var row = new TableEntity(NextPartition, RowOf(audience, channel)) { ["Week"] = next.ToString() };
        while (true)
        {
            var known = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellation);
            if (known is not null && WeekIn(known.GetString("Week")) >= next)
                return;
            var written = known is null
                ? await _table.TryAddAsync(row, cancellation)
                : await _table.TryUpdateAsync(row, known.ETag, TableUpdateMode.Replace, cancellation);
            // If not, another host advanced it; look again.
            if (written is not null)
                return;
        }
    }

    /// <summary>Notes that some recipients of a week's digest are to be tried again.</summary>
    internal async Task PutRetryAsync(IsoWeek week, DigestAudience audience, IDigestChannel channel, CancellationToken cancellation) =>
        await _table.UpsertEntityAsync(new TableEntity(NextPartition, $"{RowOf(audience, channel)}|{week}"), TableUpdateMode.Replace,
            cancellation);

    /// <summary>Nobody is to be tried again.</summary>
    internal async Task RemoveRetryAsync(IsoWeek week, DigestAudience audience, IDigestChannel channel, CancellationToken cancellation) =>
        await _table.DeleteEntityAsync(NextPartition, $"{RowOf(audience, channel)}|{week}", cancellationToken: cancellation);

    /// <summary>How far the sending is; null if nobody has begun it.</summary>
    internal async Task<DeliveryRow?> FindAsync(IsoWeek week, DigestAudience audience, IDigestChannel channel,
        CancellationToken cancellation) =>
        await _table.FindAsync(week.ToString(), RowOf(audience, channel), cancellation) is { } row ? DeliveryRow.Of(row) : null;

    /// <summary>Claims the sending until a time. Null if somebody else was faster.</summary>
    /// <param name="week">The week.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="channel">How it is sent.</param>
    /// <param name="known">The row as it was found; null if there was none.</param>
    /// <param name="until">When the claim lapses.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<DeliveryRow?> ClaimAsync(
        IsoWeek week, DigestAudience audience, IDigestChannel channel, DeliveryRow? known, DateTimeOffset until,
        CancellationToken cancellation)
    {
        var claim = (known ?? new(week.ToString(), RowOf(audience, channel))) with { State = DeliveryState.Sending, Until = until };
        claim = claim with { Attempts = claim.Attempts + 1 };
        if (known is not null)
            return await WriteAsync(claim, cancellation);
        return await _table.TryAddAsync(claim.ToEntity(), cancellation) is { } etag ? claim with { ETag = etag } : null;
    }

    /// <summary>Writes a row as whoever claimed it. Null, and nothing is written, if it is no longer theirs.</summary>
    internal async Task<DeliveryRow?> WriteAsync(DeliveryRow row, CancellationToken cancellation) =>
        await _table.TryUpdateAsync(row.ToEntity(), row.ETag, TableUpdateMode.Replace, cancellation) is { } etag
            ? row with { ETag = etag } : null;

    private static IsoWeek WeekIn(string text) =>
        IsoWeek.TryParse(text, out var week) ? week : throw new InvalidDataException($"The digests table has {text}, which is not a week.");

    // A department's name may hold what a row key may not, and the sign between the parts.
    private static string RowOf(DigestAudience audience, IDigestChannel channel)
    {
        var key = new StringBuilder();
        foreach (var c in audience.Name)
            _ = char.IsLetterOrDigit(c)
                || c is ' ' or '-' or '.' ? key.Append(c) : key.Append(CultureInfo.InvariantCulture, $"_{(int)c:x4}");
        return key.Append('|').Append(channel.Name).ToString();
    }
}
