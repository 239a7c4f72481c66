using System.Globalization;

namespace Friending.Service.Notes;

/// <summary>
/// Finds numbers that are long enough to point at one person, in normalised text, and leaves alone the years, amounts, times and
/// ranges that people write when they tell how they know each other. One pass, by hand: what counts depends on the whole run of
/// digits, which a pattern says badly.
/// </summary>
internal static class LongNumbers
{
    // Shorter numbers are rooms, wards, distances; five digits in one piece are already a postal code or a short record number.
    private const int TooLongInOnePiece = 5;

    // Pieces with something between them are often two numbers that merely stand together ("10-15 people, 20 years").
    private const int TooLongInPieces = 7;

    private const int LongestGap = 6;

    /// <summary>Whether the text holds such a number.</summary>
    /// <param name="text">What <see cref="NoteText.Normalize"/> returned.</param>
    public static bool IsIn(string text)
    {
        var run = new List<Range>();
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (run.Count > 0 && !Joins(text, run[^1], at, end))
            {
                if (IsLong(text, run))
                    return true;
                run.Clear();
            }

            run.Add(at..end);
            at = end;
        }

        return IsLong(text, run) || HasLongCode(text);
    }

    // Whether what stands between two groups of digits still makes them one number.
    private static bool Joins(string text, Range before, int start, int end)
    {
        var gap = text.AsSpan(before.End.Value, start - before.End.Value);
        if (gap.Length > LongestGap)
            return false;
        foreach (var character in gap)
        {
            if (char.IsLetter(character) || character is '%' or '$' or '"')
                return false;
        }

        if (gap is ", " or "; " or "? " or "! ")
            return false; // A list, or the next sentence.
        if (gap[0] == ':')
            return Length(before) > 2 || end - start > 2; // Not the time of day.
        return true;
    }

    private static bool IsLong(string text, List<Range> run)
    {
        foreach (var group in run)
        {
            if (Length(group) >= TooLongInOnePiece && !IsRound(text.AsSpan(group)))
                return true;
        }

        if (run.Count < 2 || IsGroupedAmount(text, run))
            return false;

        // Years at either end are a time that something lasted, with a number beside it; years amid other digits are not.
        var first = 0;
        var last = run.Count - 1;
        while (first <= last && IsYear(text.AsSpan(run[first])))
            first++;
        while (last >= first && IsYear(text.AsSpan(run[last])))
            last--;
        var digits = 0;
        for (var index = first; index <= last; index++)
            digits += Length(run[index]);
        return digits >= TooLongInPieces || IsThreePairs(text, run);
    }

    // 12-34-56, the way many archives write a record number.
    private static bool IsThreePairs(string text, List<Range> run) =>
        run.Count == 3 && run.TrueForAll(group => Length(group) == 2)
        && Gap(text, run, 1) is "-" or "." && Gap(text, run, 2).SequenceEqual(Gap(text, run, 1));

    // 1,250 or 12.000 or 1 200 000: groups of three after the first, and few digits that matter.
    private static bool IsGroupedAmount(string text, List<Range> run)
    {
        if (Length(run[0]) > 3)
            return false;
        var digits = Length(run[0]);
        for (var index = 1; index < run.Count; index++)
        {
            if (Length(run[index]) != 3 || Gap(text, run, index) is not ("," or "." or " "))
                return false;
            digits += 3;
        }

        return digits < TooLongInPieces || (digits == TooLongInPieces && text.AsSpan(run[^1]) is "000");
    }

    private static bool IsRound(ReadOnlySpan<char> number) =>
        number[0] != '0' && ((number.Length == 5 && number.EndsWith("00")) || (number.Length <= 7 && number.EndsWith("000")));

    private static bool IsYear(ReadOnlySpan<char> number) =>
        number.Length == 4 && int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) is >= 1900 and < 2040;

    // Letters and digits mixed without blanks, as in identity and insurance numbers: 1EG4-TE5-MK73.
    private static bool HasLongCode(string text)
    {
        int digits = 0, group = 0, letters = 0, mostLetters = 0, allLetters = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var character = at < text.Length ? text[at] : ' ';
            if (char.IsAsciiDigit(character))
            {
                group++;
                letters = 0;
                continue;
            }

            if (group > 0)
            {
                var number = text.AsSpan(at - group, group);
                digits += IsYear(number) || IsRound(number) ? 0 : group;
                group = 0;
            }

            if (char.IsAsciiLetter(character))
            {
                letters++;
                allLetters++;
                mostLetters = Math.Max(mostLetters, letters);
                continue;
            }

            letters = 0;
            if (character == '-')
                continue;
            if (digits >= TooLongInOnePiece && allLetters > 0 && mostLetters <= 4)
                return true;
            digits = mostLetters = allLetters = 0;
        }

        return false;
    }

    private static ReadOnlySpan<char> Gap(string text, List<Range> run, int index) =>
        text.AsSpan(run[index - 1].End.Value..run[index].Start.Value);

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
