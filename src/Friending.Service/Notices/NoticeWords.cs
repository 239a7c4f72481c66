using System.Globalization;
using System.Text.RegularExpressions;
using Friending.Service.Decisions;

namespace Friending.Service.Notices;

/// <summary>The words of notices in one language. A language that lacks one does not compile.</summary>
internal abstract partial class NoticeWords(CultureInfo culture, TimeZoneInfo zone)
{
    /// <summary>The words for a language, English where there are none in it.</summary>
    /// <param name="language">The language.</param>
    /// <param name="zone">Whose clocks times are told by.</param>
    internal static NoticeWords For(CultureInfo language, TimeZoneInfo zone) => language.TwoLetterISOLanguageName switch
    {
        "es" => new SpanishNoticeWords(Specific(language), zone),
        "en" => new EnglishNoticeWords(Specific(language), zone),
        _ => new EnglishNoticeWords(CultureInfo.GetCultureInfo("en-US"), zone),
    };

    /// <summary>What the team, and whom it escalates to, are told of a case.</summary>
    internal NoticeText ForTeam(NoticeKind kind, bool isAppeal, CaseLine line) => new(
        culture.TwoLetterISOLanguageName, Subject(kind, isAppeal), [Asked(line.Platform, Day(line.AskedAt)), Due(kind, line)], [],
        line.Link, OpenCase, More);

    /// <summary>What whoever asked is told; when it is decided, also the groups that the organisation offers with the answer.</summary>
    internal NoticeText ForAsker(NoticeKind kind, Decision decision, Uri? link)
    {
        List<AnswerGroup> groups = kind == NoticeKind.Decided ? [.. decision.Advice.SelectMany(a => a.Groups ?? [])] : [];
        return new(
            culture.TwoLetterISOLanguageName, Subject(kind, isAppeal: false),
            [
                You(kind, decision.Platform, Day(decision.DecidedAt)), link is null ? SeeYourRequests : SeeLink,
                .. groups.Count > 0 ? [GroupsOffered] : Array.Empty<string>(),
            ],
            [.. groups.Select(g => (g.Name, (Uri?)new Uri(g.Address)))], link, OpenRequest, More);
    }

    /// <summary>What is due today.</summary>
    internal NoticeText Reminder(IReadOnlyList<CaseLine> overdue, IReadOnlyList<CaseLine> today, Uri? link) => new(
        culture.TwoLetterISOLanguageName, ReminderSubject(overdue.Count, today.Count), [ReminderText(overdue.Count, today.Count)],
        [.. overdue.Concat(today).Select(l => ($"{Asked(l.Platform, Day(l.AskedAt))} {Due(NoticeKind.Reminder, l)}", l.Link))], link,
        OpenReviews, More);

    protected string Time(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return $"{local.ToString("M", culture)}, {local.ToString("t", culture)}";
    }

    // The culture's long date less the day of the week.
    private string Day(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(DayOfWeek().Replace(culture.DateTimeFormat.LongDatePattern, "").Trim(), culture);

    private string Due(NoticeKind kind, CaseLine line) => $"{DueText(kind, line)} {(line.IsTaken ? Taken : NotTaken)}";

    private static CultureInfo Specific(CultureInfo language) =>
        language.IsNeutralCulture ? CultureInfo.CreateSpecificCulture(language.Name) : language;

    protected abstract string Subject(NoticeKind kind, bool isAppeal);
    protected abstract string Asked(string? platform, string day);
    protected abstract string DueText(NoticeKind kind, CaseLine line);
    protected abstract string Taken { get; }
    protected abstract string NotTaken { get; }
    protected abstract string You(NoticeKind kind, string? platform, string day);
    protected abstract string SeeLink { get; }
    protected abstract string SeeYourRequests { get; }
    protected abstract string GroupsOffered { get; }
    protected abstract string ReminderSubject(int overdue, int today);
    protected abstract string ReminderText(int overdue, int today);
    protected abstract string OpenCase { get; }
    protected abstract string OpenRequest { get; }
    protected abstract string OpenReviews { get; }
    protected abstract string More(int cases);

    [GeneratedRegex(@"dddd,?\s*")]
    private static partial Regex DayOfWeek();
}

/// <summary>English.</summary>
internal sealed class EnglishNoticeWords(CultureInfo culture, TimeZoneInfo zone) : NoticeWords(culture, zone)
{
    protected override string Subject(NoticeKind kind, bool isAppeal) => kind switch
    {
        NoticeKind.Arrived => isAppeal ? "Somebody asks you to look again" : "A case waits for a decision",
        NoticeKind.Asked => "A reviewer has a question about your request",
        NoticeKind.Answered => "There is an answer about a case",
        NoticeKind.Decided => "Your request has been decided",
        _ => "A case is overdue",
    };

