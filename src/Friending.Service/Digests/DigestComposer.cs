using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Privacy;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests;

/// <summary>Makes digests: counts the requests once, whomever it is for, and tells each audience what may be told.</summary>
public sealed class DigestComposer(DigestCounter counter, PolicyArchive archive, IOptions<DigestOptions> options, IOptions<TimeZoneOptions> timeZone)
{
    // Of the trend, these two weeks are told in full.
    private const int Before = DigestCounts.Weeks - 2;
    private const int Own = DigestCounts.Weeks - 1;

    /// <summary>The digests of a week, one an audience, in their order.</summary>
    /// <param name="week">The week; its numbers are what they are now, also while it lasts.</param>
    /// <param name="audiences">Whom they are for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<Digest>> ComposeAsync(IsoWeek week, IReadOnlyList<DigestAudience> audiences, CancellationToken cancellation)
    {
        var settings = options.Value;
        var own = settings.Departments.Select(d => d.Name).Concat(audiences.Select(a => a.Department).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var counts = await counter.CountAsync(week, timeZone.Value.Zone, own, cancellation);
        var policies = new Dictionary<string, PolicyClasses>();
        foreach (var sha256 in counts.Organisation[Before].Policies.Keys.Union(counts.Organisation[Own].Policies.Keys))
            policies.Add(sha256, await PolicyClasses.OfAsync(archive, sha256, cancellation));

        // Departments first: a department's own digest says of its number what the organisation's says.
        var departments = counts.Organisation.Select(w => ToldWeek.Departments(w, own, settings.Threshold)).ToArray();
        var organisation = new[] { Before, Own }.Select(w => ToldWeek.OfOrganisation(counts.Organisation[w], policies, departments[w], settings.Threshold)).ToArray();
        return [.. audiences.Select(audience => audience.Department is { } department
            ? ComposeFor(department, counts, departments, organisation, policies)
            : Compose(audience.Name, counts, [.. counts.Organisation.Select(w => ToldWeek.Small(w.Requests, settings.Threshold))], organisation, null))];
    }

    private Digest ComposeFor(
        string department, DigestCounts counts, IReadOnlyDictionary<string, DigestFigure>[] departments, ToldWeek[] organisation, Dictionary<string, PolicyClasses> policies)
    {
        var threshold = options.Value.Threshold;
        var trend = counts.Organisation.Zip(departments, (week, told) => told.TryGetValue(department, out var figure) ? figure
            : week.Departments[department] is var requests && requests == 0 && (told.Count > 0 || week.Requests == 0) ? DigestFigure.Of(0)
            : ToldWeek.Small(requests, threshold) is { FewerThan: not null } small ? small
            : DigestFigure.NotTold).ToArray();
        var weeks = counts.OfDepartment[department].Select((own, i) =>
            ToldWeek.OfDepartment(own, trend[Before + i], counts.Organisation[Before + i], organisation[i], policies, threshold)).ToArray();
        return Compose(department, counts, trend, weeks, organisation);
    }

    private Digest Compose(string audience, DigestCounts counts, DigestFigure[] trend, ToldWeek[] told, ToldWeek[]? organisation)
    {
        var (before, week) = (told[0], told[1]);
        var (own, all) = (organisation is null ? counts.Organisation[Own] : counts.OfDepartment[audience][1], counts.Organisation[Own]);
        var (reviews, allReviews) = (organisation is null ? counts.Reviews : counts.ReviewsOf[audience], counts.Reviews);
        var pending = Beside(reviews.Pending, allReviews.Pending);
        var resolved = Beside(reviews.Resolved, allReviews.Resolved);
        var zone = timeZone.Value.Zone;
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
            RequestsOfOrganisation = organisation?[1].Requests,
            Trend = [.. counts.WeekAt.Zip(trend, (at, figure) => new DigestTrend(at, figure))],
            Breakdowns = [.. Enum.GetValues<DigestDimension>()
                .Where(by => by != DigestDimension.Department || organisation is null)
                .Select(by => new DigestBreakdown(by, Rows(by, week, before, organisation?[1])))],
            Exemptions =
            [
                new(DigestExemption.OlderFriendship, week.OlderFriendship),
                new(DigestExemption.BreakingBread, week.BreakingBread),
                new(DigestExemption.Reviewer, week.Requests.Value is null ? DigestFigure.NotTold : Beside(own.PermittedByReviewer, all.PermittedByReviewer)),
            ],
            Reviews = new(
                week.ReviewsOpened, resolved, resolved.Value is null ? null : reviews.MedianHours is { } hours ? Math.Round(hours, 1) : null, pending,
                // The day, not the moment, which only one request has. The team that reviews knows its own list; a department does not.
                reviews.Oldest is { } oldest && (organisation is null || pending.Value is not null)
                    ? LocalClock.FirstMoment(TimeZoneInfo.ConvertTime(oldest, zone).Date, zone)
                    : null),
            Poisoned = organisation is null ? counts.Poisoned : null,
            Policies = [.. week.Policies
                .OrderBy(p => all.Policies[p.Key].First)
                .Select(p => new DigestPolicy(all.Policies[p.Key].Version, p.Key, p.Value))],
        };

        DigestFigure Beside(int value, int ofAll) =>
            organisation is null ? ToldWeek.Small(value, options.Value.Threshold) : ToldWeek.Small(value, ofAll, options.Value.Threshold);
    }

    // In an order that tells no more than the figures do.
    private static List<DigestRow> Rows(DigestDimension by, ToldWeek week, ToldWeek before, ToldWeek? organisation)
    {
        var told = week.Breakdown(by);
        if (told.Count == 0 && week.Requests.Value is not 0)
            return [];
        return [.. told.Keys.Union(before.Breakdown(by).Keys)
            .Select(value => new DigestRow(value, week.Of(by, value), before.Of(by, value), organisation?.Of(by, value)))
            .OrderBy(row => row.Value == DigestRow.Others)
            .ThenByDescending(row => row.Requests.Value ?? (row.Requests.Withheld ? 0.5 : 0.25))
            .ThenByDescending(row => row.OfOrganisation?.Value ?? 0)
            .ThenBy(row => row.Value, StringComparer.Ordinal)];
    }
}
