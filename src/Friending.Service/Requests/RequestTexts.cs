using System.Buffers;
using System.Text.RegularExpressions;
using Friending.Service.Notes;

namespace Friending.Service.Requests;

/// <summary>
/// What each text of a request may hold, besides the note: one rule for what is decided, kept on the poison queue, and shown. None may
/// identify a patient; an id may be a person's only where it is the staff member's own.
/// </summary>
internal static partial class RequestTexts
{
    // A reference this long, of letters and digits that take turns, is made by a generator.
    private const int ShortestGenerated = 16;
    private const int FewestLetters = 6;
    private const int FewestTurns = 4;

    private const int MostDigits = 4;

    private static readonly SearchValues<char> s_noNameHas = SearchValues.Create("@#\\<>{}|~^`");

    /// <summary>What is wrong with a staff id; null if nothing is.</summary>
    internal static string? WhyNotStaffId(string text) =>
        StaffIds.Normalize(text) is not { } id
            ? $"Must be one word of 1 to {StaffIds.MaxLength} printable ASCII characters."
        : StaffIds.IsReserved(id) ? "Must be the organisation's id of the staff member: erased and key:… stand for something else."
        : IsRecordNumber(id.Split('@')[0]) && !IsOfAJob(id.Split('@')[0])
        ? "Must be the organisation's id of the staff member, not a number of a record or an identity document."
        : null;

    /// <summary>What is wrong with the name of a network; null if nothing is.</summary>
    internal static string? WhyNotPlatform(string text) => IsPlatform(text) ? null
        : "Must be the name of a network, such as Facebook, or its bare host, such as example.org: no profile, user name or number.";

    /// <summary>What is wrong with the name of a job or a department; null if nothing is.</summary>
    internal static string? WhyNotName(string text) => IsName(text) ? null
        : "Must hold no number, date, address or user name that may identify somebody.";

    /// <summary>What is wrong with a reference; null if nothing is.</summary>
    internal static string? WhyNotReference(string text) =>
        !ReferenceForm().IsMatch(text) ? "Must be 1 to 64 of A-Z, a-z, 0-9, _ and -."
        : IsOpaque(text) ? null
        : "Must be an opaque reference, such as one made at random: no number of a record, no date, and not digits alone.";

    /// <summary>Whether a key or an id that a sender made tells nothing of anybody.</summary>
    internal static bool IsKey(string text) =>
        KeyForm().IsMatch(text) && !IsRecordNumber(text)
        && NoteGuard.Inspect(text).All(f => f is NoteFinding.LongNumber or NoteFinding.DateOfBirth or NoteFinding.TelephoneNumber);

    private static bool IsPlatform(string text) =>
        Networks().IsMatch(text) || Host().IsMatch(text)
        || (Words().IsMatch(text) && !UserName().IsMatch(text) && text.Count(char.IsDigit) <= MostDigits
            && NoteGuard.Inspect(text).Count == 0);

    private static bool IsName(string text) =>
        !text.AsSpan().ContainsAny(s_noNameHas) && (Code().IsMatch(text) || NoteGuard.Inspect(text).Count == 0)
        && !IsRecordNumber(text);

    private static bool IsOpaque(string reference)
    {
        if (Guid.TryParse(reference, out _))
            return true;
        var letters = reference.Count(char.IsAsciiLetter);
        if (letters == 0 || IsRecordNumber(reference))
            return false;
        if (reference.Length >= ShortestGenerated && letters >= FewestLetters && Turns(reference) >= FewestTurns)
            return true;
        return reference.Count(char.IsAsciiDigit) <= MostDigits && NoteGuard.Inspect(Separators().Replace(reference, " ")).Count == 0;
    }

    // How often letters give way to digits or digits to letters.
    private static int Turns(string text)
    {
        var turns = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if ((char.IsAsciiLetter(text[at - 1]) && char.IsAsciiDigit(text[at]))
                || (char.IsAsciiDigit(text[at - 1]) && char.IsAsciiLetter(text[at])))
                turns++;
        }

        return turns;
    }

    // PT is a physical therapist as well as a patient: an id that is refused keeps a person out of the whole service.
    private static bool IsOfAJob(string id) => JobAndNumber().IsMatch(id);

    private static bool IsRecordNumber(string text) =>
        text.Any(char.IsDigit) && RecordNumber().IsMatch(Separators().Replace(text, ""));

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ReferenceForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._:/+=-]{1,256}\z")]
    private static partial Regex KeyForm();

    [GeneratedRegex(@"[\s._-]+")]
    private static partial Regex Separators();

    // Eight digits and more; identity numbers of Spain, the United Kingdom, Medicare and Mexico; digits after the name of a register.
    [GeneratedRegex(
        @"\A(?:\d{8,}|\d{8}[A-Z]|[XYZ]\d{7}[A-Z]|[A-Z]{2}\d{6}[A-D]|\d[A-Z][A-Z0-9]\d[A-Z][A-Z0-9]\d[A-Z]{2}\d\d"
        + @"|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d"
        + @"|(?:mrn|nhc|nhs|ssn|dni|nie|nuhsa|cip|hc|chart|patient|paciente|pt|historia|record|rec|expediente|case|caso)"
        + @"(?:id|no|n)?[A-Z]?\d{2,})\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RecordNumber();

    // Physical therapist, receptionist, home care, case manager.
    [GeneratedRegex(@"\A(?:pt|rec|hc|case)[._-]?\d{2,7}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JobAndNumber();

    [GeneratedRegex(
        @"\A(?:Facebook|Instagram|Threads|WhatsApp|Messenger|X|Twitter|LinkedIn|TikTok|Snapchat|YouTube|Reddit|Pinterest"
        + @"|Telegram|Signal|Discord"
        + @"|Bluesky|Mastodon|Tumblr|Twitch|Skype|WeChat|Weibo|QQ|VK|Odnoklassniki|LINE|Viber|KakaoTalk|XING|Nextdoor|BeReal"
        + @"|Strava|Flickr|Vimeo"
        + @"|Doximity|Sermo|ResearchGate|Quora|Meetup|Slack|Microsoft Teams|Viva Engage|Yammer|Workplace|Google Chat|Truth Social)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Networks();

    // A name below another one, as in name.example.org, may be a person's; only what every site has is let through.
    [GeneratedRegex(@"\A(?:(?:www|m|web|mobile)\.)?[a-z0-9][a-z0-9-]{0,30}\.[a-z]{2,12}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[\p{L}\p{M}0-9][\p{L}\p{M}0-9 &'’+-]*\z")]
    private static partial Regex Words();

    [GeneratedRegex(@"\A\p{L}{3,}\d{2,}\z")]
    private static partial Regex UserName();

    // What an organisation calls a unit for short: CARD_01.
    [GeneratedRegex(@"\A[A-Z]{1,8}(?:[_-][A-Z0-9]{1,4}){1,3}\z")]
    private static partial Regex Code();
}