    protected override string Asked(string? platform, string day) => $"Somebody asked{About(platform)} on {day}.";
    protected override string DueText(NoticeKind kind, CaseLine line) =>
        kind == NoticeKind.Overdue ? $"The decision was due on {Time(line.DueAt)}." : $"The decision is due on {Time(line.DueAt)}.";
    protected override string Taken => "A reviewer has taken it.";
    protected override string NotTaken => "Nobody has taken it yet.";
    protected override string You(NoticeKind kind, string? platform, string day) => kind == NoticeKind.Decided
        ? $"A person has decided the request{About(platform)} that you made on {day}."
        : $"Before a person can decide the request{About(platform)} that you made on {day}, they need to know more about it.";
    protected override string SeeLink => "The link leads to it, once you have signed in.";
    protected override string SeeYourRequests => "You find it under “My requests”.";
    protected override string GroupsOffered => "Groups of our own, where people can stay in touch:";
    protected override string ReminderSubject(int overdue, int today) =>
        overdue == 0 ? $"{Cases(today)} due today"
        : today == 0 ? $"{Cases(overdue)} overdue"
        : $"{Cases(overdue)} overdue, {today} due today";
    protected override string ReminderText(int overdue, int today) => $"{ReminderSubject(overdue, today)}:";
    protected override string OpenCase => "Open the case";
    protected override string OpenRequest => "Open my request";
    protected override string OpenReviews => "Open the list of reviews";
    protected override string More(int cases) => $"{Cases(cases)} more.";

    private static string About(string? platform) => platform is null ? "" : $" about {platform}";

    private static string Cases(int count) => count == 1 ? "1 case" : FormattableString.Invariant($"{count} cases");
}

/// <summary>Spanish.</summary>
internal sealed class SpanishNoticeWords(CultureInfo culture, TimeZoneInfo zone) : NoticeWords(culture, zone)
{
    protected override string Subject(NoticeKind kind, bool isAppeal) => kind switch
    {
        NoticeKind.Arrived => isAppeal ? "Alguien pide que se revise una decisión" : "Un caso espera una decisión",
        NoticeKind.Asked => "Una pregunta sobre su solicitud",
        NoticeKind.Answered => "Hay una respuesta sobre un caso",
        NoticeKind.Decided => "Su solicitud está decidida",
        _ => "Un caso está fuera de plazo",
    };

    protected override string Asked(string? platform, string day) => $"Alguien preguntó{About(platform)} el {day}.";
    protected override string DueText(NoticeKind kind, CaseLine line) =>
        kind == NoticeKind.Overdue ? $"El plazo venció el {Time(line.DueAt)}." : $"El plazo vence el {Time(line.DueAt)}.";
    protected override string Taken => "Un revisor se ocupa de él.";
    protected override string NotTaken => "Nadie se ocupa todavía de él.";
    protected override string You(NoticeKind kind, string? platform, string day) => kind == NoticeKind.Decided
        ? $"Una persona ha decidido la solicitud{About(platform)} que usted hizo el {day}."
        : $"Para decidir la solicitud{About(platform)} que usted hizo el {day}, una persona necesita saber más de las circunstancias.";
    protected override string SeeLink => "El enlace lleva a ella, una vez iniciada la sesión.";
    protected override string SeeYourRequests => "La encontrará en «Mis solicitudes».";
    protected override string GroupsOffered => "Nuestros grupos, donde es posible seguir en contacto:";
    protected override string ReminderSubject(int overdue, int today) =>
        overdue == 0 ? $"{Cases(today)} con plazo hoy"
        : today == 0 ? $"{Cases(overdue)} fuera de plazo"
        : $"{Cases(overdue)} fuera de plazo, {today} con plazo hoy";
    protected override string ReminderText(int overdue, int today) => $"{ReminderSubject(overdue, today)}:";
    protected override string OpenCase => "Abrir el caso";
    protected override string OpenRequest => "Abrir mi solicitud";
    protected override string OpenReviews => "Abrir la lista de revisiones";
    protected override string More(int cases) => $"{Cases(cases)} más.";

    private static string About(string? platform) => platform is null ? "" : $" sobre {platform}";

    private static string Cases(int count) => count == 1 ? "1 caso" : FormattableString.Invariant($"{count} casos");
}
