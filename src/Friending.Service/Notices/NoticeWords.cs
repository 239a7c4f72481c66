using System.Globalization;
using Friending.Service.Decisions;
using Friending.Service.Languages;

namespace Friending.Service.Notices;

/// <summary>Puts notices into words.</summary>
internal sealed class NoticeWords
{
    private readonly Words _words;
    private readonly CultureInfo _culture;
    private readonly TimeZoneInfo _zone;

    /// <summary>Words in a language, English where there are none in it.</summary>
    /// <param name="language">The language.</param>
    /// <param name="zone">Whose clocks times are told by.</param>
    internal NoticeWords(CultureInfo language, TimeZoneInfo zone)
    {
        (_words, _culture) = Words.For(language);
        _zone = zone;
    }

    /// <summary>What the team, and whom it escalates to, are told of a case.</summary>
    internal NoticeText ForTeam(NoticeKind kind, bool isAppeal, CaseLine line) => Text(
        _words[kind == NoticeKind.Arrived && isAppeal ? "notice.Appealed" : $"notice.{kind}"], [Asked(line), Due(kind, line)], [],
        line.Link, "notice.openCase");

    /// <summary>What whoever asked is told; when it is decided, also the groups that the organisation offers with the answer.</summary>
    internal NoticeText ForAsker(NoticeKind kind, Decision decision, Uri? link)
    {
        List<AnswerGroup> groups = kind == NoticeKind.Decided ? [.. decision.Advice.SelectMany(a => a.Groups ?? [])] : [];
        return Text(
            _words[$"notice.{kind}"],
            [
                _words.Say($"notice.you.{kind}", About(decision.Platform), Day(decision.DecidedAt)),
                _words[link is null ? "notice.seeYourRequests" : "notice.seeLink"],
                .. groups.Count > 0 ? [_words["notice.groups"]] : Array.Empty<string>(),
            ],
            [.. groups.Select(g => (g.Name, (Uri?)new Uri(g.Address)))], link, "notice.openRequest");
    }

    /// <summary>What is due today.</summary>
    internal NoticeText Reminder(IReadOnlyList<CaseLine> overdue, IReadOnlyList<CaseLine> today, Uri? link)
    {
        var subject = overdue.Count == 0 ? _words.Say("notice.today", Cases(today.Count))
            : today.Count == 0 ? _words.Say("notice.overdue", Cases(overdue.Count))
            : _words.Say("notice.overdueAndToday", Cases(overdue.Count), today.Count);
        return Text(
            subject, [$"{subject}:"], [.. overdue.Concat(today).Select(l => ($"{Asked(l)} {Due(NoticeKind.Reminder, l)}", l.Link))], link,
            "notice.openReviews");
    }

    private NoticeText Text(
        string subject, IReadOnlyList<string> sentences, IReadOnlyList<(string Text, Uri? Link)> items, Uri? link, string linkText) =>
        new(_words.Language, subject, sentences, items, link, _words[linkText], more => _words.Say("notice.more", Cases(more)));

    private string Asked(CaseLine line) => _words.Say("notice.somebodyAsked", About(line.Platform), Day(line.AskedAt));

    private string Due(NoticeKind kind, CaseLine line)
    {
        var due = TimeZoneInfo.ConvertTime(line.DueAt, _zone);
        var at = $"{due.ToString("M", _culture)}, {due.ToString("t", _culture)}";
        return _words.Say(kind == NoticeKind.Overdue ? "notice.wasDue" : "notice.due", at)
            + $" {_words[line.IsTaken ? "notice.taken" : "notice.notTaken"]}";
    }

    private string About(string? platform) => platform is null ? "" : _words.Say("notice.about", platform);

    private string Cases(int count) => _words.Count("notice.cases", count == 1, count);

    private string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).ToString(Words.DayFormat(_culture), _culture);
}
