using System.Globalization;
using System.Text;

namespace Friending.Service.Notes;

/// <summary>
/// Brings a note into the one plain form that the patterns of <see cref="NoteGuard"/> are written for, so that another spelling
/// of the same characters cannot hide an identifier.
/// </summary>
/// <remarks>
/// Characters are decomposed one by one instead of the text as a whole: sorting a long run of combining marks, which are dropped
/// anyway, would cost more than linear time, and a lone surrogate would make the framework's normalisation throw.
/// </remarks>
internal static class NoteText
{
    // Letters of other alphabets that look like Latin ones, and the letters they pass for.
    private const string LookAlikes = "авгеһикмнортусхуіјѕԁԛԝɡıАВЕКМНОРСТУХІЈЅαβειικμνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private const string Latin = "abrehukmhoptycxyijsdqwgiabekmhopctyxijsabeiikmvoptuxabezhikmnoptyx";

    /// <summary>
    /// Compatibility forms decomposed, accents and invisible characters dropped, every script's digits as 0-9, look-alike letters,
    /// dashes, dots and slashes as their ASCII ones, white space as single blanks, lower case.
    /// </summary>
    public static string Normalize(string text) => Clean(text).ToLowerInvariant();

    /// <summary>The same with letter case kept, which some encodings need.</summary>
    public static string Clean(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned || Separator(rune) is not null)
            {
                Append(plain, rune);
                continue;
            }

            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
                Append(plain, part);
        }

        return plain.ToString().Trim(' ');
    }

    /// <summary>
    /// The same text with three or more single characters that stand apart ("M R N", "j a n e @ …") drawn together.
    /// </summary>
    /// <param name="normalized">What <see cref="Normalize"/> returned.</param>
    public static string JoinSpacedCharacters(string normalized)
    {
        var words = normalized.Split(' ');
        var joined = new StringBuilder(normalized.Length);
        for (var at = 0; at < words.Length;)
        {
            var end = at;
            while (end < words.Length && words[end].Length == 1)
                end++;
            var apart = end - at >= 3;
            var next = Math.Max(end, at + 1);
            if (joined.Length > 0)
                joined.Append(' ');
            joined.AppendJoin(apart ? "" : " ", words.AsSpan(at, next - at));
            at = next;
        }

        return joined.ToString();
    }

    private static void Append(StringBuilder plain, Rune rune)
    {
        if (rune.Value is > ' ' and < 0x7F)
        {
            plain.Append((char)rune.Value);
        }
        else if (Rune.IsWhiteSpace(rune) || rune.Value is 0x2800 or 0x180E)
        {
            if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }
        else if (IsInvisible(rune))
        {
            return;
        }
        else if (Digit(rune) is { } digit)
        {
            plain.Append((char)('0' + digit));
        }
        else if (Separator(rune) is { } separator)
        {
            plain.Append(separator);
        }
        else if (rune.IsBmp && LookAlikes.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var found)
        {
            plain.Append(Latin[found]);
        }
        else
        {
            plain.Append(rune.ToString());
        }
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0; // Hangul fillers are letters without a shape.

    private static int? Digit(Rune rune)
    {
        var digit = CharUnicodeInfo.GetDigitValue(rune.ToString(), 0);
        return digit >= 0 ? digit : null;
    }

    private static char? Separator(Rune rune) => rune.Value switch
    {
        0x2212 or 0x2043 or 0x02D7 or 0x30FC or 0x2500 or 0x2501 or 0x2796 => '-',
        0x00B7 or 0x2022 or 0x2219 or 0x22C5 or 0x2027 or 0x30FB or 0x3002 or 0x066B or 0x25CF or 0x06D4 => '.',
        0x2044 or 0x2215 or 0x29F8 or 0x2571 => '/',
        0x2236 or 0x02D0 or 0xA789 or 0x0589 => ':',
        0x2018 or 0x2019 or 0x02BC or 0x00B4 or 0x2032 => '\'',
        0x066C or 0x060C => ',',
        > 0x7F when Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation => '-',
        _ => null,
    };
}
