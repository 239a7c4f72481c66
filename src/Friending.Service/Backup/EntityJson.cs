using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace Friending.Service.Backup;

/// <summary>
/// A row of a table as a line of JSON. Each column is a pair of its type, as the service names it, and its value: JSON alone would not tell
/// a time from text, nor one kind of number from another.
/// </summary>
internal static class EntityJson
{
    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";

    // What the service sets by itself.
    private static readonly string[] s_system = [PartitionKey, RowKey, "Timestamp", "odata.etag"];

    internal static string Write(TableEntity row)
    {
        var line = new JsonObject { [PartitionKey] = row.PartitionKey, [RowKey] = row.RowKey };
        foreach (var (name, value) in row.Where(c => c.Value is not null && !s_system.Contains(c.Key)))
            line[name] = Pair(name, value);
        return line.ToJsonString();
    }

    internal static TableEntity Read(string line)
    {
        var json = JsonNode.Parse(line) as JsonObject ?? throw new InvalidDataException("A line of a backup is no JSON object.");
        var row = new TableEntity(json[PartitionKey]!.GetValue<string>(), json[RowKey]!.GetValue<string>());
        foreach (var (name, pair) in json.Where(c => !s_system.Contains(c.Key)))
            row[name] = Value(pair![0]!.GetValue<string>(), pair[1]!);
        return row;
    }

    private static JsonArray Pair(string name, object value) => value switch
    {
        string text => ["Edm.String", text],
        bool yes => ["Edm.Boolean", yes],
        int number => ["Edm.Int32", number],
        long number => ["Edm.Int64", number],
        double number => ["Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)],
        DateTimeOffset time => ["Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)],
        Guid id => ["Edm.Guid", id.ToString()],
        byte[] bytes => ["Edm.Binary", Convert.ToBase64String(bytes)],
        BinaryData data => ["Edm.Binary", Convert.ToBase64String(data)],
        _ => throw new InvalidDataException($"The column {name} is a {value.GetType().Name}, which tables do not have."),
    };

    private static object Value(string type, JsonNode value) => type switch
    {
        "Edm.String" => value.GetValue<string>(),
        "Edm.Boolean" => value.GetValue<bool>(),
        "Edm.Int32" => value.GetValue<int>(),
        "Edm.Int64" => value.GetValue<long>(),
        "Edm.Double" => double.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "Edm.Guid" => Guid.Parse(value.GetValue<string>()),
        "Edm.Binary" => Convert.FromBase64String(value.GetValue<string>()),
        _ => throw new InvalidDataException($"A backup has a column of the type {type}, which tables do not have."),
    };
}
