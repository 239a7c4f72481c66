using Friending.Service.Digests;
using Friending.Service.Digests.Privacy;
using Xunit;

namespace Friending.Service.Tests.Digests.Privacy;

/// <summary>
/// Whoever lays all digests of a week side by side works out no number about a few people, and no difference that is about a few. A
/// week is told the same in its own digest and in that of the week after, so the digests of all weeks give no more away.
/// FRIENDING_DIGEST_WEEKS in the environment says how many weeks are tried.
/// </summary>
public sealed class WorkedOutTests(ITestOutputHelper output)
{
    // All that digests break requests down by.
    private static IEnumerable<Breakdown> Breakdowns =>
        Enum.GetValues<DigestDimension>().Where(by => by != DigestDimension.Fact).Select(by => new Breakdown(by))
            .Concat(new[] { "direction", "patient" }.Select(f => new Breakdown(DigestDimension.Fact, f)));

    private const int Enough = 5;
    private const int UsualWeeks = 60;

    [Fact]
    public void A_solver_works_out_no_hidden_number_and_no_small_difference_from_all_digests_of_a_week_together()
    {
        var weeks = int.TryParse(Environment.GetEnvironmentVariable("FRIENDING_DIGEST_WEEKS"), out var set) ? set : UsualWeeks;
        var (tried, told, found) = (0, 0, new List<string>());
        for (var seed = 0; seed < weeks; seed++)
        {
            var week = new RandomWeek(new Random(seed));
            var (organisation, departments) = week.Tell(Enough);
            var reader = new Reader(organisation, departments);
            told += departments.Values.Append(organisation)
                .Sum(t => Breakdowns.Sum(by => t.Rows(by).Count));
            foreach (var question in Questions(reader))
            {
                var requests = week.Requests.Where(question.IsIn).ToList();
                if (requests.Select(r => r.Person).Distinct().Count() is 0 or >= Enough)
                    continue;
                tried++;
                if (reader.WorksOut(question, requests.Count))
                    found.Add($"Week {seed}: {question.What} is {requests.Count}.");
            }
        }

        output.WriteLine(FormattableString.Invariant(
            $"{weeks} weeks, {told:N0} numbers told, {tried:N0} numbers and differences about fewer than {Enough} people tried: ")
            + FormattableString.Invariant($"{found.Count} were worked out."));
        Assert.True(tried > 50 * weeks && told > 10 * weeks, "Too little was tried to tell anything.");
        Assert.Empty(found);
    }

    // The solver can find what there is to find.
    [Fact]
    public void It_works_them_out_where_each_digest_hides_only_its_own_small_numbers()
    {
        var found = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var week = new RandomWeek(new Random(seed));
            var reader = new Reader(week.Tell(Enough).Organisation, RandomWeek.WithDigests.ToDictionary(
                d => d, d => Alone(new([.. week.Requests.Where(r => r.Department == d)]))));
            foreach (var question in Questions(reader))
            {
                var requests = week.Requests.Where(question.IsIn).ToList();
                if (requests.Select(r => r.Person).Distinct().Count() is > 0 and < Enough && reader.WorksOut(question, requests.Count))
                    found++;
            }
        }

