namespace Friending.Benchmarks;

/// <summary>A table: its rows in the order of their keys, so that a page is found without looking at the others.</summary>
internal sealed class KeptTable
{
    /// <summary>The most rows that a page has
    /// (https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination).</summary>
    internal const int LargestPage = 1000;

    private readonly SortedSet<KeptRow> _rows = new(KeptRow.ByKey);
    private readonly ReaderWriterLockSlim _lock = new();
    private long _version;

    /// <summary>A row; null if there is none.</summary>
    internal KeptRow? Find(string partition, string row)
    {
        _lock.EnterReadLock();
        try
        {
            return FindHere(partition, row);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>The first rows that meet a filter, and the one after them.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="from">Where to begin; null: with the first.</param>
    /// <param name="count">How many.</param>
    internal (List<KeptRow> Rows, KeptRow? Next) Read(RowFilter filter, KeptRow? from, int count)
    {
        from ??= KeptRow.At(filter.FromPartition, filter.FromRow);
        var found = new List<KeptRow>(count);
        _lock.EnterReadLock();
        try
        {
            if (_rows.Count == 0 || KeptRow.ByKey.Compare(from, _rows.Max!) > 0)
                return (found, null);
            foreach (var row in _rows.GetViewBetween(from, _rows.Max!))
            {
                if (filter.LastPartition is { } last && string.CompareOrdinal(row.PartitionKey, last) > 0)
                    break;
                if (!filter.IsMetBy(row))
                    continue;
                if (found.Count == count)
                    return (found, row);
                found.Add(row);
            }
            return (found, null);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Makes all of some changes, or none; the rows afterwards, null for one that was deleted.</summary>
    /// <exception cref="RequestRefusedException">One of them cannot be made.</exception>
    internal IReadOnlyList<KeptRow?> Change(IReadOnlyList<RowChange> changes)
    {
        _lock.EnterWriteLock();
        try
        {
            var before = new KeptRow?[changes.Count];
            for (var i = 0; i < changes.Count; i++)
            {
                before[i] = FindHere(changes[i].PartitionKey, changes[i].RowKey);
                if (changes[i].Refused(before[i]) is var (status, code))
                    throw new RequestRefusedException(i, status, code);
            }
            return [.. changes.Select((change, i) => Make(change, before[i]))];
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private KeptRow? Make(RowChange change, KeptRow? before)
    {
        if (before is not null)
            _rows.Remove(before);
        if (change.Kind == "DELETE")
            return null;
        var mergedInto = change.Kind is "MERGE" or "PATCH" ? before : null;
        var row = KeptRow.Of(change.PartitionKey, change.RowKey, change.Json, mergedInto, ++_version);
        _rows.Add(row);
        return row;
    }

    private KeptRow? FindHere(string partition, string row) =>
        _rows.TryGetValue(KeptRow.At(partition, row), out var found) ? found : null;
}
