using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Friending.Service.Decisions;

namespace Friending.Api.Pipeline;

/// <summary>
/// Writes and reads the cursors that lists answer with: a version, the id of the last item given, and a checksum over these and the
/// list with its filters. A cursor is no secret and opens nothing, so it needs no key: whoever may list may list everything. The
/// checksum finds a cursor that was cut short, changed, or used with another list or other filters.
/// </summary>
internal static class Cursors
{
    // 24 bytes are 32 characters of Base64url without padding or spare bits.
    private const byte Version = 2;
    private const int ContentSize = 1 + 16;
    private const int Size = 24;

    /// <summary>How long a cursor is, characters.</summary>
    internal const int Length = Size / 3 * 4;

    /// <summary>A cursor.</summary>
    /// <param name="list">The list and its filters, in one unambiguous text.</param>
    /// <param name="after">The last item given.</param>
    internal static string Write(string list, DecisionId after)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        after.WriteBytes(bytes[1..]);
        Checksum(list, bytes[..ContentSize]).CopyTo(bytes[ContentSize..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The item to read on after; false if this is no cursor of that list.</summary>
    internal static bool TryRead(string text, string list, out DecisionId after)
    {
        after = default;
        Span<byte> bytes = stackalloc byte[Size];
        return text.Length == Length
            && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done && length == Size
            && bytes[0] == Version
            && Checksum(list, bytes[..ContentSize]).SequenceEqual(bytes[ContentSize..])
            && DecisionId.TryParse(new Guid(bytes[1..ContentSize], bigEndian: true).ToString("D"), out after);
    }

    private static ReadOnlySpan<byte> Checksum(string list, ReadOnlySpan<byte> content) =>
        SHA256.HashData([.. content, .. Encoding.UTF8.GetBytes(list)]).AsSpan(0, Size - ContentSize);
}
