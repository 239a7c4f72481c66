using Friending.Service;
using Friending.Service.Digests;

namespace Friending.Testing;

/// <summary>Digests made up for tests; their numbers add up as those of a real one do.</summary>
public static class SampleDigests
{
    /// <summary>The week all of them are of: 16 to 22 November 2026, in Chicago.</summary>
    public static readonly IsoWeek Week = new(2026, 47);

    private static readonly TimeSpan s_winter = TimeSpan.FromHours(-6);
    private static readonly string[] s_exemptions = ["olderFriendship", "breakingBread", DigestExemptionCount.Reviewer];
    private static readonly string s_sha256 = new('a', 64);

    /// <summary>An ordinary week of the whole organisation.</summary>
    public static Digest Organisation() => Base(Digest.Organisation) with
    {
        Requests = Of(143),
        RequestsWeekBefore = Of(131),
        Trend = Trend(88, 97, 120, 104, 125, 118, 131, 143),
        Breakdowns =
        [
            new(DigestDimension.Outcome, [Row("decline", 71, 62), Row("discourage", 28, 31), Row("permit", 35, 32), Row("review", 9, 6)]),
            new(DigestDimension.Rule,
            [
                Row("7.7", 68, 60), Row("7.9", 19, 20), Row("7.1", 14, 13), Row("", 12, 11), Row("7.8", 9, 10), Row("7.4", 9, 6),
                Row("8.4", 7, 6), new("7.2", DigestFigure.NotTold, Of(5)), new(DigestRow.Others, Of(5), DigestFigure.NotTold),
            ]),
            new(DigestDimension.Guideline, [Row("7", 121, 111), Row("", 12, 11), Row("8", 10, 9)]),
            new(DigestDimension.Platform,
                [Row("Facebook", 84, 80), Row("Instagram", 31, 26), Row("WhatsApp", 15, 14), Row("LinkedIn", 8, 8), Row("TikTok", 5, 3)]),
            new(DigestDimension.Department,
            [
                Row("Cardiology", 31, 27), Row("Oncología", 24, 26), Row("Family Medicine", 22, 20), Row("Rehabilitation", 17, 17),
                Row("Geriatrics", 14, 9),
                Row("", 12, 12), Row("Emergency", 9, 8), Row("Paediatrics", 8, 7),
                new("Pharmacy", DigestFigure.NotTold, Of(5)), new(DigestRow.Others, Of(6), DigestFigure.NotTold),
            ]),
            new(DigestDimension.StaffRole,
                [Row("Registered nurse", 66, 60), Row("Physician", 30, 29), Row("Physical therapist", 19, 16),
                    Row("Administrative assistant in patient services", 16, 15), Row("", 12, 11)]),
            new(DigestDimension.Fact, [Row("accept", 129, 120), Row("initiate", 14, 11)], "direction"),
            new(DigestDimension.Fact, [Row("current", 88, 80), Row("family", 21, 20), Row("no", 19, 17), Row("former", 15, 14)], "patient"),
            new(DigestDimension.Source, [Row("http", 117, 110), Row("queue", 26, 21)]),
        ],
        Exemptions =
        [
            new("olderFriendship", Of(14)), new("breakingBread", DigestFigure.NotTold),
            new(DigestExemptionCount.Reviewer, Of(5)),
        ],
        Reviews = new(Of(9), Of(7), 19.5, Of(6), new DateTimeOffset(2026, 11, 9, 15, 20, 0, s_winter), Of(6), Of(0)),
        Poisoned = 2,
        Changes = [new(DigestDimension.Rule, "7.7", 68, 60), new(DigestDimension.Platform, "Instagram", 31, 26)],
        Policies = [new("1.0.0", s_sha256, Of(96)), new("1.1.0", s_sha256, Of(47))],
    };

    /// <summary>The same week of a department, which is told less.</summary>
    public static Digest Department(string name = "Cardiology") => Base(name) with
    {
        Requests = Of(31),
        RequestsWeekBefore = Of(27),
        Trend = Trend(17, -2, 22, -2, 25, 26, 27, 31),
        Breakdowns =
        [
            new(DigestDimension.Outcome,
                [Row("decline", 19, 16), Row("permit", 7, 6), new("discourage", Of(5), DigestFigure.NotTold)]),
            new(DigestDimension.Rule, []),
            new(DigestDimension.Guideline, []),
            new(DigestDimension.Platform, [Row("Facebook", 22, 20), Row("Instagram", 9, 7)]),
            new(DigestDimension.StaffRole, [Row("Registered nurse", 20, 18), Row("Physician", 11, 9)]),
            new(DigestDimension.Fact, [Row("accept", 31, 27)], "direction"),
            new(DigestDimension.Fact, [Row("current", 24, 22), new(DigestRow.Others, Of(7), Of(5))], "patient"),
            new(DigestDimension.Source, [Row("http", 31, 27)]),
        ],
        Exemptions = [.. s_exemptions.Select(e => new DigestExemptionCount(e, DigestFigure.NotTold))],
        Reviews = new(DigestFigure.NotTold, DigestFigure.NotTold, null, DigestFigure.NotTold, null),
        Policies = [],
    };

    /// <summary>A week in which nobody asked, though a review of an earlier one waits.</summary>
    public static Digest Empty(string audience = Digest.Organisation) => Base(audience) with
    {
        RequestsWeekBefore = Of(12),
        Trend = Trend(5, 9, 0, 7, 11, 8, 12, 0),
        Reviews = new(Of(0), Of(0), null, DigestFigure.Fewer(5), new DateTimeOffset(2026, 11, 11, 9, 0, 0, s_winter)),
        Poisoned = audience == Digest.Organisation ? 0 : null,
    };

    private static Digest Base(string audience) => new()
    {
        Week = Week,
        Audience = audience,
        From = new(2026, 11, 16, 0, 0, 0, s_winter),
        To = new(2026, 11, 23, 0, 0, 0, s_winter),
        TimeZone = "America/Chicago",
        TakenAt = new(2026, 11, 23, 13, 5, 0, TimeSpan.Zero),
        Threshold = 5,
        Requests = Of(0),
        RequestsWeekBefore = Of(0),
        Trend = [],
        Breakdowns = [],
        Exemptions = [.. s_exemptions.Select(e => new DigestExemptionCount(e, Of(0)))],
        Reviews = new(Of(0), Of(0), null, Of(0), null),
        Policies = [],
    };

    private static DigestFigure Of(int value) => DigestFigure.Of(value);

    private static DigestRow Row(string value, int requests, int weekBefore) => new(value, Of(requests), Of(weekBefore));

    // Oldest first; -1 for a number that is of a few, -2 for one that is not told.
    private static DigestTrend[] Trend(params int[] requests)
    {
        var weeks = new IsoWeek[requests.Length];
        for (var (i, week) = (requests.Length - 1, Week); i >= 0; (i, week) = (i - 1, week.Previous))
            weeks[i] = week;
        return [.. weeks.Zip(requests, (week, count) =>
            new DigestTrend(week, count switch { -1 => DigestFigure.Fewer(5), -2 => DigestFigure.NotTold, _ => Of(count) }))];
    }
}
