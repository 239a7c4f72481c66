using System.Text.Json;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Microsoft.Extensions.Options;

namespace Friending.LocalHost;

/// <summary>
/// What would be there if a hospital had asked for eight weeks: no week is like the one before, reviewers decide differently and after
/// different times, some answers are appealed, and some cases wait, a few of them too long.
/// </summary>
internal sealed class DemoStory(IServiceProvider services, string[] requests)
{
    /// <summary>How many weeks before this one have decisions.</summary>
    internal const int Weeks = 8;

    // Enough for a digest to tell something, with a few numbers so small that it hides them.
    private const int MostAWeek = 320;

    // Sample people of the sign-in page, and colleagues of theirs.
    private const string Nurse = "rn-1042";
    private static readonly string[] s_reviewers = ["sm-5001", "sm-5001", "sm-5002", "sm-5003"];

    private static readonly (string Resolution, string Reason)[] s_verdicts =
    [
        ("permit", "They were friends at school, long before there was any care."),
        ("permit", "They are neighbours, and each other's guests."),
        ("discourage", "The care has only just ended. A common group serves as well."),
        ("decline", "They know each other from the ward only."),
    ];

    // What the requests of a week are more about than those of others: the network, and the sample that is sent more often.
    private static readonly (string Network, int Line)[] s_themes =
    [
        ("Facebook", 0), ("Instagram", 2), ("Facebook", 4), ("LinkedIn", 6), ("TikTok", 1), ("WhatsApp", 3), ("Instagram", 5),
        ("TikTok", 0),
    ];

    // The same every time.
    private readonly Random _random = new(Weeks);
    private readonly RequestDecider _decider = services.GetRequiredService<RequestDecider>();
    private readonly ReviewDeadline _deadline = services.GetRequiredService<ReviewDeadline>();
    private readonly DateTimeOffset _now = services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Keeps the decisions, unless there are some: how many were added.</summary>
    /// <param name="last">The last week that is over.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<int> KeepAsync(IsoWeek last, CancellationToken cancellation)
    {
        var zone = services.GetRequiredService<IOptions<TimeZoneOptions>>().Value.FindZone();
        var week = last;
        for (var i = 1; i < Weeks; i++)
            week = week.Previous;
        var (start, end) = (LocalClock.StartOf(week, zone), LocalClock.StartOf(last.Next, zone));
        if (await services.GetRequiredService<DecisionScan>()
            .ReadAsync(new(start, end) { Columns = [nameof(DecisionRow.Outcome)], PageSize = 1 }, cancellation).AnyAsync(cancellation))
            return 0;

        await services.GetRequiredService<PolicyArchive>().KeepActiveAsync(cancellation);
        var decisions = new List<Decision>();
        for (var i = 0; i < Weeks; i++, week = week.Next)
            decisions.AddRange(Week(i, LocalClock.StartOf(week, zone), LocalClock.StartOf(week.Next, zone)));
        decisions.AddRange(Waiting());
        var store = services.GetRequiredService<DecisionStore>();
        var list = services.GetRequiredService<ReviewList>();
        await Parallel.ForEachAsync(decisions, cancellation, async (decision, token) =>
        {
            await store.TryAddAsync(decision, token);
            foreach (var review in new[] { decision.Review, decision.Case?.Appeal?.Against }.OfType<DecisionReview>())
                await list.PutResolvedAsync(decision, review, token);
            if (decision.Status == DecisionStatus.PendingReview)
                await list.PutAsync(decision, token);
        });
        return decisions.Count;
    }

    private IEnumerable<Decision> Week(int number, DateTimeOffset start, DateTimeOffset end)
    {
        var (network, line) = s_themes[number];
        for (var n = MostAWeek * (Weeks + number) / (2 * Weeks) - _random.Next(40); n > 0; n--)
        {
            var isTypical = _random.Next(4) == 0;
            // The first samples are the everyday ones.
            var sample = isTypical ? line : _random.Next(_random.Next(1, _random.Next(1, requests.Length) + 1) + 1);
            var staffId = _random.Next(60) == 0 ? Nurse : FormattableString.Invariant($"demo-{_random.Next(MostAWeek)}");
            yield return Settled(Asked(start + (end - start) * _random.NextDouble(), sample, staffId, isTypical ? network : null));
        }
    }

