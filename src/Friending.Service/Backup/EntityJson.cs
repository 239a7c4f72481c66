using System.Globalization;
using System.Text.Json;
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

    internal static void Write(Utf8JsonWriter json, TableEntity row)
    {
        json.WriteStartObject();
        json.WriteString(PartitionKey, row.PartitionKey);
        json.WriteString(RowKey, row.RowKey);
        foreach (var (name, value) in row)
        {
            if (value is null || s_system.Contains(name))
                continue;
            json.WriteStartArray(name);
            WritePair(json, name, value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    internal static TableEntity Read(string line)
    {
        var json = JsonNode.Parse(line) as JsonObject ?? throw new InvalidDataException("A line of a backup is no JSON object.");
        var row = new TableEntity(json[PartitionKey]!.GetValue<string>(), json[RowKey]!.GetValue<string>());
        foreach (var (name, pair) in json.Where(c => !s_system.Contains(c.Key)))
            row[name] = Value(pair![0]!.GetValue<string>(), pair[1]!);
        return row;
    }

    private static void WritePair(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool yes:
                json.WriteStringValue("Edm.Boolean");
                json.WriteBooleanValue(yes);
                break;
            case int number:
                json.WriteStringValue("Edm.Int32");
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteStringValue("Edm.Int64");
                json.WriteNumberValue(number);
                break;
            default:
                var (type, text) = Text(name, value);
                json.WriteStringValue(type);
                json.WriteStringValue(text);
                break;
        }
    }

    private static (string Type, string Text) Text(string name, object value) => value switch
    {
        string text => ("Edm.String", text),
        double number => ("Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => ("Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        Guid id => ("Edm.Guid", id.ToString()),
        byte[] bytes => ("Edm.Binary", Convert.ToBase64String(bytes)),
        BinaryData data => ("Edm.Binary", Convert.ToBase64String(data)),
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
