using System.Globalization;
using Friending.Policy.Documents;
using Friending.Service.Languages;

namespace Friending.Service.Digests.Rendering;

/// <summary>Puts a digest into words.</summary>
internal sealed class DigestPhrasing
{
    // The filters of the page of decisions, up to the value: a row counts what its rules decided together and no other with them.
    private static readonly Dictionary<DigestDimension, string> s_filters = new()
    {
        [DigestDimension.Outcome] = "outcome",
        [DigestDimension.Rule] = "alone=true&rule",
        [DigestDimension.Department] = "department",
    };

    private readonly Digest _digest;
    private readonly Words _words;
    private readonly CultureInfo _culture;
    private readonly DigestLabels _labels;
    private readonly TimeZoneInfo _zone;

    private DigestPhrasing(Digest digest, CultureInfo culture, PolicyDocument policy)
    {
        _digest = digest;
        (_words, _culture) = Words.For(culture);
        _labels = new(policy, _words);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(digest.TimeZone);
    }

    /// <summary>The digest in words.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="culture">The language, and how to write numbers and dates.</param>
    /// <param name="policy">Knows what outcomes, rules and guidelines are called.</param>
    /// <param name="publicUrl">The service's address; null where nobody knows it.</param>
    internal static DigestContent Phrase(Digest digest, CultureInfo culture, PolicyDocument policy, string? publicUrl) =>
        new DigestPhrasing(digest, culture, policy).Phrase(publicUrl);

    private bool IsOfDepartment => _digest.Audience != Digest.Organisation;

    private bool IsEmpty => _digest.Requests.Value == 0;

    private DigestContent Phrase(string? publicUrl) => new()
    {
        Language = _words.Language,
        Title = Words.Capital(_words.Say("title", _labels.Subject, _digest.Week.Number)),
        Period = Period(),
        Audience = IsOfDepartment ? Department : _words["organisation"],
        First = [.. First(publicUrl?.TrimEnd('/'))],
        Sentences = [.. Sentences()],
        Outcomes = IsEmpty ? null : Tables(DigestDimension.Outcome).FirstOrDefault(),
        Trend = Trend(),
        Reviews = Reviews(),
        Exemptions = IsEmpty
            ? null
            : new(_words["exemptions"], [.. _digest.Exemptions.Select(e =>
                new DigestLine(_labels.Exemption(e.Exemption), Figure(e.Permitted)))]),
        Breakdowns = IsEmpty ? [] : [.. Enum.GetValues<DigestDimension>().Where(d => d != DigestDimension.Outcome).SelectMany(Tables)],
        Background = Background() is { Count: > 0 } lines ? new(_words["background"], lines) : null,
        Footnote = AnyHidden() ? _words.Say("footnote", Words.Capital(FewerThan(_digest.Threshold)), _words["notTold"]) : null,
        Closing = _words.Say("closing", Moment(_digest.TakenAt), _digest.TimeZone),
        LinkText = _words["link"],
        DetailsText = _words["details"],
        ShortenedText = _words["shortened"],
        Link = string.IsNullOrEmpty(publicUrl)
            ? null
            : new($"{publicUrl.TrimEnd('/')}/digests?week={_digest.Week}&audience={Uri.EscapeDataString(_digest.Audience)}"),
    };

    private string Department => DigestLabels.OneLine(_digest.Audience);

