using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>A restore of a backup.</summary>
/// <param name="At">When it was begun.</param>
/// <param name="Backup">The backup's name.</param>
/// <param name="BackupAt">When the backup was made: what was written later is lost.</param>
/// <param name="IsDone">Whether it was done.</param>
public sealed record Restored(DateTimeOffset At, string Backup, DateTimeOffset BackupAt, bool IsDone)
{
    /// <summary>Whether a checkpoint or seal of this time is of something that the restore has not brought back.</summary>
    internal bool HasLost(DateTimeOffset time) => IsDone && time > BackupAt && time < At;
}

/// <summary>The restores, in <see cref="AppendLog"/>: what they lost was removed by nobody.</summary>
public sealed class RestoreLog(AppendLog log)
{
    private const string Blob = "restores.ndjson";

    /// <summary>All of them, in order.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public async Task<IReadOnlyList<Restored>> ReadAsync(CancellationToken cancellation) =>
        (await log.ReadAsync(Blob, ServiceJson.Web.Restored, cancellation)).Lines;

    /// <summary>Adds one.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refuses.</exception>
    public Task AppendAsync(Restored restored, CancellationToken cancellation) =>
        log.AppendAsync(Blob, [restored], ServiceJson.Web.Restored, cancellation);
}
