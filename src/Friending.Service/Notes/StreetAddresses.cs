using static Friending.Service.Notes.WordList;

namespace Friending.Service.Notes;

/// <summary>
/// Finds a house number beside the name of a street: "42 Elm Street", "calle Mayor, 12", "12 rue de la Paix", "Hauptstrasse 12".
/// By hand: what counts is which words stand between the number and the street, which a pattern without look-arounds says badly.
/// </summary>
internal static class StreetAddresses
{
    private const int LongestName = 5;

    private static readonly char[] s_separators = [' ', '(', ')'];
    private static readonly char[] s_punctuation = ['.', ',', ';', ':', '!', '?'];

    // The name comes before: 42 Elm Street.
    private static readonly HashSet<string> s_lastWords = Words(
        "street st avenue ave road rd lane ln drive dr boulevard blvd court ct close crescent terrace highway hwy parkway pkwy "
        + "square place row gardens grove mews circle way");

    // The name comes after: calle Mayor 12, 12 rue de la Paix.
    private static readonly HashSet<string> s_firstWords = Words(
        "calle c/ c/. avenida avda av paseo pza plza plaza camino carretera ctra ronda travesia callejon bulevar avenue "
        + "boulevard calzada rue chemin impasse via viale piazza rua");

    private static readonly string[] s_germanEnds = ["strasse", "straße", "str", "gasse", "weg", "platz", "allee"];

    // Words that stand between a number and a street without naming it.
    private static readonly HashSet<string> s_notAName = Words(
        "of on in at from to and or our my her his the a same next down up along across this year years doors door houses hour "
        + "hours minute minutes mile miles km day days week weeks month months time times people way lane percent % long short "
        + "best hace desde en a con cada durante por hasta y que hay para cuando hacia entre somos eramos unos unas "
        + "como donde al nos fue es");

    // Words that make of a number after a street something else than a house; so does every plural.
    private static readonly HashSet<string> s_units = Words("ano vez km m de y o");

    /// <summary>Whether the text holds one.</summary>
    /// <param name="plain">What <see cref="NoteText.Normalize"/> returned.</param>
    public static bool AreIn(string plain)
    {
        var words = plain.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at].TrimEnd(s_punctuation);
            if ((s_lastWords.Contains(word) && NumberBefore(words, at))
                || (s_firstWords.Contains(word) && (HouseAt(words, at - 1) || NumberAfter(words, at))))
                return true;
            if (word.Length > 5 && Array.Exists(s_germanEnds, end => word.EndsWith(end, StringComparison.Ordinal)) && HouseAt(words, at + 1)
                && !CountsSomething(words, at + 1))
                return true;
        }

        return false;
    }

    private static bool NumberBefore(string[] words, int street)
    {
        for (var at = street - 1; at >= 0 && at >= street - 3; at--)
        {
            // "12 on Elm Road", if it was said to be a number.
            if (words[at] == "on" && at >= 2 && at < street - 1 && HouseAt(words, at - 1) && words[at - 2] is "number" or "no" or "no.")
                return true;
            if (s_notAName.Contains(words[at]) || EndsSentence(words[at]) || words[at][^1] is ',' or ';' && !HouseAt(words, at))
                return false;
            if (IsOrdinal(words[at]) && at == street - 1 && HouseAt(words, at - 1))
                return true;
            if (HouseAt(words, at))
                return at < street - 1;
        }

        return false;
    }

    private static bool NumberAfter(string[] words, int street)
    {
        for (var at = street + 1; at < words.Length && at <= street + LongestName; at++)
        {
            if (s_notAName.Contains(words[at]))
                return false;
            if (HouseAt(words, at))
                return at > street + 1 && !CountsSomething(words, at);
            if (EndsSentence(words[at]) && words[at] is not ("n.o" or "no." or "num."))
                return false;
        }

        return false;
    }

    // 12, 221b, 7-9; not a year that something happened in.
    private static bool HouseAt(string[] words, int at)
    {
        if (at < 0 || at >= words.Length)
            return false;
        var word = words[at].TrimEnd(s_punctuation);
        var digits = 0;
        while (digits < word.Length && char.IsAsciiDigit(word[digits]))
            digits++;
        if (digits is 0 or > 5)
            return false;
        var rest = word.AsSpan(digits);
        var isHouse = rest.Length == 0 || (rest.Length == 1 && char.IsAsciiLetter(rest[0]))
            || (rest[0] == '-' && rest.Length > 1 && char.IsAsciiDigit(rest[1]));
        var isYear = digits == 4 && rest.Length == 0 && word.AsSpan(0, 2) is "19" or "20";
        return isHouse && !(isYear && (at == 0 || words[at - 1] is not ("at" or "en" or "live" or "lives")));
    }

    private static bool IsOrdinal(string word) =>
        word.Length > 2 && char.IsAsciiDigit(word[0]) && word.AsSpan(word.Length - 2) is "st" or "nd" or "rd" or "th";

    private static bool EndsSentence(string word) => word.Length > 2 && word[^1] is '.' or '!' or '?';

    // Whether the number is how many there are of what the next word says.
    private static bool CountsSomething(string[] words, int number)
    {
        if (number + 1 >= words.Length || Array.IndexOf(s_punctuation, words[number][^1]) >= 0)
            return false;
        var next = words[number + 1].TrimEnd(s_punctuation);
        return s_units.Contains(next) || (next.Length > 3 && next.EndsWith('s'));
    }
}
