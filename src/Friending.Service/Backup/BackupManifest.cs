namespace Friending.Service.Backup;

/// <summary>What a backup holds; written last, so that a backup with a manifest is whole.</summary>
/// <param name="Name">Its name: the time it was begun, such as <c>20261125T021000Z</c>.</param>
/// <param name="At">When it was begun: what was written later may be missing.</param>
/// <param name="Tables">The tables.</param>
public sealed record BackupManifest(string Name, DateTimeOffset At, IReadOnlyList<BackedUpTable> Tables);

/// <summary>A table in a backup.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Sha256">SHA-256 of its file, 64 hex digits.</param>
public sealed record BackedUpTable(string Name, long Rows, string Sha256);

/// <summary>The backups that can be restored.</summary>
/// <param name="Items">The backups, oldest first.</param>
public sealed record BackupList(IReadOnlyList<BackupManifest> Items);
