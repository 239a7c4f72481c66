using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Access;

/// <summary>
/// Where the next page of an AuthZEN search begins. A token belongs to one search under one policy: it ends in a hash over both and
/// itself, so that a token that was changed, or is used with another search, is noticed. It is no secret and opens nothing: who makes
/// one up gets a page of a search that they may make anyway. So it needs no key, and works on every instance.
/// </summary>
/// <param name="Offset">How many results come before the page.</param>
/// <param name="Limit">How many results a page of the search holds at most.</param>
internal readonly record struct PageToken(int Offset, long Limit)
{
    private const int StateSize = sizeof(int) + sizeof(long);
    private const int HashSize = 18;

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
        Span<byte> token = stackalloc byte[StateSize + HashSize];
        BinaryPrimitives.WriteInt32BigEndian(token, Offset);
        BinaryPrimitives.WriteInt64BigEndian(token[sizeof(int)..], Limit);
        Hash(token[..StateSize], fingerprint).CopyTo(token[StateSize..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; false if it is none, was changed, or belongs to another search.</summary>
    internal static bool TryRead(string text, ReadOnlySpan<byte> fingerprint, out PageToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[StateSize + HashSize];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !Hash(bytes[..StateSize], fingerprint).SequenceEqual(bytes[StateSize..]))
            return false;
        token = new(BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(int)..]));
        return true;
    }

    private static ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> state, ReadOnlySpan<byte> fingerprint) =>
        SHA256.HashData([.. state, .. fingerprint]).AsSpan(0, HashSize);

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
