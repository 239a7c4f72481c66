using Azure.Data.Tables;

namespace Friending.Service.Storage;

/// <summary>What the keys of rows begin with where rows of several kinds share a partition.</summary>
public static class RowPrefix
{
    /// <summary>A decision; the id follows.</summary>
    public const string Decision = "d|";

    /// <summary>A request that was promised a decision id and is not decided yet; the id follows.</summary>
    public const string Accepted = "a|";

    /// <summary>The decision of a queue message; the hash of the message's id follows.</summary>
    public const string Message = "m|";

    /// <summary>An event that is still to be published; the decision's id the revision and what happened follow.</summary>
    public const string Outbox = "o|";

    /// <summary>A change in the feed; its number follows.</summary>
    public const string Feed = "f|";

    /// <summary>A row of the audit trail; its number follows.</summary>
    public const string AuditRow = "n|";

    /// <summary>The mark that an entry of the audit trail is there; the hash of the entry's key follows.</summary>
    public const string AuditMark = "e|";

    /// <summary>The first key after every key that begins with <paramref name="prefix"/>.</summary>
    public static string End(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    /// <summary>A filter for the rows of one partition whose keys begin with <paramref name="prefix"/>, as OData.</summary>
    public static string Filter(string partition, string prefix) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {End(prefix)}");

    /// <summary>A filter for the rows whose keys begin with <paramref name="prefix"/> from one partition to another, both included, as
    /// OData.</summary>
    public static string Filter(string first, string last, string prefix) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey le {last} and RowKey ge {prefix} and RowKey lt {End(prefix)}");
}
