using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

public sealed class PolicyReplayTests(AzuriteFixture azurite)
{
    // Years that no other test writes to; the last days of one ISO year and the first of the next are among the days used.
    private static readonly DateTimeOffset s_start = new(2042, 12, 26, 0, 0, 0, TimeSpan.Zero);
    private static int s_ranges;

    private readonly PolicyDecisionPoint _default = DefaultPolicy.Load();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_the_policy_that_made_them_no_decision_changes_and_the_review_load_stays()
    {
        await Decisions(_default, 1, 60).SampleAsync(async decisions =>
        {
            var (replay, from, to) = await KeptAsync(decisions);
            var result = await LastAsync(replay, _default, from, to);

            Assert.Equal(decisions.Count, result.Totals!.Decisions);
            Assert.Equal(0, result.Totals.Changed);
            Assert.Equal(0, result.Totals.NotReplayed.Count);
            Assert.Empty(result.Totals.FactsDropped);
            Assert.Empty(result.Changes.Items);
            Assert.All(result.Totals.Transitions, t => Assert.Equal(t.From, t.To));
            Assert.All(result.Totals.ReviewLoad, w => Assert.Equal(w.Before, w.After));
            Assert.Equal(decisions.Count(d => d.Decision.Outcome == "review"), result.Totals.ReviewLoad.Sum(w => w.Before));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Under_another_policy_counts_and_pages_equal_deciding_each_decision_again()
    {
        var policies = new[]
        {
            Edited(d => Rule(d, "7.8")["outcome"] = "review"),
            Edited(d => Rule(d, "7.4")["outcome"] = "decline"),
            // A fact goes: what was stated of it is dropped.
            Edited(d => Remove(d, "unusual", "7.4")),
            // A value goes, another comes.
            PolicyDecisionPoint.Load(
                Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(DefaultPolicy.Document.Span).Replace("\"family\"", "\"kin\"", StringComparison.Ordinal))),
            // A fact comes that somebody would be asked for, or that takes its default.
            Edited(d => AddFact(d, "contractor", null)),
            Edited(d => AddFact(d, "contractor", "no")),
        };
        await Gen.Select(Decisions(_default, 20, 80), Gen.Int[0, policies.Length - 1], Gen.Int[1, 7])
            .SampleAsync(async (decisions, which, limit) =>
        {
            var policy = policies[which];
            var (replay, from, to) = await KeptAsync(decisions);
            var totals = (await LastAsync(replay, policy, from, to)).Totals!;

            var again = decisions.Select(d => (d.Decision, d.WasOpen, To: Again(policy, d))).ToList();
            var replayed = again.Where(a => a.To is not null).ToList();
            Assert.Equal(decisions.Count, totals.Decisions);
            Assert.Equal(again.Count - replayed.Count, totals.NotReplayed.Count);
            Assert.Equal(totals.NotReplayed.Count, totals.NotReplayed.Reasons.Sum(r => r.Count));
            Assert.Equal(
                replayed.CountBy(a => (a.Decision.Outcome!, a.To!)).OrderBy(t => t.Key)
                    .Select(t => (t.Key.Item1, t.Key.Item2, (long)t.Value)),
                totals.Transitions.Select(t => (t.From, t.To, t.Count)).Order());
            var weeks = replayed.GroupBy(a => Week(a.Decision.DecidedAt))
                .Select(g => new WeeklyReviews(g.Key, g.Count(a => a.Decision.Outcome == "review"), g.Count(a => a.To == "review")))
                .Where(w => w.Before + w.After > 0).OrderBy(w => w.Week, StringComparer.Ordinal);
            Assert.Equal(weeks, totals.ReviewLoad);
            foreach (var fact in decisions.SelectMany(d => d.Decision.Facts.Keys).Distinct().Where(f => policy.Facts.IndexOf(f) < 0))
                Assert.Equal(decisions.Count(d => d.Decision.Facts.ContainsKey(fact)), totals.FactsDropped[fact]);

            var expected = replayed.Where(a => a.To != a.Decision.Outcome)
                .Select(a => new ReplayChange(a.Decision.Id, a.Decision.Outcome!, a.To!)).OrderBy(c => c.Id).ToList();
            Assert.Equal(expected.Count, totals.Changed);
            var paged = new List<ReplayChange>();
            DecisionId? after = null;
            do
            {
                var page = (await LastAsync(replay, policy, from, to, limit, after)).Changes;
                Assert.InRange(page.Items.Count, 0, limit);
                paged.AddRange(page.Items);
                Assert.Equal(page.Items.Count > 0 && paged.Count < expected.Count, page.Cursor is not null);
                after = page.Cursor is null ? null : page.Items[^1].Id;
            }
            while (after is not null);
            Assert.Equal(expected, paged);
        }, iter: 25, threads: 1);
    }

    [Fact]
    public async Task Progress_counts_days_and_decisions_and_only_the_last_line_is_the_result()
    {
        var from = NextRange();
        // One in each shard on each day.
        List<Made> decisions =
        [
            .. Enumerable.Range(0, 7)
                .SelectMany(
                day => Enumerable.Range(0, 2000).Select(ms => Closed(from.AddDays(day).AddMilliseconds(ms)))
                .DistinctBy(d => DecisionKeys.ShardOf(d.Id)))
                .Select(d => new Made(d, WasOpen: false)),
        ];
        var (replay, _, to) = await KeptAsync(decisions, from, from.AddDays(7));

        var lines = await replay.RunAsync(_default, from, to, TimeZoneInfo.Utc, 10, null, Cancelled).ToListAsync(Cancelled);

        // Shards are read side by side, so which line comes with which count is left to chance.
        var progress = lines[..^1].Select(l => l.Progress!).ToList();
        Assert.Equal(progress.DistinctBy(p => p.Days).OrderBy(p => p.Days), progress);
        Assert.Equal((7, decisions.Count), (progress[^1].Days, (int)progress[^1].Decisions));
        Assert.All(progress, p => Assert.Equal(7, p.Of));
        Assert.All(progress, p => Assert.InRange(p.Decisions, 0, decisions.Count));
        Assert.All(lines[..^1], l => Assert.Null(l.Result));
        Assert.Null(lines[^1].Progress);
        Assert.Equal((16 * 7, decisions.Count), (decisions.Count, lines[^1].Result!.Totals!.Decisions));
    }

    [Fact]
    public async Task Weeks_are_those_of_the_time_zone()
    {
        // Sunday, 23:30 in UTC: in Madrid it is Monday already.
        var from = NextRange();
        var sunday = from.AddDays((7 - (int)from.DayOfWeek) % 7).AddHours(23.5);
        var (replay, _, to) = await KeptAsync([new(Pending(sunday), WasOpen: false)], from, from.AddDays(8));

        var utc = await LastAsync(replay, _default, from, to);
        var madrid =
            (await replay.RunAsync(_default, from, to, TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), 1, null, Cancelled)
            .LastAsync(Cancelled)).Result!;

        Assert.Equal(Week(sunday), Assert.Single(utc.Totals!.ReviewLoad).Week);
        Assert.Equal(Week(sunday.AddDays(1)), Assert.Single(madrid.Totals!.ReviewLoad).Week);
    }

    /// <summary>A decision, and whether its facts left the outcome open.</summary>
    private sealed record Made(Decision Decision, bool WasOpen);

    // Decisions of a policy from random facts. Where they leave the outcome open, the decision is to review: from the queue,
    // or promised to a caller over HTTP who did not wait.
    private static Gen<List<Made>> Decisions(PolicyDecisionPoint policy, int least, int most) => Gen.Select(
            Gen.Int[-1, 3].Array[policy.Facts.Count], Gen.Long[0, 14L * 24 * 3600 * 1000 - 1], Gen.Bool)
        .Select((values, ms, fromQueue) =>
        {
            var stated = values.Index().Where(v => v.Item >= 0)
                .ToDictionary(
                    v => policy.Facts[v.Index].Name, v => policy.Facts[v.Index].Values[v.Item % policy.Facts.SizeOf(v.Index)].Value);
            var answer = Answers.For(policy, FactBinding.Of(policy.Facts, stated, [], fillDefaults: true).Facts, "en");
            var isOpen = answer.Outcome is null;
            var outcome = answer.Outcome ?? "review";
            return new Made(
                StoredDecisions.At(
                    s_start.AddMilliseconds(ms), outcome, outcome == "review" ? DecisionStatus.PendingReview : DecisionStatus.Final) with
                {
                    Facts = answer.Facts,
                    Findings = answer.Findings,
                    Policy = answer.Policy,
                    Source = fromQueue ? DecisionSource.Queue : DecisionSource.Http,
                },
                isOpen);
        }).List[least, most];

    // What comes of the decision under the policy; null where it cannot tell.
    private static string? Again(PolicyDecisionPoint policy, Made made)
    {
        var facts = new FactSet();
        for (var fact = 0; fact < policy.Facts.Count; fact++)
        {
            var definition = policy.Facts[fact];
            if (!made.Decision.Facts.TryGetValue(definition.Name, out var value) && (value = definition.Default) is null)
                continue;
            if (policy.Facts.IndexOfValue(fact, value) is >= 0 and var index)
                facts = facts.With(fact, index);
            else
                return null;
        }
        var evaluation = policy.Evaluate(facts);
        return evaluation.IsSettled ? policy.Outcome(evaluation.Outcome).Value
            : made.WasOpen || made.Decision.Source == DecisionSource.Queue ? "review"
            : null;
    }

    private Decision Closed(DateTimeOffset time) => Pending(time) with { Status = DecisionStatus.Withdrawn };

    private Decision Pending(DateTimeOffset time) => StoredDecisions.PendingAt(time, _default);

    // Keeps the decisions in a range of their own; those made at random are moved there.
    private async Task<(PolicyReplay Replay, DateTimeOffset From, DateTimeOffset To)> KeptAsync(List<Made> decisions)
    {
        var from = NextRange();
        for (var i = 0; i < decisions.Count; i++)
            decisions[i] =
                decisions[i] with
                {
                    Decision =
                decisions[i].Decision with { Id = DecisionId.NewAt(from + (decisions[i].Decision.DecidedAt - s_start)) }
                };
        return await KeptAsync(decisions, from, from.AddDays(14));
    }

    private async Task<(PolicyReplay Replay, DateTimeOffset From, DateTimeOffset To)> KeptAsync(
        List<Made> decisions, DateTimeOffset from, DateTimeOffset to)
    {
        var account = await Emulated.AccountAsync(azurite);
        var store = new DecisionStore(account, new());
        await Parallel.ForEachAsync(
            decisions, Cancelled, async (made, cancellation) => await store.TryAddAsync(made.Decision, cancellation));
        return (new PolicyReplay(
            new DecisionScan(account, Emulated.Options(azurite)), new PolicyArchive(account, _default), new FixedTime(to.AddYears(1))),
            from, to);
    }

    private static DateTimeOffset NextRange() => s_start.AddDays(14 * Interlocked.Increment(ref s_ranges));

    private static async Task<ReplayResult> LastAsync(
        PolicyReplay replay, PolicyDecisionPoint policy, DateTimeOffset from, DateTimeOffset to, int limit = 10, DecisionId? after =
            null) =>
        (await replay.RunAsync(policy, from, to, TimeZoneInfo.Utc, limit, after, Cancelled).LastAsync(Cancelled)).Result!;

    private static string Week(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time.UtcDateTime)}-W{ISOWeek.GetWeekOfYear(time.UtcDateTime):00}");

