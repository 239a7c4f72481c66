using Azure.Data.Tables;

namespace Friending.Service.Auditing;

/// <summary>Checks the rows of the audit trail as they are read, in the order of their keys.</summary>
internal sealed class ChainCheck
{
    private readonly List<AuditProblem> _problems = [];
    private readonly Dictionary<long, string> _hashes = [];
    private readonly Dictionary<string, long> _marks = [];
    private readonly HashSet<(string Mark, long Number)> _marked = [];
    private readonly HashSet<long> _withoutActor = [];
    private readonly HashSet<long> _erased = [];
    private long _number;

    /// <summary>What is wrong.</summary>
    internal IReadOnlyList<AuditProblem> Problems => _problems;

    /// <summary>How many rows were read.</summary>
    internal long Rows { get; private set; }

    /// <summary>The hash of the last.</summary>
    internal string Hash { get; private set; } = AuditRow.Genesis;

    /// <summary>The rows that tell of sealed decisions.</summary>
    internal List<AuditRow> Seals { get; } = [];

    /// <summary>The first day of which no decision has been purged, ISO 8601; empty if none ever was.</summary>
    internal string KeptFrom { get; private set; } = "";

    /// <summary>Reads the next entity of the table.</summary>
    internal void Read(TableEntity entity)
    {
        if (entity.PartitionKey != AuditRow.Partition)
            _problems.Add(new(0, $"A row is in the partition '{entity.PartitionKey}', where the trail has none."));
        else if (AuditTrail.IsMark(entity.RowKey, out var mark))
            _marks.Add(mark, entity.GetInt64("Number") ?? 0);
        else if (entity.RowKey != AuditTrail.HeadKey)
            Read(AuditRow.Of(entity), entity.RowKey);
    }

    /// <summary>Compares what was read with the heads before and after the reading.</summary>
    internal void End((long Number, string Hash) before, (long Number, string Hash) after)
    {
        if (before.Number > _number)
            Missing(_number + 1, before.Number, "at the end, though the trail's head names them");
        else if (before.Number > 0 && _hashes.GetValueOrDefault(before.Number) != before.Hash)
            _problems.Add(new(before.Number, "The trail's head names another hash."));
        if (_number > after.Number)
        {
            var what = after.Number == 0 ? "The trail's head is missing." : "It is past the trail's head: nobody appended it.";
            _problems.AddRange(_hashes.Keys.Where(n => n > after.Number).Select(n => new AuditProblem(n, what)));
        }
        _problems.AddRange(_withoutActor.Except(_erased).Select(n => new AuditProblem(n, "Who acted was removed without an erasure.")));
        // Marks of rows that were appended during the reading may have been read or not.
        foreach (var (mark, number) in _marked.Where(m => m.Number <= before.Number && _marks.GetValueOrDefault(m.Mark) != m.Number))
            _problems.Add(new(number, "The mark that keeps its entry from being appended again is missing or names another row."));
        foreach (var (mark, number) in _marks.Where(m => m.Value <= before.Number && !_marked.Contains((m.Key, m.Value))))
            _problems.Add(new(number, "A mark says that an entry is there which is not."));
    }

    /// <summary>What a checkpoint finds wrong; null if the trail is as it was then.</summary>
    internal AuditProblem? ProblemOf(AuditCheckpoint checkpoint) =>
        checkpoint.Number == 0 || _hashes.GetValueOrDefault(checkpoint.Number) == checkpoint.Hash ? null
        : _hashes.ContainsKey(checkpoint.Number) ? new(checkpoint.Number, FormattableString.Invariant(
            $"Its hash is not the one in the checkpoint of {checkpoint.At:u}: the trail was recomputed."))
        : new(checkpoint.Number, FormattableString.Invariant($"It is missing, although the checkpoint of {checkpoint.At:u} has it."));

    private void Read(AuditRow row, string key)
    {
        if (row.Number <= 0 || key != AuditRow.KeyOf(row.Number))
        {
            _problems.Add(new(row.Number, $"The row '{key}' has a key that no row of the trail has."));
            return;
        }
        Rows++;
        if (row.Number > _number + 1)
            Missing(_number + 1, row.Number - 1, "before the next");
        else if (row.Previous != Hash)
            _problems.Add(new(row.Number, "It does not follow from the row before it."));
        if (row.ComputeHash() != row.Hash)
            _problems.Add(new(row.Number, "It was changed: its content does not give its hash."));
        if (!row.HasItsActor())
            _problems.Add(new(row.Number, "Who acted was changed."));
        if (row.Actor is null && row.ActorHash.Length > 0)
            _withoutActor.Add(row.Number);
        if (row.What == AuditEntry.ActorErased)
            _erased.UnionWith(AuditEntry.RowsOf(row.Detail));
        if (row.What == AuditEntry.DecisionsSealed)
            Seals.Add(row);
        if (row.What == AuditEntry.DecisionsPurged && string.CompareOrdinal(row.Subject, KeptFrom) > 0)
            KeptFrom = row.Subject;
        if (row.Mark.Length > 0)
            _marked.Add((row.Mark, row.Number));
        _hashes[row.Number] = row.Hash;
        (_number, Hash) = (row.Number, row.Hash);
    }

    private void Missing(long first, long last, string where) => _problems.Add(new(first, FormattableString.Invariant(
        $"{(first == last ? $"Row {first} is" : $"Rows {first} to {last} are")} missing {where}.")));
}
