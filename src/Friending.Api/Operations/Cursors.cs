using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Friending.Service.Decisions;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>Settings, section <c>Cursors</c>.</summary>
public sealed class CursorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cursors";

    /// <summary>
    /// A secret of at least 32 characters that cursors are signed with. Instances behind one address must share it. Absent:
    /// each process makes up its own, so a cursor is good for that process only, as suits a developer's machine.
    /// </summary>
    [MinLength(32, ErrorMessage = "Cursors:Key must be at least 32 characters.")]
    public string? Key { get; set; }
}

/// <summary>
/// Writes and reads the cursors that lists answer with: the id of the last item given, signed together with the list and
/// the filters it belongs to. A cursor is always 44 characters, and one that was changed, or is used with another list or
/// other filters, is not accepted.
/// </summary>
internal sealed class Cursors(IOptions<CursorOptions> options)
{
    // Version, id, and half of an HMAC-SHA256: 33 bytes, which is 44 characters of Base64url without padding or spare bits.
    private const byte Version = 1;
    private const int SignedSize = 1 + 16;
    private const int Size = SignedSize + 16;
    private const int TextLength = Size / 3 * 4;

    // Derived, so that the same secret may serve other purposes.
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        options.Value.Key is { } key ? Encoding.UTF8.GetBytes(key) : RandomNumberGenerator.GetBytes(32),
        outputLength: 32, info: "friending list cursors"u8.ToArray());

    /// <summary>A cursor.</summary>
    /// <param name="list">The list and its filters, in one unambiguous text.</param>
    /// <param name="after">The last item given.</param>
    internal string Write(string list, DecisionId after)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        after.WriteBytes(bytes[1..]);
        Sign(list, bytes[..SignedSize], bytes[SignedSize..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The item to read on after; false if this is no cursor of ours for that list.</summary>
    internal bool TryRead(string text, string list, out DecisionId after)
    {
        after = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != TextLength
            || Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != Size || bytes[0] != Version)
            return false;
        Span<byte> signature = stackalloc byte[Size - SignedSize];
        Sign(list, bytes[..SignedSize], signature);
        return CryptographicOperations.FixedTimeEquals(signature, bytes[SignedSize..])
            && DecisionId.TryParse(new Guid(bytes[1..SignedSize], bigEndian: true).ToString("D"), out after);
    }

    private void Sign(string list, ReadOnlySpan<byte> content, Span<byte> signature)
    {
        // The content has a fixed length, so it cannot be mistaken for a part of the list's text.
        byte[] signed = [.. content, .. Encoding.UTF8.GetBytes(list)];
        HMACSHA256.HashData(_key, signed).AsSpan(0, signature.Length).CopyTo(signature);
    }
}
