using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Friending.Service.Notes;

/// <summary>
/// The ways in which a note can be read: as it stands, with what is encoded in it decoded, with characters that stand apart drawn
/// together, and with numbers told in words as digits. An identifier that any reading shows is in the note.
/// </summary>
internal static partial class NoteReadings
{
    // Text that is encoded several times is decoded; after this many rounds decoding ends, so that the time stays linear.
    private const int DecodingRounds = 3;

    private const int ShortestBase64 = 8;

    /// <summary>Every distinct reading, in the plain form that <see cref="NoteText.Normalize"/> makes.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var readings = new HashSet<string>(StringComparer.Ordinal);
        var decoded = text;
        for (var round = 0; round <= DecodingRounds; round++)
        {
            Read(decoded);
            Read(decoded.ReplaceLineEndings(". "));
            var clean = NoteText.Clean(decoded);
            decoded = Decode(clean);
            if (decoded == clean)
                break;
        }

        return readings;

        void Read(string text)
        {
            var plain = NoteText.Normalize(text);
            if (!readings.Add(plain))
                return;
            readings.Add(NoteText.JoinSpacedCharacters(plain));
            readings.Add(NumberWords.ToDigits(plain));
        }
    }

    private static string Decode(string text)
    {
        var plain = text;
        if (plain.Contains('&', StringComparison.Ordinal))
            plain = WebUtility.HtmlDecode(plain);
        if (plain.Contains('\\', StringComparison.Ordinal))
            plain = Escape().Replace(plain, Character);
        if (plain.Contains('%', StringComparison.Ordinal))
            plain = PercentEscapes().Replace(plain, escapes => Uri.UnescapeDataString(escapes.Value));
        return Base64Word().Replace(plain, word => TextOf(word.Value) is { } inside ? $" {inside} " : word.Value);
    }

    private static string Character(Match escape)
    {
        var digits = escape.Groups["hex"].ValueSpan;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value <= char.MaxValue
            ? ((char)value).ToString()
            : escape.Value;
    }

    // What a word is in Base64, if that is text; null if not, as with nearly every ordinary word.
    private static string? TextOf(string word)
    {
        var letters = word.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (letters.Length < ShortestBase64 || letters.Length % 4 == 1)
            return null;
        var bytes = new byte[letters.Length];
        if (!Convert.TryFromBase64String(letters.PadRight((letters.Length + 3) / 4 * 4, '='), bytes, out var length))
            return null;
        foreach (var character in bytes.AsSpan(0, length))
        {
            if (character is < 0x20 or > 0x7E)
                return null;
        }

        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    // Each form has its own number of digits, so that a letter that follows is none of them.
    [GeneratedRegex(
        @"\\(?:[uUxX]\{(?<hex>[0-9A-Fa-f]{1,6})\}|U(?<hex>[0-9A-Fa-f]{8})|[uU](?<hex>[0-9A-Fa-f]{4})|[xX](?<hex>[0-9A-Fa-f]{2}))",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    [GeneratedRegex("(?:%[0-9A-Fa-f]{2})+")]
    private static partial Regex PercentEscapes();

    [GeneratedRegex("[A-Za-z0-9+/_-]{8,}={0,2}")]
    private static partial Regex Base64Word();
}
