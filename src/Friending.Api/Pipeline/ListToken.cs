using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Friending.Api.Pipeline;

/// <summary>
/// The text of a place in a list: some bytes, and a checksum over them and over what list they belong to. Such a token is no secret and
/// opens nothing, so it needs no key: whoever may list may list everything. The checksum finds a token that was cut short, changed, or used
/// with another list.
/// </summary>
internal static class ListToken
{
    private const int LeastChecksum = 7;

    /// <summary>The token.</summary>
    /// <param name="place">The place.</param>
    /// <param name="list">The list, unambiguous.</param>
    internal static string Write(ReadOnlySpan<byte> place, ReadOnlySpan<byte> list) =>
        Base64Url.EncodeToString([.. place, .. Checksum(place, list)]);

    /// <summary>Reads a token; false if it does not belong to this list.</summary>
    internal static bool TryRead(string text, Span<byte> place, ReadOnlySpan<byte> list)
    {
        Span<byte> bytes = stackalloc byte[SizeOf(place.Length)];
        if (text.Length != LengthOf(place.Length)
            || Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !Checksum(bytes[..place.Length], list).SequenceEqual(bytes[place.Length..]))
            return false;
        bytes[..place.Length].CopyTo(place);
        return true;
    }

    /// <summary>How long a token is, characters, by the size of its place.</summary>
    internal static int LengthOf(int placeSize) => SizeOf(placeSize) / 3 * 4;

    // Whole groups of Base64url, which has no spare bits then.
    private static int SizeOf(int placeSize) => (placeSize + LeastChecksum + 2) / 3 * 3;

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> place, ReadOnlySpan<byte> list) =>
        SHA256.HashData([.. place, .. list]).AsSpan(0, SizeOf(place.Length) - place.Length);
}
