using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Access;

/// <summary>
/// Where the next page of an AuthZEN search begins, as a <see cref="ListToken"/>. It belongs to one search under one policy, and works on
/// every instance.
/// </summary>
/// <param name="Offset">How many results come before the page.</param>
/// <param name="Limit">How many results a page of the search holds at most.</param>
internal readonly record struct PageToken(int Offset, long Limit)
{
    private const int Size = sizeof(int) + sizeof(long);

    /// <summary>What tells one search from another: the policy, what is looked for, and the request,
    /// whatever the order of its members.</summary>
    internal static byte[] Fingerprint(PolicyReference policy, AccessRequest request, SearchTarget sought)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(policy.Sha256);
            writer.WriteStringValue(sought.ToString());
            WriteSorted(writer, JsonSerializer.SerializeToElement(request, ApiJson.Web.AccessRequest));
            writer.WriteEndArray();
        }
        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <summary>The token as text.</summary>
    internal string Write(ReadOnlySpan<byte> fingerprint)
    {
        Span<byte> place = stackalloc byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(place, Offset);
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(int)..], Limit);
        return ListToken.Write(place, fingerprint);
    }

    /// <summary>Reads a token; false if it is none, was changed, or belongs to another search.</summary>
    internal static bool TryRead(string text, ReadOnlySpan<byte> fingerprint, out PageToken token)
    {
        Span<byte> place = stackalloc byte[Size];
        var isRead = ListToken.TryRead(text, place, fingerprint);
        token = new(BinaryPrimitives.ReadInt32BigEndian(place), BinaryPrimitives.ReadInt64BigEndian(place[sizeof(int)..]));
        return isRead;
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
