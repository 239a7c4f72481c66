using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>
/// Keeps patients' identifiers out of the service. A note is about the circumstances only ("we were in the same class from 1979 to
/// 1985"); one that looks as if it held an identifier is refused before anything is stored or logged.
/// </summary>
/// <remarks>
/// <para>
/// Refused: numbers of five and more digits in one piece or seven and more in pieces, full dates, dates or years said to be of a
/// birth, e-mail addresses, telephone numbers, addresses of profiles and pages, user names, record numbers, street addresses,
/// postcodes and boxes, rooms and beds with a day, ages over 89, days of admission, treatment, discharge and death; in English and
/// Spanish, in digits or in words, whatever digits, look-alike letters, invisible characters, separators or encodings they are
/// written with.
/// </para>
/// <para>
/// Let through: years and months ("since March 2010"), days without a year, round amounts ("12,000 members"), times, ranges, rooms,
/// ages under 90, standards ("ISO 27001"), days of public events, and the birth year of the writer's own children. When in doubt the
/// note is refused: the writer can say it in other words, a stored identifier cannot be unsaid. So a full date is refused whoever's
/// it is.
/// </para>
/// <para>
/// Not looked for: people's names. The guard is a net under people who know the rule, not a proof that a note names nobody;
/// SECURITY.md lists what else it does not look for.
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
        var found = new SortedSet<NoteFinding>();
        foreach (var reading in NoteReadings.Of(text))
            Look(reading, found);
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
        NoteFinding.PostalAddress => "a postal address",
        NoteFinding.RoomOnADay => "a room or bed with a day",
        NoteFinding.GreatAge => "an age over 89",
        NoteFinding.CareDay => "a day of admission, treatment or discharge",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "Not a kind of finding."),
    };

    private static void Look(string text, SortedSet<NoteFinding> found)
    {
        LookForNames(text, found);
        // The plain form has every script's digits as these, and the numbers that are told in words have a reading of their own.
        if (text.AsSpan().ContainsAnyInRange('0', '9'))
            LookForNumbers(text, found);
    }

    // What may be told without any digit.
    private static void LookForNames(string text, SortedSet<NoteFinding> found)
    {
        var withoutCompanies = ContactPatterns.PlainCompany.Replace(text, " ");
        Add(found, NoteFinding.EmailAddress, Any(ContactPatterns.Email, withoutCompanies));
        Add(
            found, NoteFinding.ProfileAddress,
            Any(ContactPatterns.Profile, text)
            || ContactPatterns.Host.IsMatch(ContactPatterns.PlainPlatform.Replace(withoutCompanies, "")));
        Add(
            found, NoteFinding.Handle,
            Any(ContactPatterns.Handle, text) || Any(ContactPatterns.NamedHandle, ContactPatterns.PlainAnswer.Replace(text, "-")));
        Add(found, NoteFinding.GreatAge, AgePatterns.InAWord.IsMatch(text));
    }

    private static void LookForNumbers(string text, SortedSet<NoteFinding> found)
    {
        Add(
            found, NoteFinding.LongNumber,
            LongNumbers.IsIn(RecordPatterns.Standard.Replace(text, " ")) || RecordPatterns.NationalInsurance.IsMatch(text));
        var speaksOfBirth = DatePatterns.Birth.IsMatch(text);
        Add(
            found, NoteFinding.DateOfBirth,
            Any(DatePatterns.FullDate, speaksOfBirth ? text : DatePatterns.EventDay.Replace(DatePatterns.Pace.Replace(text, " "), " "))
            || Any(DatePatterns.BirthPart, text)
            || DatePatterns.BirthYear.IsMatch(DatePatterns.OwnChildBorn.Replace(text, "")));
        Add(found, NoteFinding.TelephoneNumber, Any(ContactPatterns.Telephone, text));
        Add(found, NoteFinding.MedicalRecordNumber, Any(RecordPatterns.MedicalRecord, text));
        Add(
            found, NoteFinding.PostalAddress,
            StreetAddresses.AreIn(text) || Any(PlacePatterns.Address, PlacePatterns.Ordinals.Replace(text, " ")));
        Add(found, NoteFinding.RoomOnADay, Any(PlacePatterns.RoomOnADay, PlacePatterns.EveryWeek.Replace(text, " ")));
        Add(found, NoteFinding.GreatAge, Any(AgePatterns.OverEightyNine, text));
        Add(found, NoteFinding.CareDay, Any(DatePatterns.CareDay, text));
    }

    private static void Add(SortedSet<NoteFinding> found, NoteFinding finding, bool seen)
    {
        if (seen)
            found.Add(finding);
    }
}