    // What a person had to decide has been decided, if there was time.
    private Decision Settled(Decision decision)
    {
        var took = TimeSpan.FromHours(_random.Next(20) switch
        {
            < 12 => 1 + _random.Next(12),
            < 17 => 12 + _random.Next(48),
            _ => 60 + _random.Next(90),
        });
        if (decision.Status == DecisionStatus.PendingReview)
            return decision.DecidedAt + took < _now ? Decided(decision, decision.DecidedAt + took) : decision;
        // Now and then somebody asks a person to look again.
        if (decision.Outcome != "decline" || _random.Next(25) > 0)
            return decision;
        var at = decision.DecidedAt + TimeSpan.FromHours(2 + _random.Next(20));
        var appealed = decision with
        {
            Status = DecisionStatus.PendingReview,
            Case = _deadline.Open(at) with { Appeal = new("We have known each other since we were children.", at, null) },
        };
        return at + took < _now ? Decided(appealed, at + took) : at < _now ? appealed : decision;
    }

    private Decision Decided(Decision decision, DateTimeOffset at)
    {
        var (resolution, reason) = s_verdicts[_random.Next(s_verdicts.Length)];
        var reviewer = s_reviewers[_random.Next(s_reviewers.Length)];
        return decision with
        {
            Status = DecisionStatus.Reviewed,
            Review = new(resolution, reason, reviewer, at, null),
            Case = decision.Case! with { Owner = reviewer },
        };
    }

    // The cases of today, as they are told from the oldest on: two too late, one of them nobody's, and each at another point.
    private IEnumerable<Decision> Waiting()
    {
        int[] unclear =
            [.. Enumerable.Range(0, requests.Length).Where(line => Asked(_now, line, Nurse).Status == DecisionStatus.PendingReview)];
        yield return One(0, days: 8, "demo-11");
        yield return With(One(1, days: 6, "demo-12"), owner: "sm-5002");
        yield return With(One(2, days: 1.1, Nurse), "sm-5001", (CaseParty.Reviewer, "Since when have you known each other?", 3));
        yield return With(
            One(3, days: 0.8, "demo-14"), "sm-5001", (CaseParty.Reviewer, "How often do you meet?", 6),
            (CaseParty.Asker, "Every summer, with both our families.", 2));
        yield return One(4, days: 0.2, "demo-15");
        yield return One(5, days: 0.04, "demo-16");

        Decision One(int number, double days, string staffId) => Asked(_now.AddDays(-days), unclear[number % unclear.Length], staffId);
    }

    private Decision With(Decision decision, string owner, params (CaseParty From, string Text, int HoursAgo)[] said) => decision with
    {
        Case = decision.Case! with
        {
            Owner = owner,
            Messages = [.. said.Select(m => new CaseMessage(
                m.From, m.Text, m.From == CaseParty.Reviewer ? owner : decision.Staff.Id!, _now.AddHours(-m.HoursAgo)))],
        },
    };

    private Decision Asked(DateTimeOffset at, int line, string staffId, string? network = null)
    {
        var request = JsonSerializer.Deserialize(requests[line], ServiceJson.Web.FriendRequest)!;
        request = request with { Staff = request.Staff! with { Id = staffId }, Platform = network ?? request.Platform };
        var answer = _decider.Answer(request, "en", leavesOpenToReview: true).Answer
            ?? throw new InvalidDataException($"A sample request is refused: {requests[line]}");
        var source = _random.Next(5) == 0 ? DecisionSource.Queue : DecisionSource.Http;
        return _decider.Decide(DecisionId.NewAt(at), request, answer, "en", source);
    }
}
