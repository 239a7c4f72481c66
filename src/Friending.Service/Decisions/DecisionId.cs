using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Service.Decisions;

/// <summary>
/// A decision's id: a UUIDv7 (RFC 9562, section 5.7), whose first 48 bits are the time it was made, in milliseconds since
/// 1970. So the id alone says where the decision is kept, and ids sort by time.
/// </summary>
[JsonConverter(typeof(DecisionIdConverter))]
public readonly record struct DecisionId : IComparable<DecisionId>
{
    private readonly Guid _value;

    private DecisionId(Guid value) => _value = value;

    /// <summary>A new id for a decision made at <paramref name="time"/>.</summary>
    public static DecisionId NewAt(DateTimeOffset time) => new(Guid.CreateVersion7(time));

    /// <summary>
    /// A text that sorts before every id made at <paramref name="time"/> or later, and after every earlier one. Ids have whole
    /// milliseconds, so for a time between two of them the ids from the later one on come after it.
    /// </summary>
    public static string FirstTextAt(DateTimeOffset time)
    {
        var ticks = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
        var milliseconds = (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds >> 16:x8}-{milliseconds & 0xFFFF:x4}");
    }

    /// <summary>The time the id was made, UTC, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <summary>Reads an id in its canonical form; false for anything else, also for UUIDs of another version.</summary>
    public static bool TryParse(string? text, out DecisionId id)
    {
        id = default;
        if (text is not { Length: 36 }
            || !Guid.TryParseExact(text, "D", out var value) || value.Version != 7 || (value.Variant & 0xC) != 0x8)
            return false;
        id = new(value);
        // The largest time a UUIDv7 holds is beyond what a date can be.
        return id.Milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    }

    /// <summary>The id's 16 bytes in network order.</summary>
    public void WriteBytes(Span<byte> destination) => _value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <inheritdoc/>
    public int CompareTo(DecisionId other) => _value.CompareTo(other._value);

    /// <summary>Lower-case, with hyphens; its ordinal order is the order of time.</summary>
    public override string ToString() => _value.ToString("D", CultureInfo.InvariantCulture);

    private long Milliseconds
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            WriteBytes(bytes);
            return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        }
    }

    /// <summary>Earlier than.</summary>
    public static bool operator <(DecisionId left, DecisionId right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(DecisionId left, DecisionId right) => left.CompareTo(right) > 0;

    /// <summary>Not later than.</summary>
    public static bool operator <=(DecisionId left, DecisionId right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(DecisionId left, DecisionId right) => left.CompareTo(right) >= 0;
}

/// <summary>Ids in JSON.</summary>
public sealed class DecisionIdConverter : JsonConverter<DecisionId>
{
    /// <inheritdoc/>
    public override DecisionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DecisionId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a decision id (a UUIDv7).");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DecisionId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
