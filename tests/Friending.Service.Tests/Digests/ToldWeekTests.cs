using CsCheck;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Privacy;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// What a whole digest tells of outcomes, rules, guidelines, directions and kinds of other party, all of the same requests,
/// read together by somebody who knows which rule goes with which, and by a department's lead beside the organisation's.
/// </summary>
public sealed class ToldWeekTests
{
    private const int Threshold = 3;

    private static readonly (string Outcome, string Rule, string Guideline, string Direction, string Patient)[] s_classes =
    [
        ("decline", "7.7", "7", "accept", "current"), ("permit", "7.1", "7", "accept", "current"), ("permit", "", "", "accept", "no"), ("discourage", "8.1", "8", "initiate", "no"),
    ];

    private static readonly DigestDimension[] s_dimensions =
        [DigestDimension.Outcome, DigestDimension.Rule, DigestDimension.Guideline, DigestDimension.Direction, DigestDimension.OtherParty];

    private static readonly Dictionary<string, PolicyClasses> s_policies = new()
    {
        [""] = new() { OlderFriendship = new HashSet<string> { "7.1" }, BreakingBread = new HashSet<string>(), Possible = [] },
    };

    [Fact]
    public void No_hidden_number_of_the_organisations_digest_can_be_worked_out() =>
        Gen.Int[0, 6].Array[4].Sample(counts =>
        {
            var told = Organisation(Counts(counts));
            var worlds = Spread(counts.Sum(), 4).Where(w => Fits(w, told)).ToList();

            Assert.Contains(worlds, w => w.SequenceEqual(counts));
            AssertNothingWorkedOut(told, counts, worlds, w => w);
        }, iter: 600);

    [Fact]
    public void Nor_one_of_a_departments_digest_beside_the_organisations_nor_one_of_the_rest() =>
        Gen.Select(Gen.Int[0, 3].Array[4], Gen.Int[0, 4].Array[4]).Sample((own, rest) =>
        {
            var (told, organisation) = Department(own, rest);
            if (told.Requests.Value is null || organisation.Requests.Value is null)
            {
                Assert.All(s_dimensions, by => Assert.Empty(told.Breakdown(by)));
                return;
            }
            var worlds = (
                from o in Spread(own.Sum(), 4)
                where Fits(o, told)
                from r in Spread(rest.Sum(), 4)
                where Fits([.. o.Zip(r, (x, y) => x + y)], organisation)
                select (Own: o, Others: r)).ToList();

            Assert.Contains(worlds, w => w.Own.SequenceEqual(own) && w.Others.SequenceEqual(rest));
            AssertNothingWorkedOut(told, own, worlds, w => w.Own);
            AssertNothingWorkedOut(organisation, [.. own.Zip(rest, (x, y) => x + y)], worlds, w => [.. w.Own.Zip(w.Others, (x, y) => x + y)]);
            foreach (var by in s_dimensions)
                foreach (var value in s_classes.Select(c => ValueOf(by, c)).Distinct())
                    if (Sum(rest, by, value) is > 0 and < Threshold)
                        Assert.True(worlds.Select(w => Sum(w.Others, by, value)).Distinct().Count() >= 2, $"The rest's {by} {value} can be worked out.");
        }, iter: 150);

    [Fact]
    public void A_department_without_requests_is_told_so_and_nothing_that_the_organisations_digest_hides() => Gen.Int[0, 4].Array[4].Sample(rest =>
    {
        var (told, organisation) = Department([0, 0, 0, 0], rest);

        Assert.Equal(DigestFigure.Of(0), told.OlderFriendship);
        foreach (var by in s_dimensions)
        {
            Assert.All(s_classes, c => Assert.Equal(DigestFigure.Of(0), told.Of(by, ValueOf(by, c))));
            Assert.Equal(organisation.Breakdown(by).Keys, told.Breakdown(by).Keys);
        }
    }, iter: 150);

