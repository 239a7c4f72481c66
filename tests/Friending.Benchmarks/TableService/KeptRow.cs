using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Friending.Benchmarks;

/// <summary>A row of a table as it is kept: in the JSON in which it came.</summary>
/// <param name="PartitionKey">Its partition.</param>
/// <param name="RowKey">Its key there.</param>
/// <param name="Json">An object with all its properties, the two keys too.</param>
/// <param name="Version">Another one after each write.</param>
/// <param name="Written">When it was written.</param>
internal sealed record KeptRow(string PartitionKey, string RowKey, byte[] Json, long Version, DateTimeOffset Written)
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>The order in which a table keeps rows, and tells of them.</summary>
    internal static Comparer<KeptRow> ByKey { get; } = Comparer<KeptRow>.Create((a, b) =>
        string.CompareOrdinal(a.PartitionKey, b.PartitionKey) is var order && order != 0
            ? order
            : string.CompareOrdinal(a.RowKey, b.RowKey));

    /// <summary>What the row is compared with before it is changed.</summary>
    internal string ETag => string.Create(CultureInfo.InvariantCulture, $"W/\"{Version}\"");

    /// <summary>Something that is found where a row of these keys is, or would be.</summary>
    internal static KeptRow At(string partition, string row) => new(partition, row, [], 0, default);

    /// <summary>A row with the properties that were sent, and the others of an earlier one that it is merged into.</summary>
    internal static KeptRow Of(string partition, string row, ReadOnlyMemory<byte> sent, KeptRow? mergedInto, long version)
    {
        var json = new ArrayBufferWriter<byte>(sent.Length + (mergedInto?.Json.Length ?? 0) + 1);
        var names = new HashSet<string>();
        Copy(sent.Span, name => names.Add(name) && name is not ("odata.etag" or "Timestamp" or "Timestamp" + TypeSuffix), json);
        if (mergedInto is not null)
            Copy(mergedInto.Json, name => !names.Contains(name), json);
        json.Write("}"u8);
        var bytes = json.WrittenSpan.ToArray();
        // In the place of the first comma.
        bytes[0] = (byte)'{';
        return new(partition, row, bytes, version, DateTimeOffset.UtcNow);
    }

    /// <summary>A property that is a text; null if it has no such property.</summary>
    internal string? TextOf(string property)
    {
        var reader = new Utf8JsonReader(Json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(property);
            reader.Read();
            if (isIt)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        return null;
    }

    /// <summary>Writes the row as the service answers with it.</summary>
    /// <param name="answer">Where to.</param>
    /// <param name="select">The properties to write; null: all.</param>
    internal void WriteTo(IBufferWriter<byte> answer, HashSet<string>? select)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{{\"odata.etag\":\"W/\\\"{Version}\\\"\",\"Timestamp\":\"{Written.UtcDateTime:O}\"");
        answer.Write(Encoding.UTF8.GetBytes(head));
        if (select is null)
        {
            answer.Write(","u8);
            answer.Write(Json.AsSpan(1));
            return;
        }
        Copy(
            Json, name => select.Contains(name.EndsWith(TypeSuffix, StringComparison.Ordinal) ? name[..^TypeSuffix.Length] : name), answer);
        answer.Write("}"u8);
    }

    // Each with a comma before it. A value is a text, a number, true or false.
    private static void Copy(ReadOnlySpan<byte> json, Func<string, bool> picked, IBufferWriter<byte> to)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isPicked = picked(reader.GetString()!);
            reader.Read();
            if (!isPicked)
                continue;
            to.Write(","u8);
            to.Write(json[start..(int)reader.BytesConsumed]);
        }
    }
}
