using System.Globalization;
using System.Text.RegularExpressions;
using Friending.Policy.Documents;

namespace Friending.Service.Digests.Rendering;

/// <summary>Puts a digest into words.</summary>
internal sealed partial class DigestPhrasing
{
    // The filters of the page of decisions, up to the value: a row counts what its rules decided together and no other with them.
    private static readonly Dictionary<DigestDimension, string> s_filters = new()
    {
        [DigestDimension.Outcome] = "outcome",
        [DigestDimension.Rule] = "alone=true&rule",
        [DigestDimension.Department] = "department",
    };

    private readonly Digest _digest;
    private readonly DigestWords _words;
    private readonly CultureInfo _culture;
    private readonly DigestLabels _labels;
    private readonly TimeZoneInfo _zone;

    private DigestPhrasing(Digest digest, CultureInfo culture, PolicyDocument policy)
    {
        _digest = digest;
        (_words, _culture) = DigestWords.For(culture);
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
        Title = _words.Title(_labels.Subject, _digest.Week.Number),
        Period = Period(),
        Audience = IsOfDepartment ? Department : _words.Organisation,
        First = [.. First(publicUrl?.TrimEnd('/'))],
        Sentences = [.. Sentences()],
        Outcomes = IsEmpty ? null : Tables(DigestDimension.Outcome).FirstOrDefault(),
        Trend = Trend(),
        Reviews = Reviews(),
        Exemptions = IsEmpty
            ? null
            : new(_words.Exemptions, [.. _digest.Exemptions.Select(e =>
                new DigestLine(_labels.Exemption(e.Exemption), Figure(e.Permitted)))]),
        Breakdowns = IsEmpty ? [] : [.. Enum.GetValues<DigestDimension>().Where(d => d != DigestDimension.Outcome).SelectMany(Tables)],
        Background = Background() is { Count: > 0 } lines ? new(_words.Background, lines) : null,
        Footnote = AnyHidden() ? _words.Footnote(_words.FewerThan(_digest.Threshold), _words.NotTold) : null,
        Closing = _words.Closing(Moment(_digest.TakenAt), _digest.TimeZone),
        LinkText = _words.Link,
        DetailsText = _words.Details,
        ShortenedText = _words.Shortened,
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
            yield return Task(_words.OverdueCases(Some(late), late.Value == 1), "/reviews");
        if (due is { } soon && soon.Value != 0)
            yield return Task(_words.DueCases(Some(soon), soon.Value == 1), "/reviews");
        if (_digest.Poisoned is > 0 and { } poisoned)
            yield return Task(_words.PoisonedMessages(Number(poisoned), poisoned == 1), "/admin");
        foreach (var change in _digest.Changes)
        {
            var label = _labels.Of(change.By, change.Value, change.Fact);
            yield return Task(
                _words.Changed(label, Number(change.Requests), Number(change.WeekBefore)),
                s_filters.TryGetValue(change.By, out var filter) && change.Value.Length > 0
                    ? $"/decisions?from={Instant(_digest.From)}&to={Instant(_digest.To)}{OfAudience()}"
                        + $"&{filter}={Uri.EscapeDataString(change.Value)}"
                    : $"/digests?week={_digest.Week}&audience={Uri.EscapeDataString(_digest.Audience)}");
        }
        if (isNone)
            yield return new(_words.NothingFirst, null);

        DigestTask Task(string text, string path)
        {
            isNone = false;
            return new(text, string.IsNullOrEmpty(address) ? null : new(address + path));
        }

        string OfAudience() => _digest.Audience == Digest.Organisation ? "" : $"&department={Uri.EscapeDataString(_digest.Audience)}";

        string Some(DigestFigure figure) => figure.Withheld ? _words.Some : Figure(figure);

        static string Instant(DateTimeOffset at) =>
            Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> Sentences()
    {
        yield return FirstSentence();
        if (MostFrequent() is { } row)
            yield return _words.MostFrequent(_labels.Of(DigestDimension.Outcome, row.Value), Share(row.Requests, _digest.Requests)
                ?? Figure(row.Requests));
        var reviews = _digest.Reviews;
        if (reviews.Pending.Value != 0 && !reviews.Pending.Withheld)
            yield return _words.Waiting(Figure(reviews.Pending), reviews.Pending.Value == 1, reviews.OldestPendingSince is { } since
                ? Day(since) : null);
        if (_digest.TakenAt < _digest.To)
            yield return _words.NotOver(Moment(_digest.TakenAt));
    }

    private string FirstSentence()
    {
        var number = Figure(_digest.Requests);
        var before = _digest.RequestsWeekBefore;
        if (IsEmpty)
        {
            var nobody = IsOfDepartment ? _words.NoRequestsOf(Department, _labels.Subject) : _words.NoRequests(_labels.Subject);
            return before.Value > 0 ? $"{nobody[..^1]} ({_words.WeekBefore(Figure(before))})." : nobody;
        }
        var isOne = _digest.Requests.Value == 1;
        var asked = (_digest.Requests.Withheld, IsOfDepartment) switch
        {
            (true, true) => _words.AskedNotToldBy(Department, _labels.Subject),
            (true, false) => _words.AskedNotTold(_labels.Subject),
            (false, false) => _words.Asked(number, isOne, _labels.Subject),
            (false, true) => _words.AskedBy(Department, number, isOne, _labels.Subject),
        };
        var change = (_digest.Requests.Value - before.Value) switch
        {
            null => "",
            0 => $", {_words.AsMany}",
            > 0 and { } more => $", {_words.More(Number(more))}",
            { } less => $", {_words.Less(Number(-less))}",
        };
        return $"{char.ToUpper(asked[0], _culture)}{asked[1..]}{change}.";
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
        var columns = new DigestColumns(_words.FigureColumn, _words.ShareColumn, _words.ChangeColumn);
        foreach (var breakdown in _digest.Breakdowns.Where(b => b.By == by && b.Rows.Count > 0))
            yield return new(by == DigestDimension.Outcome ? _words.Outcomes : _labels.Title(breakdown), columns, Bars(breakdown));
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
        return new(_words.Trend,
        [
            .. _digest.Trend.Select(t => new DigestColumn(
                t.Week.Monday.ToString(ShortDay(), _culture), Short(t.Requests), Percent(t.Requests.Value, most), t.Week == _digest.Week)),
        ]);
    }

    private DigestLines Reviews()
    {
        var reviews = _digest.Reviews;
        var lines = new List<DigestLine> { new(_words.Opened, Figure(reviews.Opened)), new(_words.Resolved, Figure(reviews.Resolved)) };
        if (reviews.MedianHoursToResolve is { } hours)
            lines.Add(new(_words.Median, _words.Hours(hours.ToString(hours < 10 ? "0.#" : "N0", _culture))));
        lines.Add(new(_words.Pending, Figure(reviews.Pending)));
        if (reviews.OldestPendingSince is { } since)
        {
            var days = (int)(_digest.TakenAt - since).TotalDays;
            lines.Add(new(_words.Oldest, Day(since), days > 0 ? _words.Days(days, Number(days)) : null));
        }
        return new(_words.Reviews, lines);
    }

    private List<DigestLine> Background()
    {
        var lines = _digest.Policies
            .Select(p => new DigestLine(_words.Policy(DigestLabels.OneLine(p.Version)), p.Requests.Withheld ? Figure(p.Requests)
                : _words.Requests(Figure(p.Requests), p.Requests.Value == 1)))
            .ToList();
        if (_digest.Poisoned is { } poisoned)
            lines.Add(new(_words.Poisoned, Number(poisoned)));
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
        { FewerThan: { } threshold } => _words.FewerThan(threshold),
        _ => _words.NotTold,
    };

    private string Short(DigestFigure figure) => figure switch
    {
        { Value: { } value } => Number(value),
        { FewerThan: { } threshold } => $"<{Number(threshold)}",
        _ => "–",
    };

    private string Number(int value) => value.ToString("N0", _culture);

    private string? Share(DigestFigure part, DigestFigure? whole) =>
        part.Value is { } value && whole?.Value is > 0 and var all ? ((double)value / all).ToString("P0", _culture) : null;

    private string? Change(DigestFigure now, DigestFigure before) => (now.Value - before.Value) switch
    {
        null => null,
        0 => _words.NoChange,
        > 0 and { } more => $"+{Number(more)}",
        { } less => $"−{Number(-less)}",
    };

    // A number that is not none has a bar that can be seen.
    private static int Percent(int? part, int? whole) =>
        part is > 0 && whole is > 0 ? Math.Clamp((int)Math.Round(100.0 * part.Value / whole.Value), 1, 100) : 0;

    private string Period()
    {
        var (first, last) = (_digest.Week.Monday, _digest.Week.Monday.AddDays(6));
        var start = first.Year == last.Year ? first.ToString("M", _culture) : first.ToString(LongDay(), _culture);
        return $"{start} – {last.ToString(LongDay(), _culture)}";
    }

    private string Day(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).ToString("M", _culture);

    private string Moment(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, _zone);
        return $"{local.ToString(LongDay(), _culture)}, {local.ToString("t", _culture)}";
    }

    // The culture's long date less the day of the week.
    private string LongDay() => DayOfWeek().Replace(_culture.DateTimeFormat.LongDatePattern, "").Trim();

    // The culture's order of month and day, the month in a few letters.
    private string ShortDay() => _culture.DateTimeFormat.MonthDayPattern.StartsWith('M') ? "MMM d" : "d MMM";

    [GeneratedRegex(@"dddd,?\s*")]
    private static partial Regex DayOfWeek();
}
