using System.Text.RegularExpressions;

namespace Friending.Service.Notes;

/// <summary>
/// Keeps patients' identifiers out of the service. A note is about the circumstances only ("we were in the same class from 1979 to
/// 1985"); one that looks as if it held an identifier is refused before anything is stored or logged.
/// </summary>
/// <remarks>
/// <para>
/// Refused: numbers of five and more digits in one piece or seven and more in pieces, full dates, dates or years said to be of a
/// birth, e-mail addresses, telephone numbers, addresses of profiles and pages, user names, record numbers; in English and Spanish,
/// whatever digits, look-alike letters, invisible characters or separators they are written with.
/// </para>
/// <para>
/// Let through: years and months ("since March 2010"), days without a year, round amounts ("12,000 members"), times, ranges, rooms,
/// ages, and the birth year of the writer's own children. When in doubt the note is refused: the writer can say it in other words,
/// a stored identifier cannot be unsaid. So a full date is refused whoever's it is.
/// </para>
/// <para>
/// Not looked for: people's names, and numbers written as words. The guard is a net under people who know the rule, not a proof that
/// a note names nobody.
/// </para>
/// <para>Pure and without state; takes time linear in the text's length, which is the caller's to limit.</para>
/// </remarks>
public static class NoteGuard
{
    /// <summary>Looks for what may identify a patient.</summary>
    /// <param name="text">The note as it was received. Any string will do, also one with unpaired surrogates.</param>
    /// <returns>
    /// Each kind of identifier that the note seems to hold, once, in the order of <see cref="NoteFinding"/>; empty if the note may be
    /// kept. One identifier can be several kinds: most telephone numbers are long numbers too.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static IReadOnlyList<NoteFinding> Inspect(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = NoteText.Normalize(text);
        var found = new SortedSet<NoteFinding>();
        Look(plain, found);

        // The same note read in other ways; whatever any reading shows counts.
        var drawnTogether = NoteText.JoinSpacedCharacters(plain);
        if (drawnTogether != plain)
            Look(drawnTogether, found);
        var linesAsSentences = NoteText.Normalize(text.ReplaceLineEndings(". "));
        if (linesAsSentences != plain)
            Look(linesAsSentences, found);
        return [.. found];
    }

    /// <summary>What to call a finding in a message to the writer: a noun phrase in English, such as "a telephone number".</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="finding"/> is none of the defined values.</exception>
    public static string Describe(NoteFinding finding) => finding switch
    {
        NoteFinding.LongNumber => "a long number",
        NoteFinding.DateOfBirth => "a date of birth",
        NoteFinding.EmailAddress => "an e-mail address",
        NoteFinding.TelephoneNumber => "a telephone number",
        NoteFinding.ProfileAddress => "a profile address",
        NoteFinding.Handle => "a user name",
        NoteFinding.MedicalRecordNumber => "a medical record number",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "Not a kind of finding."),
    };

    private static void Look(string text, SortedSet<NoteFinding> found)
    {
        Add(NoteFinding.LongNumber, LongNumbers.IsIn(text));
        Add(
            NoteFinding.DateOfBirth,
            Any(NotePatterns.FullDate, text) || Any(NotePatterns.BirthPart, text)
            || NotePatterns.BirthYear.IsMatch(NotePatterns.OwnChildBorn.Replace(text, "")));
        Add(NoteFinding.EmailAddress, Any(NotePatterns.Email, text));
        Add(NoteFinding.TelephoneNumber, Any(NotePatterns.Telephone, text));
        Add(
            NoteFinding.ProfileAddress,
            Any(NotePatterns.Profile, text) || NotePatterns.Host.IsMatch(NotePatterns.PlainPlatform.Replace(text, "")));
        Add(
            NoteFinding.Handle,
            Any(NotePatterns.Handle, text) || Any(NotePatterns.NamedHandle, NotePatterns.PlainAnswer.Replace(text, "")));
        Add(NoteFinding.MedicalRecordNumber, Any(NotePatterns.MedicalRecord, text));

        void Add(NoteFinding finding, bool seen)
        {
            if (seen)
                found.Add(finding);
        }
    }

    private static bool Any(Regex[] patterns, string text) => Array.Exists(patterns, pattern => pattern.IsMatch(text));
}
