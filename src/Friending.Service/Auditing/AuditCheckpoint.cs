namespace Friending.Service.Auditing;

/// <summary>
/// What the end of the audit trail was at some time. Kept where whoever writes the table cannot change it, it finds a trail that was
/// cut short, deleted or computed anew.
/// </summary>
/// <param name="At">When it was taken.</param>
/// <param name="Number">The number of the last row; 0 while there is none.</param>
/// <param name="Hash">The hash of that row; empty while there is none.</param>
/// <param name="SealedUntil">
/// What was made or changed before this is sealed; null where the checkpoint was taken alone, as a stopping host does.
/// </param>
public sealed record AuditCheckpoint(DateTimeOffset At, long Number, string Hash, DateTimeOffset? SealedUntil = null);

/// <summary>What a decision was at one of its revisions.</summary>
/// <param name="Id">The decision's id.</param>
/// <param name="Revision">1 when made, one more with each change.</param>
/// <param name="Hash">The keyed hash of its document, see <see cref="Storage.Pseudonyms.OfDocument"/>.</param>
/// <param name="At">When it was taken.</param>
public sealed record DecisionSeal(string Id, int Revision, string Hash, DateTimeOffset At);
