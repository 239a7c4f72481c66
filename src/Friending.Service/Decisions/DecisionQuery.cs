using Azure.Data.Tables;

namespace Friending.Service.Decisions;

/// <summary>Which decisions to read, and what of them.</summary>
/// <param name="From">The earliest time of decision, inclusive.</param>
/// <param name="To">The latest time of decision, exclusive.</param>
public sealed record DecisionQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Only decisions with a later id; for reading on where an earlier reading stopped.</summary>
    public DecisionId? After { get; init; }

    /// <summary>Only this outcome of the policy.</summary>
    public string? Outcome { get; init; }

    /// <summary>Only this status.</summary>
    public DecisionStatus? Status { get; init; }

    /// <summary>Only this department, exactly as it was stated.</summary>
    public string? Department { get; init; }

    /// <summary>Only this staff member, by staff id or object id, however it is written.</summary>
    public string? StaffId { get; init; }

    /// <summary>
    /// Only decisions that each of these rules was among those to decide. Storage cannot look into the joined list, so rows are picked
    /// after they were read.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Whether no other rule may have decided with them, as digests count.</summary>
    public bool RulesAlone { get; init; }

    /// <summary>The columns to read, by their names in <see cref="DecisionRow"/>; null: all. The id is always read.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>How many rows to ask storage for at once, where fewer than usual will do; null: as many as it gives.</summary>
    public int? PageSize { get; init; }

    /// <summary>The columns to read with those that <see cref="Picks"/> looks at; null: all.</summary>
    internal IEnumerable<string>? ReadColumns => Rules.Count == 0 ? Columns : Columns?.Append(nameof(DecisionRow.DecidingRules)).Distinct();

    /// <summary>Whether a row that storage gave is one of those asked for.</summary>
    internal bool Picks(DecisionRow row) =>
        Rules.Count == 0
        || row.ReadDecidingRules().ToHashSet() is var deciding && (RulesAlone ? deciding.SetEquals(Rules) : deciding.IsSupersetOf(Rules));

    /// <summary>The filter for one shard, as OData: one range of keys, which holds all days.</summary>
    public string FilterFor(int shard)
    {
        var first = DecisionKeys.DayOf(After is { } since && since.Time > From ? since.Time : From);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {DecisionKeys.Partition(shard, first)}")
            + TableClient.CreateQueryFilter($" and PartitionKey le {DecisionKeys.Partition(shard, DecisionKeys.DayOf(To))}")
            + TableClient.CreateQueryFilter($" and RowKey ge {DecisionKeys.RowsFrom(From)} and RowKey lt {DecisionKeys.RowsFrom(To)}");
        if (After is { } after)
            filter += TableClient.CreateQueryFilter($" and RowKey gt {DecisionKeys.RowOf(after)}");
        if (Outcome is not null)
            filter += TableClient.CreateQueryFilter($" and Outcome eq {Outcome}");
        if (Status is { } status)
            filter += TableClient.CreateQueryFilter($" and Status eq {DecisionRow.TextOf(status)}");
        if (Department is not null)
            filter += TableClient.CreateQueryFilter($" and Department eq {Department}");
        if (StaffId is not null)
        {
            var key = StaffIds.Key(StaffId);
            filter += TableClient.CreateQueryFilter($" and (StaffKey eq {key} or AskedBy eq {key})");
        }
        return filter;
    }
}