    private IEnumerable<DigestTask> First(string? address)
    {
        var (overdue, due) = (_digest.Reviews.Overdue, _digest.Reviews.Due);
        var isNone = true;
        if (overdue is { } late && late.Value != 0)
            yield return Task(Words.Capital(_words.Count("overdueCases", late.Value == 1, Some(late))), "/reviews");
        if (due is { } soon && soon.Value != 0)
            yield return Task(Words.Capital(_words.Count("dueCases", soon.Value == 1, Some(soon))), "/reviews");
        if (_digest.Poisoned is > 0 and { } poisoned)
            yield return Task(_words.Count("poisonedMessages", poisoned == 1, Number(poisoned)), "/admin");
        foreach (var change in _digest.Changes)
        {
            var label = _labels.Of(change.By, change.Value, change.Fact);
            yield return Task(
                _words.Say("changed", label, Number(change.Requests), Number(change.WeekBefore)),
                s_filters.TryGetValue(change.By, out var filter) && change.Value.Length > 0
                    ? $"/decisions?from={Instant(_digest.From)}&to={Instant(_digest.To)}{OfAudience()}"
                        + $"&{filter}={Uri.EscapeDataString(change.Value)}"
                    : $"/digests?week={_digest.Week}&audience={Uri.EscapeDataString(_digest.Audience)}");
        }
        if (isNone)
            yield return new(_words["nothingFirst"], null);

        DigestTask Task(string text, string path)
        {
            isNone = false;
            return new(text, string.IsNullOrEmpty(address) ? null : new(address + path));
        }

        string OfAudience() => _digest.Audience == Digest.Organisation ? "" : $"&department={Uri.EscapeDataString(_digest.Audience)}";

        string Some(DigestFigure figure) => figure.Withheld ? _words["some"] : Figure(figure);

        static string Instant(DateTimeOffset at) =>
            Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> Sentences()
    {
        yield return FirstSentence();
        if (MostFrequent() is { } row)
            yield return _words.Say("mostFrequent", _labels.Of(DigestDimension.Outcome, row.Value), Share(row.Requests, _digest.Requests)
                ?? Figure(row.Requests));
        var reviews = _digest.Reviews;
        if (reviews.Pending.Value != 0 && !reviews.Pending.Withheld)
            yield return Words.Capital(_words.Count(
                reviews.OldestPendingSince is null ? "waiting" : "waitingSince", reviews.Pending.Value == 1, Figure(reviews.Pending),
                reviews.OldestPendingSince is { } since ? Day(since) : null));
        if (_digest.TakenAt < _digest.To)
            yield return _words.Say("notOver", Moment(_digest.TakenAt));
    }

    private string FirstSentence()
    {
        var number = Figure(_digest.Requests);
        var before = _digest.RequestsWeekBefore;
        if (IsEmpty)
        {
            var nobody = _words.Say(IsOfDepartment ? "noRequestsOf" : "noRequests", _labels.Subject, Department);
            return before.Value > 0 ? $"{nobody[..^1]} ({_words.Say("weekBefore", Figure(before))})." : nobody;
        }
        var isOne = _digest.Requests.Value == 1;
        var asked = _digest.Requests.Withheld
            ? _words.Say(IsOfDepartment ? "askedNotToldBy" : "askedNotTold", _labels.Subject, Department)
            : _words.Count(IsOfDepartment ? "askedBy" : "asked", isOne, number, _labels.Subject, Department);
        var change = (_digest.Requests.Value - before.Value) switch
        {
            null => "",
            0 => $", {_words["asMany"]}",
            > 0 and { } more => $", {_words.Say("more", Number(more))}",
            { } less => $", {_words.Say("less", Number(-less))}",
        };
        return $"{Words.Capital(asked)}{change}.";
    }

    // Only if no row that is not told could be more frequent.
    private DigestRow? MostFrequent()
    {
        var rows = _digest.Breakdowns.FirstOrDefault(b => b.By == DigestDimension.Outcome)?.Rows ?? [];
        return rows.MaxBy(r => r.Requests.Value ?? 0) is { Requests.Value: > 0, Value: not DigestRow.Others } most
            && !rows.Any(r => r.Requests.Withheld) ? most : null;
    }

    private IEnumerable<DigestTable> Tables(DigestDimension by)
    {
        var columns = new DigestColumns(_words["figureColumn"], _words["shareColumn"], _words["changeColumn"]);
        foreach (var breakdown in _digest.Breakdowns.Where(b => b.By == by && b.Rows.Count > 0))
            yield return new(by == DigestDimension.Outcome ? _words["outcomes"] : _labels.Title(breakdown), columns, Bars(breakdown));
    }

    private IReadOnlyList<DigestBar> Bars(DigestBreakdown breakdown)
    {
        // Outcomes are parts of the whole; of the others the longest bar fills the column.
        var all = _digest.Requests.Value;
        var most = breakdown.Rows.Max(r => r.Requests.Value ?? 0);
        var whole = breakdown.By == DigestDimension.Outcome ? all ?? most : most;
        return
        [
            .. breakdown.Rows.Select(row => new DigestBar(
                _labels.Of(breakdown.By, row.Value, breakdown.Fact),
                Figure(row.Requests),
                Share(row.Requests, _digest.Requests),
                Change(row.Requests, row.WeekBefore),
                Percent(row.Requests.Value, whole),
                breakdown.By == DigestDimension.Outcome ? _labels.Tone(row.Value) : DigestTone.Plain)),
        ];
    }

    private DigestChart Trend()
    {
        var most = _digest.Trend.Select(t => t.Requests.Value ?? 0).DefaultIfEmpty().Max();
        return new(_words["trend"],
        [
            .. _digest.Trend.Select(t => new DigestColumn(
                t.Week.Monday.ToString(ShortDay(), _culture), Short(t.Requests), Percent(t.Requests.Value, most), t.Week == _digest.Week)),
        ]);
    }

    private DigestLines Reviews()
    {
        var reviews = _digest.Reviews;
        List<DigestLine> lines = [new(_words["opened"], Figure(reviews.Opened)), new(_words["resolved"], Figure(reviews.Resolved))];
        if (reviews.MedianHoursToResolve is { } hours)
            lines.Add(new(_words["median"], _words.Say("hours", hours.ToString(hours < 10 ? "0.#" : "N0", _culture))));
        lines.Add(new(_words["pending"], Figure(reviews.Pending)));
        if (reviews.OldestPendingSince is { } since)
        {
            var days = (int)(_digest.TakenAt - since).TotalDays;
            lines.Add(new(_words["oldest"], Day(since), days > 0 ? _words.Count("days", days == 1, Number(days)) : null));
        }
        return new(_words["reviews"], lines);
    }

    private List<DigestLine> Background()
    {
        var lines = _digest.Policies
            .Select(p => new DigestLine(_words.Say("policy", DigestLabels.OneLine(p.Version)), p.Requests.Withheld ? Figure(p.Requests)
                : _words.Count("requests", p.Requests.Value == 1, Figure(p.Requests))))
            .ToList();
        if (_digest.Poisoned is { } poisoned)
            lines.Add(new(_words["poisoned"], Number(poisoned)));
        return lines;
    }

    private bool AnyHidden()
    {
        DigestFigure?[] single =
        [
            _digest.Requests, _digest.RequestsWeekBefore, _digest.Reviews.Opened, _digest.Reviews.Resolved,
            _digest.Reviews.Pending,
        ];
        var rows = _digest.Breakdowns.SelectMany(b => b.Rows).Select(r => (DigestFigure?)r.Requests);
        var others = _digest.Trend.Select(t => t.Requests).Concat(_digest.Exemptions.Select(e => e.Permitted))
            .Concat(_digest.Policies.Select(p => p.Requests));
        return single.Concat(rows).Concat(others.Cast<DigestFigure?>()).Any(f => f is { Value: null });
    }

    private string Figure(DigestFigure figure) => figure switch
    {
        { Value: { } value } => Number(value),
        { FewerThan: { } threshold } => FewerThan(threshold),
        _ => _words["notTold"],
    };

    private string Short(DigestFigure figure) => figure switch
    {
        { Value: { } value } => Number(value),
        { FewerThan: { } threshold } => $"<{Number(threshold)}",
        _ => "–",
    };

    private string FewerThan(int threshold) => _words.Say("fewerThan", threshold);

    private string Number(int value) => value.ToString("N0", _culture);

    private string? Share(DigestFigure part, DigestFigure? whole) =>
        part.Value is { } value && whole?.Value is > 0 and var all ? ((double)value / all).ToString("P0", _culture) : null;

    private string? Change(DigestFigure now, DigestFigure before) => (now.Value - before.Value) switch
    {
        null => null,
        0 => _words["noChange"],
        > 0 and { } more => $"+{Number(more)}",
        { } less => $"−{Number(-less)}",
    };

    // A number that is not none has a bar that can be seen.
    private static int Percent(int? part, int? whole) =>
        part is > 0 && whole is > 0 ? Math.Clamp((int)Math.Round(100.0 * part.Value / whole.Value), 1, 100) : 0;

    private string Period()
    {
        var (first, last) = (_digest.Week.Monday, _digest.Week.Monday.AddDays(6));
        var start = first.Year == last.Year ? first.ToString("M", _culture) : first.ToString(Words.DayFormat(_culture), _culture);
        return $"{start} – {last.ToString(Words.DayFormat(_culture), _culture)}";
    }

    private string Day(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).ToString("M", _culture);

    private string Moment(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, _zone);
        return $"{local.ToString(Words.DayFormat(_culture), _culture)}, {local.ToString("t", _culture)}";
    }

    // The culture's order of month and day, the month in a few letters.
    private string ShortDay() => _culture.DateTimeFormat.MonthDayPattern.StartsWith('M') ? "MMM d" : "d MMM";
}
