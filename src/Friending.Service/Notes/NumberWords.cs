using System.Globalization;
using System.Text;
using static Friending.Service.Notes.WordList;

namespace Friending.Service.Notes;

/// <summary>
/// Writes numbers that are told in words as digits, in English and Spanish ("six one seven", "mil novecientos sesenta y dos",
/// "double four", Roman numerals in a row), and draws together digits with words between them ("617, then 555, then 0142").
/// </summary>
internal static class NumberWords
{
    // Three numerals in a row: "I" and "mi" alone are words.
    private const int RomanRow = 3;

    // People do not say a quantity digit by digit: three digits announce a number that may go on.
    private const int SpelledRow = 3;

    private static readonly Dictionary<string, int> s_values = Values();

    private static readonly Dictionary<string, int> s_times = new() { ["double"] = 2, ["doble"] = 2, ["triple"] = 3, ["treble"] = 3 };

    // Words that say that the number goes on.
    private static readonly HashSet<string> s_goesOn = Words(
        "then dash hyphen minus slash followed after next last finally ends again space luego despues guion barra sigue siguen "
        + "seguido acaba termina finalmente espacio menos");

    // Words that may stand beside them. Alone they list numbers that are each for themselves, unless a number was announced.
    private static readonly HashSet<string> s_fillers = Words(
        "and that by in with dot point the comes el los y e de en con por punto eso coma");

    private static readonly HashSet<string> s_announces = Words(
        "number numbers no record chart mrn card id code social ssn passport phone cell mobile call text ring dial account "
        + "policy numero historia expediente tarjeta telefono movil llamala llamalo llama dni nhc poliza cuenta codigo");

    /// <summary>The text with its numbers in digits.</summary>
    /// <param name="plain">What <see cref="NoteText.Normalize"/> returned.</param>
    public static string ToDigits(string plain)
    {
        var tokens = Tokens(plain);
        var numbers = Numbers(tokens, out var isSpelledOut);
        return DrawTogether(numbers, isAnnounced: isSpelledOut || tokens.Exists(s_announces.Contains));
    }

    // Words, numbers, and what stands between them, each for itself.
    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (char.IsLetterOrDigit(text[at]))
            {
                while (end < text.Length && char.IsLetterOrDigit(text[end]))
                    end++;
            }

            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    private static List<string> Numbers(List<string> tokens, out bool isSpelledOut)
    {
        isSpelledOut = false;
        var result = new List<string>(tokens.Count);
        for (var at = 0; at < tokens.Count;)
        {
            if (Roman(tokens, at, result) is var afterRoman && afterRoman > at)
            {
                at = afterRoman;
            }
            else if (SpelledOut(tokens, at, result) is var afterDigits && afterDigits > at)
            {
                at = afterDigits;
                isSpelledOut |= result[^1].Length >= SpelledRow;
            }
            else if (s_values.ContainsKey(tokens[at]) && (tokens[at] != "once" || IsSpanishOnce(tokens, at)))
            {
                at = Number(tokens, at, result);
            }
            else
            {
                result.Add(tokens[at]);
                at++;
            }
        }

        return result;
    }

    // Digits told one by one are one number: "six one seven", "double four seven", "oh seven".
    private static int SpelledOut(List<string> tokens, int start, List<string> result)
    {
        var digits = new StringBuilder();
        var end = start;
        for (int? at = start; at is { } next; at = Next(tokens, end - 1))
        {
            var times = s_times.GetValueOrDefault(tokens[next], 1);
            if (times > 1 && Next(tokens, next) is { } repeated)
                next = repeated;
            if (DigitOf(tokens[next]) is not { } digit)
                break;
            digits.Append(digit, times);
            end = next + 1;
        }

        if (digits.Length < 2)
            return start;
        result.Add(digits.ToString());
        return end;
    }

    // One number: "nine hundred two", "sesenta y dos", "nineteen sixty-two"; "six one seven" are three.
    private static int Number(List<string> tokens, int start, List<string> result)
    {
        int total = 0, part = s_values[tokens[start]], smallest = Rank(part), end = start + 1;
        for (var at = Next(tokens, start); at is { } next; at = Next(tokens, next))
        {
            if (tokens[next] is "y" or "and")
            {
                if (Next(tokens, next) is not { } following
                    || !s_values.TryGetValue(tokens[following], out var tail) || Rank(tail) >= smallest
                    || (tokens[next] == "y" ? Rank(part) != 2 && part < 100 : part < 100))
                    break;
                next = following;
            }

            if (!s_values.TryGetValue(tokens[next], out var value))
                break;
            if (value == 1000 && part < 1000)
            {
                total += Math.Max(part, 1) * 1000;
                part = 0;
                smallest = 4;
            }
            else if (value == 100 && part is > 0 and < 100)
            {
                part *= 100;
                smallest = 3;
            }
            else if (part is >= 18 and <= 20 && total == 0 && value is >= 10 and < 100 && tokens[next] != "y")
            {
                // A year told in two halves.
                part *= 100;
                part += value;
                smallest = value % 10 == 0 && value >= 20 ? 2 : 1;
            }
            else if (Rank(value) < smallest && (part == 0 || part >= 20 && part % 10 == 0))
            {
                part += value;
                smallest = value >= 20 && value % 10 == 0 ? Rank(value) : 1;
            }
            else
            {
                break;
            }

            end = next + 1;
            at = next;
        }

        result.Add((total + part).ToString(CultureInfo.InvariantCulture));
        return end;
    }