    [Fact]
    public void The_week_before_is_told_as_it_was_told_in_its_own_digest() => Gen.Int[0, 9].Array[4].Sample(counts =>
    {
        var (once, again) = (Organisation(Counts(counts)), Organisation(Counts([.. counts])));

        Assert.All(s_dimensions, by => Assert.Equal(once.Breakdown(by), again.Breakdown(by)));
    }, iter: 50);

    // A number from one up to the threshold is nowhere told; one that is hidden has two values among all worlds. Only one that
    // stands alone and is none or many may be worked out: it was given up with the rest, and would give nobody away.
    private static void AssertNothingWorkedOut<T>(ToldWeek told, int[] counts, IReadOnlyCollection<T> worlds, Func<T, int[]> countsIn)
    {
        foreach (var by in s_dimensions)
            foreach (var (value, figure) in told.Breakdown(by))
                Check(figure, isHidden: figure.Value is null, w => Sum(w, by, value), $"{by} {value}");
        Check(told.OlderFriendship, isHidden: counts[1] is > 0 and < Threshold, w => w[1], "older friendship");

        void Check(DigestFigure figure, bool isHidden, Func<int[], int> valueIn, string what)
        {
            Assert.False(figure.Value is > 0 and < Threshold, $"{what} is told.");
            if (isHidden)
                Assert.True(worlds.Select(w => valueIn(countsIn(w))).Distinct().Count() >= 2, $"{what} can be worked out.");
        }
    }

    private static bool Fits(int[] world, ToldWeek told) =>
        s_dimensions.All(by => told.Breakdown(by) is not { Count: > 0 } rows
            || s_classes.Select(c => ValueOf(by, c)).Distinct().All(value => Fits(Sum(world, by, value), told.Of(by, value), isPart: true)))
        && Fits(world[1], told.OlderFriendship, isPart: false);

    // A number that stands alone may be left out though it is small; one of a breakdown that is told may not.
    private static bool Fits(int value, DigestFigure figure, bool isPart) => figure switch
    {
        { Value: { } exact } => value == exact,
        { FewerThan: not null } => value is > 0 and < Threshold,
        _ => !isPart || value >= Threshold,
    };

    private static ToldWeek Organisation(WeekCounts counts) =>
        ToldWeek.OfOrganisation(counts, s_policies, ToldWeek.Departments(counts, new HashSet<string>(), Threshold), Threshold);

    private static (ToldWeek Department, ToldWeek Organisation) Department(int[] own, int[] rest)
    {
        var all = Counts([.. own.Zip(rest, (o, r) => o + r)]);
        var organisation = Organisation(all);
        var requests = ToldWeek.Small(own.Sum(), own.Sum() + rest.Sum(), Threshold);
        return (ToldWeek.OfDepartment(Counts(own), requests, all, organisation, s_policies, Threshold), organisation);
    }

    private static WeekCounts Counts(int[] counts)
    {
        var week = new WeekCounts();
        foreach (var (i, count) in counts.Index())
            for (var n = 0; n < count; n++)
            {
                var (outcome, rule, guideline, direction, patient) = s_classes[i];
                week.Add(new DecisionRow
                {
                    Id = DecisionId.NewAt(new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero)),
                    Outcome = outcome,
                    DecidingRules = rule,
                    DecidingGuidelines = guideline,
                    Direction = direction,
                    Patient = patient,
                    PolicySha256 = "",
                });
            }
        return week;
    }

    private static int Sum(int[] counts, DigestDimension by, string value) => s_classes.Index().Where(c => ValueOf(by, c.Item) == value).Sum(c => counts[c.Index]);

    private static string ValueOf(DigestDimension by, (string Outcome, string Rule, string Guideline, string Direction, string Patient) c) => by switch
    {
        DigestDimension.Outcome => c.Outcome,
        DigestDimension.Rule => c.Rule,
        DigestDimension.Guideline => c.Guideline,
        DigestDimension.Direction => c.Direction,
        _ => c.Patient,
    };

    private static IEnumerable<int[]> Spread(int total, int classes)
    {
        if (classes == 1)
        {
            yield return [total];
            yield break;
        }
        for (var first = 0; first <= total; first++)
            foreach (var rest in Spread(total - first, classes - 1))
                yield return [first, .. rest];
    }
}