        output.WriteLine($"{found} small numbers and differences worked out of digests that know nothing of each other.");
        Assert.True(found > 10);
    }

    [Fact]
    public void Each_number_told_is_right_and_about_enough_different_people()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var week = new RandomWeek(new Random(seed));
            var (organisation, departments) = week.Tell(Enough);
            foreach (var (told, requests) in departments.Select(d => (d.Value, week.Requests.Where(r => r.Department == d.Key).ToList()))
                .Append((organisation, [.. week.Requests])))
            {
                foreach (var (by, valueOf) in Reader.Dimensions)
                    Check(told.Rows(by), requests, r => valueOf(r.Class));
                Check(told.Rows(new(DigestDimension.Platform)), requests, r => r.Platform);
                Check(told.Rows(new(DigestDimension.Department)), requests, r => r.Department);
            }
        }

        static void Check(
            IReadOnlyDictionary<string, DigestFigure> rows, List<RandomWeek.Request> requests, Func<RandomWeek.Request, string> valueOf)
        {
            foreach (var (value, figure) in rows)
            {
                var of = requests.Where(r => value == DigestRow.Others ? !rows.ContainsKey(valueOf(r)) : valueOf(r) == value).ToList();
                Assert.Equal(of.Count, figure.Value);
                Assert.True(of.Select(r => r.Person).Distinct().Count() >= Enough);
            }
        }
    }

    [Fact]
    public void The_same_requests_are_told_in_the_same_way_in_whatever_order_they_are_read()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var week = new RandomWeek(new Random(seed));
            var shuffled = week.Requests.ToArray();
            new Random(seed + 1).Shuffle(shuffled);
            var (once, again) = (week.Tell(Enough), new RandomWeek(shuffled).Tell(Enough));

            foreach (var (one, other) in RandomWeek.WithDigests.Select(d => (once.Departments[d], again.Departments[d]))
                .Append((once.Organisation, again.Organisation)))
            {
                Assert.All(Breakdowns, by => Assert.Equal(one.Rows(by), other.Rows(by)));
                Assert.Equal((one.Requests, one.Exemption("olderFriendship"), one.ReviewsOpened),
                    (other.Requests, other.Exemption("olderFriendship"), other.ReviewsOpened));
            }
        }
    }

    [Fact]
    public void One_person_who_asks_often_is_one_person_and_made_up_requests_uncover_nobody()
    {
        var many = RandomWeek.Classes.First(c => c.Outcome == "permit");
        var few = RandomWeek.Classes.First(c => c.Outcome == "decline");
        RandomWeek.Request[] usual = [.. Enumerable.Range(0, 20).Select(n => new RandomWeek.Request("", many, "Facebook", $"other-{n}"))];

        Assert.DoesNotContain(few.Outcome, Outcomes([.. Enumerable.Repeat(new RandomWeek.Request("", few, "Facebook", "one"), 6)]));
        Assert.DoesNotContain(few.Outcome, Outcomes(
        [
            new("", few, "Facebook", "one"), new("", few, "Facebook", "two"),
            .. Enumerable.Repeat(new RandomWeek.Request("", few, "Facebook", "who is curious"), 4),
        ]));
        Assert.Contains(few.Outcome, Outcomes([.. Enumerable.Range(0, 5)
            .Select(n => new RandomWeek.Request("", few, "Facebook", $"person-{n}"))]));

        IEnumerable<string> Outcomes(RandomWeek.Request[] more) =>
            new RandomWeek([.. usual, .. more]).Tell(Enough).Organisation.Rows(new(DigestDimension.Outcome)).Keys;
    }

    // A digest made with no thought of any other.
    private static ToldWeek Alone(RandomWeek week)
    {
        var department = new RandomWeek([.. week.Requests.Select(r => r with { Department = "" })]);
        return department.Tell(Enough).Organisation;
    }

    // Each value in each department and in all, what is left of all when any departments are taken away, and what two dimensions share.
    private static IEnumerable<Reader.Question> Questions(Reader reader)
    {
        for (var taken = 0; taken < 1 << RandomWeek.WithDigests.Length; taken++)
        {
            var gone = RandomWeek.WithDigests.Where((_, d) => (taken & (1 << d)) != 0).ToHashSet();
            var left = gone.Count == 0 ? "All" : $"All but {string.Join(", ", gone)}";
            foreach (var question in Values(left, d => !gone.Contains(d)))
                yield return question;
        }

        foreach (var department in RandomWeek.Departments)
        {
            foreach (var question in Values(department, d => d == department))
                yield return question;
        }

        foreach (var c in RandomWeek.Classes)
        {
            yield return reader.Ask($"All: {c}", _ => true, c.Equals);
            foreach (var other in RandomWeek.Classes.Where(other =>
                other.Rules != c.Rules && other.Facts == c.Facts))
                yield return reader.Ask($"All: {c} or {other}", _ => true, x => x == c || x == other);
        }

        foreach (var (one, oneOf) in Reader.Dimensions)
        {
            foreach (var (two, twoOf) in Reader.Dimensions.SkipWhile(d => d.By != one).Skip(1))
            {
                foreach (var pair in RandomWeek.Classes.Select(c => (oneOf(c), twoOf(c))).Distinct())
                {
                    yield return reader.Ask($"All: {one} {pair.Item1} and {two} {pair.Item2}", _ => true, c =>
                        (oneOf(c), twoOf(c)) == pair);
                    yield return reader.Ask(
                        $"All: {one} {pair.Item1} and not {two} {pair.Item2}", _ => true, c =>
                            oneOf(c) == pair.Item1 && twoOf(c) != pair.Item2);
                }
            }
        }

        IEnumerable<Reader.Question> Values(string whose, Func<string, bool> isIn)
        {
            yield return reader.Ask(whose, isIn, _ => true);
            foreach (var (by, valueOf) in Reader.Dimensions)
            {
                foreach (var value in RandomWeek.Classes.Select(valueOf).Distinct())
                    yield return reader.Ask($"{whose}: {by} {value}", isIn, c => valueOf(c) == value);
            }

            foreach (var platform in RandomWeek.Platforms)
                yield return reader.AskPlatform($"{whose}: {platform}", isIn, platform);
        }
    }
}