    // 1 for what can be a number's last digit, 2 for tens, 3 for hundreds, 4 for thousands. Ten to nineteen take no digit after them.
    private static int Rank(int value) => value >= 1000 ? 4 : value >= 100 ? 3 : value >= 20 ? 2 : 1;

    private static int Roman(List<string> tokens, int start, List<string> result)
    {
        var values = new List<string>();
        var end = start;
        for (int? at = start; at is { } next && RomanValue(tokens[next]) is { } value; at = Next(tokens, next))
        {
            values.Add(value.ToString(CultureInfo.InvariantCulture));
            end = next + 1;
        }

        if (values.Count < RomanRow)
            return start;
        result.Add(string.Concat(values));
        return end;
    }

    private static int? RomanValue(string numeral)
    {
        if (numeral.Length > 8)
            return null;
        int sum = 0, before = int.MaxValue;
        foreach (var character in numeral)
        {
            var value = character switch { 'i' => 1, 'v' => 5, 'x' => 10, 'l' => 50, 'c' => 100, 'd' => 500, 'm' => 1000, _ => 0 };
            if (value == 0)
                return null;
            sum += before < value ? value - 2 * before : value;
            before = value;
        }

        return sum;
    }

    private static string DrawTogether(List<string> tokens, bool isAnnounced)
    {
        var text = new StringBuilder();
        for (var at = 0; at < tokens.Count;)
        {
            text.Append(tokens[at]);
            if (IsNumber(tokens[at]) && EndOfGap(tokens, at, isAnnounced) is { } next)
            {
                text.Append(' ');
                at = next;
            }
            else
            {
                at++;
            }
        }

        return text.ToString();
    }

    // Where the same number goes on, if it does: after words that say so, or at most a comma or "and" where a number was announced.
    private static int? EndOfGap(List<string> tokens, int start, bool isAnnounced)
    {
        const int longest = 9;
        var goesOn = isAnnounced;
        var words = 0;
        for (var at = start + 1; at < tokens.Count && at <= start + longest; at++)
        {
            var token = tokens[at];
            if (IsNumber(token))
                return goesOn && words <= 4 && !(IsRound(tokens[start]) && IsRound(token)) ? at : null;
            if (s_goesOn.Contains(token))
            {
                goesOn = true;
                words++;
            }
            else if (s_fillers.Contains(token))
            {
                words++;
            }
            else if (token is not (" " or "," or ";"))
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsNumber(string token) => char.IsAsciiDigit(token[0]) && char.IsAsciiDigit(token[^1]);

    private static bool IsRound(string number) => number.EndsWith("00", StringComparison.Ordinal);

    private static char? DigitOf(string token) =>
        token == "oh" ? '0' : s_values.TryGetValue(token, out var value) && value < 10 ? (char)('0' + value) : null;

    // Eleven in Spanish; in English a word of every second note.
    private static bool IsSpanishOnce(List<string> tokens, int at) =>
        (Next(tokens, at) is { } next && (tokens[next] == "de" || s_values.ContainsKey(tokens[next])))
        || (at >= 2 && (tokens[at - 2] is "el" or "dia" || s_values.ContainsKey(tokens[at - 2])));

    // The next word, if only a blank or a hyphen stands before it.
    private static int? Next(List<string> tokens, int at) =>
        at + 2 < tokens.Count && tokens[at + 1] is " " or "-" ? at + 2 : null;

    private static Dictionary<string, int> Values()
    {
        var values = new Dictionary<string, int>();
        Count(0, 1, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            + "eighteen nineteen");
        Count(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety hundred");
        Count(1, 1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            + "fifteenth sixteenth");
        Count(17, 1, "seventeenth eighteenth nineteenth twentieth");
        Count(0, 1, "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
            + "dieciocho diecinueve");
        Count(20, 1, "veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve");
        Count(30, 10, "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien");
        Count(100, 100, "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos mil");
        (values["thousand"], values["thirtieth"], values["primero"], values["nought"]) = (1000, 30, 1, 0);
        return values;

        void Count(int first, int step, string words)
        {
            foreach (var word in words.Split(' '))
            {
                values[word] = first;
                first += step;
            }
        }
    }
}