    private static PolicyDecisionPoint Edited(Action<JsonNode> edit)
    {
        var document = JsonNode.Parse(DefaultPolicy.Document.Span)!;
        edit(document);
        return PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    private static IEnumerable<JsonNode> Rules(JsonNode document) =>
        document["guidelines"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray())!;

    private static JsonNode Rule(JsonNode document, string id) => Rules(document).First(r => (string)r["id"]! == id);

    private static JsonNode Fact(JsonNode document, string name) => document["facts"]!.AsArray().First(f => (string)f!["name"]! == name)!;

    private static void Remove(JsonNode document, string fact, string rule)
    {
        document["facts"]!.AsArray().Remove(Fact(document, fact));
        var group = document["groups"]![0]!["facts"]!.AsArray();
        group.Remove(group.First(f => (string)f!["fact"]! == fact));
        Rule(document, rule).Parent!.AsArray().Remove(Rule(document, rule));
    }

    private static void AddFact(JsonNode document, string name, string? @default)
    {
        var fact = JsonNode.Parse($$"""{ "name": "{{name}}", "values": [{ "value": "yes" }, { "value": "no" }] }""")!;
        if (@default is not null)
            fact["default"] = @default;
        document["facts"]!.AsArray().Add(fact);
        document["guidelines"]![0]!["rules"]!.AsArray()
            .Insert(0, JsonNode.Parse($$"""{ "id": "7.0", "when": { "{{name}}": ["yes"] }, "outcome": "review" }"""));
    }
}
