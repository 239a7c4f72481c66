namespace Friending.Benchmarks;

/// <summary>A change of a row.</summary>
/// <param name="Kind">The request's method: POST inserts, PUT replaces, PATCH or MERGE merges, DELETE deletes.</param>
/// <param name="PartitionKey">The row's partition.</param>
/// <param name="RowKey">Its key there.</param>
/// <param name="Json">What was sent.</param>
/// <param name="IfMatch">The ETag that the row must have, * for any; null: it need not exist.</param>
internal sealed record RowChange(string Kind, string PartitionKey, string RowKey, ReadOnlyMemory<byte> Json, string? IfMatch)
{
    /// <summary>Why it cannot be made of the row that is there; null if it can.</summary>
    internal (int Status, string Code)? Refused(KeptRow? row) =>
        Kind == "POST" ? row is null ? null : (409, "EntityAlreadyExists")
        : IfMatch is null ? null
        : row is null ? (404, "ResourceNotFound")
        : IfMatch == "*" || IfMatch == row.ETag ? null
        : (412, "UpdateConditionNotSatisfied");
}

/// <summary>A row that cannot be read, or a change that cannot be made.</summary>
/// <param name="index">Which of those that were asked for together.</param>
/// <param name="status">The status to answer with.</param>
/// <param name="code">The service's code for it.</param>
internal sealed class RequestRefusedException(int index, int status, string code) : Exception($"{index}:{code}")
{
    internal int Status => status;

    internal string Code => code;
}
