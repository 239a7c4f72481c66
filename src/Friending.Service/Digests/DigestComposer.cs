using Friending.Policy.Engine;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Privacy;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests;

/// <summary>Makes digests: counts the requests once, whomever it is for, and tells each audience what may be told.</summary>
public sealed class DigestComposer(
    DigestCounter counter, PolicyArchive archive, IOptions<DigestOptions> options, IOptions<TimeZoneOptions> timeZone,
    PolicyDecisionPoint policy)
{
    // Of the trend, these two weeks are told in full.
    private const int Before = DigestCounts.Weeks - 2;
    private const int Own = DigestCounts.Weeks - 1;

    private readonly string[] _facts = [.. CountedPolicy.Of(policy.Document).Facts];
    private readonly string[] _exemptions = [.. (policy.Document.Presentation?.Exemptions ?? []).Select(e => e.Code)];

    /// <summary>The digests of a week, one an audience, in their order.</summary>
    /// <param name="week">The week; its numbers are what they are now, also while it lasts.</param>
    /// <param name="audiences">Whom they are for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<Digest>> ComposeAsync(IsoWeek week, IReadOnlyList<DigestAudience> audiences,
        CancellationToken cancellation)
    {
        var settings = options.Value;
        // Always the departments that have digests, whoever asks: what one is told must not depend on who else is asked for.
        var own = settings.Departments.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var counts = await counter.CountAsync(week, timeZone.Value.FindZone(), own, settings.Threshold, cancellation);
        var policies = new Dictionary<string, PolicyExemptions>();
        foreach (var sha256 in counts.Organisation[Before].Policies.Keys.Union(counts.Organisation[Own].Policies.Keys))
            policies.Add(sha256, await PolicyExemptions.OfAsync(archive, sha256, cancellation));

        var departments = counts.Organisation.Select(ToldWeek.Departments).ToArray();
        var weeks = new[] { Before, Own }.Select(w => ToldWeek.Of(
            counts.Organisation[w], counts.OfDepartment.ToDictionary(d => d.Key, d => d.Value[w - Before]), counts.Elsewhere[w - Before],
            policies, _facts, _exemptions)).ToArray();
        return [.. audiences.Select(audience => audience.Department is { } department ? ComposeFor(department) : Compose(
            audience.Name, counts, [.. counts.Organisation.Select(w => ToldWeek.Total(w.Requests))],
                [.. weeks.Select(w => w.Organisation)], true))];

        Digest ComposeFor(string department)
        {
            var trend = counts.Organisation.Zip(departments, (w, rows) => ToldWeek.OfDepartment(w, rows, department)).ToArray();
            return Compose(department, counts, trend, [.. weeks.Select(w => w.Departments[department])], false);
        }
    }

    private Digest Compose(string audience, DigestCounts counts, DigestFigure[] trend, ToldWeek[] told, bool isOrganisation)
    {
        var (before, week) = (told[0], told[1]);
        var (reviews, zone) = (counts.Reviews, timeZone.Value.FindZone());
        IReadOnlyList<DigestBreakdown> breakdowns =
        [
            .. Enum.GetValues<DigestDimension>()
                .Where(by => by != DigestDimension.Department || isOrganisation)
                .SelectMany(by => by == DigestDimension.Fact ? _facts.Select(f => new Breakdown(by, f)) : [new(by)])
                .Select(by => new DigestBreakdown(by.By, Rows(by, week, before), by.Fact)),
        ];
        var resolved = isOrganisation ? ToldWeek.Total(reviews.Resolved) : DigestFigure.NotTold;
        return new()
        {
            Week = counts.WeekAt[Own],
            Audience = audience,
            From = counts.StartOf(Own),
            To = counts.StartOf(DigestCounts.Weeks),
            TimeZone = timeZone.Value.TimeZone,
            TakenAt = counts.TakenAt,
            Threshold = options.Value.Threshold,
            Requests = week.Requests,
            RequestsWeekBefore = before.Requests,
            Trend = [.. counts.WeekAt.Zip(trend, (at, figure) => new DigestTrend(at, figure))],
            Breakdowns = breakdowns,
            Changes = DigestChange.Of(breakdowns),
            Exemptions =
            [
                .. _exemptions.Select(code => new DigestExemptionCount(code, week.Exemption(code))),
                new(DigestExemptionCount.Reviewer, week.PermittedByReviewer),
            ],
            Reviews = new(
                week.ReviewsOpened, resolved, resolved.Value > 0 && reviews.MedianHours is { } hours ? Math.Round(hours, 1) : null,
                isOrganisation ? ToldWeek.Total(reviews.Pending) : DigestFigure.NotTold,
                // The day, not the moment, which only one request has. The team that reviews knows its own list.
                isOrganisation && reviews.Oldest is { } oldest ? LocalClock.FirstMoment(TimeZoneInfo.ConvertTime(oldest, zone).Date, zone)
                    : null,
                isOrganisation ? ToldWeek.Part(reviews.Overdue, reviews.Due) : null,
                isOrganisation ? ToldWeek.Part(reviews.Due, reviews.Overdue) : null),
            Poisoned = isOrganisation ? counts.Poisoned : null,
            Policies = [.. week.Policies
                .OrderBy(p => counts.Organisation[Own].Policies[p.Key].First).ThenBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => new DigestPolicy(counts.Organisation[Own].Policies[p.Key].Version, p.Key, p.Value))],
        };
    }

    // In an order that tells no more than the figures do.
    private static List<DigestRow> Rows(Breakdown by, ToldWeek week, ToldWeek before) =>
    [
        .. week.Rows(by).Keys.Union(before.Rows(by).Keys)
            .Where(value => week.Rows(by).Count > 0 || week.Requests.Value is 0)
            .Select(value => new DigestRow(value, week.Of(by, value), before.Of(by, value)))
            .OrderBy(row => row.Value == DigestRow.Others)
            .ThenByDescending(row => row.Requests.Value ?? 0.5)
            .ThenBy(row => row.Value, StringComparer.Ordinal),
    ];
}
