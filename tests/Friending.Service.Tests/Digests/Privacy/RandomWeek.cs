using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Privacy;

namespace Friending.Service.Tests.Digests.Privacy;

/// <summary>A made-up week of an organisation: some departments have digests, some do not, and some people ask often.</summary>
internal sealed class RandomWeek
{
    /// <summary>The policy's hash in every request.</summary>
    private const string Policy = "sha256";

    internal static readonly string[] WithDigests = ["Cardiology", "Oncology", "Paediatrics"];
    internal static readonly string[] Departments = [.. WithDigests, "Pharmacy", ""];
    internal static readonly string[] Platforms = ["Facebook", "Instagram", "LinkedIn", "TikTok", "WhatsApp"];

    /// <summary>The classes of requests that the default policy can give, which everybody may know.</summary>
    internal static readonly RequestClass[] Classes = [.. AllClasses().Distinct()];

    internal static readonly Dictionary<string, PolicyExemptions> Exemptions = new()
    {
        [Policy] = new(new Dictionary<string, string> { ["7.1"] = "olderFriendship", ["7.2"] = "breakingBread" }),
    };

    private static readonly DateTimeOffset s_end = new(2026, 1, 12, 0, 0, 0, TimeSpan.Zero);

    private static CountedPolicy Counted { get; } = CountedPolicy.Of(DefaultPolicy.Load().Document);

    internal sealed record Request(string Department, RequestClass Class, string Platform, string Person);

    internal IReadOnlyList<Request> Requests { get; }

    internal RandomWeek(Random random)
    {
        var size = random.Next(4, 80);
        // A few classes make most of the requests, as in life.
        var usual = random.GetItems(Classes, random.Next(2, 9));
        var requests = new List<Request>();
        foreach (var department in Departments)
        {
            var staff = random.Next(1, 40);
            // Outside the departments with digests there are often hardly any: what is left of all is of few people then.
            for (var n = random.Next(WithDigests.Contains(department) || random.Next(2) == 0 ? size : 8); n > 0; n--)
            {
                var person = random.Next(6) == 0 ? 0 : random.Next(staff);
                requests.Add(new(
                    department, random.Next(5) == 0 ? random.GetItems(Classes, 1)[0] : usual[random.Next(random.Next(usual.Length) + 1)],
                    Platforms[random.Next(random.Next(Platforms.Length) + 1)], $"{department}-{person}"));
            }
        }

        Requests = requests;
    }

    internal RandomWeek(IReadOnlyList<Request> requests) => Requests = requests;

    /// <summary>What all digests tell of it.</summary>
    internal (ToldWeek Organisation, IReadOnlyDictionary<string, ToldWeek> Departments) Tell(int enough)
    {
        var (all, elsewhere) = (Counts(), Counts());
        var own = WithDigests.ToDictionary(d => d, _ => Counts());
        foreach (var request in Requests)
        {
            all.Add(RowOf(request));
            (own.TryGetValue(request.Department, out var counts) ? counts : elsewhere).Add(RowOf(request));
        }

        WeekCounts Counts() => new(enough, Counted, s_end);

        return ToldWeek.Of(all, own, elsewhere, Exemptions, Counted.Facts, ["olderFriendship", "breakingBread"]);
    }

    private static DecisionRow RowOf(Request request) => new()
    {
        Id = DecisionId.NewAt(new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero)),
        Department = request.Department,
        Platform = request.Platform,
        StaffId = request.Person,
        Outcome = request.Class.Outcome,
        DecidingRules = request.Class.Rules,
        DecidingGuidelines = request.Class.Guidelines,
        Facts = request.Class.Facts,
        ReviewOpened = request.Class.ReviewOpened,
        Standings = HistoryOf(request.Class),
        PolicySha256 = Policy,
    };

    // What is decided after the week changes nothing.
    private static string HistoryOf(RequestClass of) =>
        (of.ReviewOpened ? of.Outcome == "review" ? "" : $"{of.Outcome};2026-01-08T00:00:00Z=" : of.Outcome)
        + (of.IsReviewed ? $";2026-01-09T00:00:00Z={of.Standing}" : "")
        + ";2026-01-12T00:00:00Z=permit";

    // Where a person decides, each outcome that they may give, and that they have not decided yet; else the policy's, or an appeal.
    private static IEnumerable<RequestClass> AllClasses() => AllAnswers().SelectMany(answer => answer.Outcome switch
    {
        "review" => ((string[])["", "permit", "discourage", "decline"]).Select(s => answer with { ReviewOpened = true, Standing = s }),
        "decline" => [answer, answer with { ReviewOpened = true, Standing = "" }],
        _ => [answer],
    });

    private static IEnumerable<RequestClass> AllAnswers()
    {
        var policy = DefaultPolicy.Load();
        var combinations = Enumerable.Range(0, policy.Facts.Count).Aggregate(1, (product, fact) => product * policy.Facts.SizeOf(fact));
        for (var combination = 0; combination < combinations; combination++)
        {
            var facts = new FactSet();
            for (var (fact, rest) = (0, combination); fact < policy.Facts.Count; rest /= policy.Facts.SizeOf(fact), fact++)
                facts = facts.With(fact, rest % policy.Facts.SizeOf(fact));
            var evaluation = policy.Evaluate(facts);
            var outcome = policy.Outcome(evaluation.Outcome);
            var deciding = policy.FindingsOf(evaluation, facts).Where(f => f.Rule.Outcome == outcome.Value).ToList();
            yield return new(
                outcome.Value, string.Join('+', deciding.Select(f => f.Rule.Id)),
                string.Join('+', deciding.Select(f => f.Guideline.Id).Distinct()),
                $"direction={Value("direction")};patient={Value("patient")}", Policy,
                ReviewOpened: false, outcome.Value);

            string Value(string fact) => policy.Facts[policy.Facts.IndexOf(fact)].Values[facts[policy.Facts.IndexOf(fact)]].Value;
        }
    }
}
