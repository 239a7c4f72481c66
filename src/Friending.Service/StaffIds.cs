using System.Globalization;
using System.Text;

namespace Friending.Service;

/// <summary>One way to write a staff id, so that one person has one id however it was typed.</summary>
public static class StaffIds
{
    /// <summary>How long an id may be, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>What stands where the id of somebody stood who was erased.</summary>
    public const string Erased = "erased";

    /// <summary>
    /// The id as it is kept: without blanks around it, compatibility forms such as full-width letters as their ordinary ones
    /// (Unicode NFKC), and without format characters, which nobody sees.
    /// </summary>
    /// <param name="text">The id as it came.</param>
    /// <returns>The id; null if what is left is not one word of 1 to <see cref="MaxLength"/> printable ASCII characters.</returns>
    public static string? Normalize(string? text)
    {
        if (text is null)
            return null;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a surrogate pair would make the framework's normalisation throw, and is no ASCII either.
            if (rune == Rune.ReplacementChar)
                return null;
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                kept.Append(rune);
        }

        var id = kept.ToString().Normalize(NormalizationForm.FormKC).Trim();
        return id.Length is > 0 and <= MaxLength && id.All(c => c is > ' ' and < '\u007F') ? id : null;
    }

    /// <summary>
    /// Whether an id is none of a person's, since it stands for something else where people are named: <c>key:NAME</c> for a program,
    /// <c>erased</c> for somebody who was erased.
    /// </summary>
    public static bool IsReserved(string? id) =>
        AreSame(id, Erased) || Key(id).StartsWith("key:", StringComparison.Ordinal);

    /// <summary>
    /// What the ids of one person have in common, also of ids that were kept before they had to be written in one way: the id as
    /// <see cref="Normalize"/> writes it, in lower case. For comparing, never for showing.
    /// </summary>
    public static string Key(string? id) => (Normalize(id) ?? id?.Trim() ?? "").ToLowerInvariant();

    /// <summary>Whether both are ids of the same person.</summary>
    public static bool AreSame(string? one, string? other) => one is not null && other is not null && Key(one) == Key(other);
}
