using System.Globalization;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>A digest's numbers are those of an independent count of the same decisions.</summary>
public sealed class DigestCountTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Years apart, so that each has the tables' days to itself. The first four hold a change of the clocks.
    [Theory]
    [InlineData("2034-W10", "America/Chicago", 167)]
    [InlineData("2034-W44", "America/Chicago", 169)]
    [InlineData("2035-W12", "Europe/Berlin", 167)]
    [InlineData("2035-W43", "Europe/Berlin", 169)]
    [InlineData("2037-W53", "Europe/Berlin", 168)]
    [InlineData("2038-W30", "Asia/Kolkata", 168)]
    public async Task It_equals_a_count_of_the_decisions_in_memory_to_the_millisecond(string text, string zoneName, int hours)
    {
        var (week, zone) = (Weeks.Of(text), TimeZoneInfo.FindSystemTimeZoneById(zoneName));
        Assert.Equal(hours, (LocalClock.StartOf(week.Next, zone) - LocalClock.StartOf(week, zone)).TotalHours);
        var policy = service.Get<PolicyDecisionPoint>();
        await service.Get<PolicyArchive>().KeepActiveAsync(Cancelled);
        var kept = Decisions(week, zone, policy.Reference, new Random(week.Year * 100 + week.Number)).ToList();
        await Parallel.ForEachAsync(kept, Cancelled, async (decision, cancellation) =>
            Assert.NotNull(await service.Decisions.TryAddAsync(decision, cancellation)));
        var options = new DigestOptions { Threshold = 1, Departments = { new() { Name = "Cardiology" } } };

        var digests = await service.Composer(options, zoneName).ComposeAsync(week, options.Audiences(), Cancelled);

        // By the calendar of the place, as people read it.
        IsoWeek WeekOf(Decision d)
        {
            var local = TimeZoneInfo.ConvertTime(d.DecidedAt, zone).DateTime;
            return new(ISOWeek.GetYear(local), ISOWeek.GetWeekOfYear(local));
        }
        DateTimeOffset EndOf(Decision d) => LocalClock.StartOf(WeekOf(d).Next, zone);
        foreach (var digest in digests)
        {
            var own = kept.Where(d => digest.Audience == Digest.Organisation || d.Staff.Department == digest.Audience).ToList();
            var (now, before) = (own.Where(d => WeekOf(d) == week).ToList(), own.Where(d => WeekOf(d) == week.Previous).ToList());
            Assert.Equal((now.Count, before.Count), (digest.Requests.Value, digest.RequestsWeekBefore.Value));
            Assert.Equal(8, digest.Trend.Count);
            Assert.Equal(week, digest.Trend[^1].Week);
            Assert.All(digest.Trend, t => Assert.Equal(own.Count(d => WeekOf(d) == t.Week), t.Requests.Value));
            foreach (var breakdown in digest.Breakdowns)
            {
                var valueOf = ValueOf(breakdown, EndOf);
                Assert.Equal(
                    now.Concat(before).Select(valueOf).Distinct().Order(StringComparer.Ordinal),
                    breakdown.Rows.Select(r => r.Value).Order(StringComparer.Ordinal));
                Assert.All(breakdown.Rows, r => Assert.Equal(
                    (now.Count(d => valueOf(d) == r.Value), before.Count(d => valueOf(d) == r.Value)),
                    (r.Requests.Value, r.WeekBefore.Value)));
                Assert.Equal(breakdown.Rows.Select(r => r.Requests.Value).OrderDescending(), breakdown.Rows.Select(r => r.Requests.Value));
            }
            Assert.Equal(
                Enum.GetValues<DigestDimension>().Where(by => by != DigestDimension.Department || digest.Audience == Digest.Organisation),
                digest.Breakdowns.Select(b => b.By).Distinct());
            Assert.Equal(["direction", "patient"], digest.Breakdowns.Select(b => b.Fact).OfType<string>());
            Assert.Equal(
                [now.Count(d => d.Findings[0].Rule == "7.1" && d.Outcome == "permit"), now.Count(d => d.Findings[0].Rule == "7.2"),
                    now.Count(d => d.Review is { Resolution: "permit" } made && made.At < EndOf(d))],
                digest.Exemptions.Select(e => e.Permitted.Value ?? -1));
            Assert.Equal(now.Count(d => d.Outcome == "review"), digest.Reviews.Opened.Value);
            Assert.Equal([(policy.Reference.Version, now.Count)], digest.Policies.Select(p => (p.Version, p.Requests.Value ?? -1)));
            Assert.Equal((LocalClock.StartOf(week, zone), LocalClock.StartOf(week.Next, zone), zoneName),
                (digest.From, digest.To, digest.TimeZone));
        }
    }

    [Fact]
    public async Task Reviews_are_those_opened_resolved_and_pending_with_the_median_of_their_hours()
    {
        var week = Weeks.Of("2044-W20");
        var start = LocalClock.StartOf(week, TimeZoneInfo.Utc);
        var list = service.Get<ReviewList>();
        // Resolved at the edges of the week and just outside; opened long before too.
        (double OpenedHoursBefore, TimeSpan At, string Department)[] reviews =
        [
            (10, TimeSpan.FromMilliseconds(-1), "A"), (10, TimeSpan.Zero, "A"), (2000, TimeSpan.FromDays(3), "A"),
                (30, TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1), "B"),
            (10, TimeSpan.FromDays(7), "B"), (5, TimeSpan.FromDays(5), "B"),
        ];
        foreach (var (hours, at, department) in reviews)
        {
            var decision = StoredDecisions.At((start + at).AddHours(-hours), "review", DecisionStatus.Reviewed, department);
            var review = new DecisionReview("permit", "Made up.", "key:reviewer", start + at, null);
            await list.PutResolvedAsync(decision with { Review = review }, review, Cancelled);
        }
        var options = new DigestOptions { Threshold = 1, Departments = { new() { Name = "A" } } };

        var digests = await service.Composer(options, "Etc/UTC").ComposeAsync(week, options.Audiences(), Cancelled);

        Assert.Equal((4, 20), (digests[0].Reviews.Resolved.Value, digests[0].Reviews.MedianHoursToResolve));
        Assert.Equal((null, null), (digests[1].Reviews.Resolved.Value, digests[1].Reviews.MedianHoursToResolve));
    }

    [Fact]
    public async Task A_review_is_pending_until_the_relay_has_told_that_it_is_resolved_and_then_counts_as_resolved()
    {
        var digestOf = async () =>
        {
            var composer = service.Composer(new() { Threshold = 1 }, "Etc/UTC");
            return (await composer.ComposeAsync(IsoWeek.Of(service.Time.GetUtcNow(), TimeZoneInfo.Utc), new DigestOptions().Audiences(),
                Cancelled))[0].Reviews;
        };
        var before = await digestOf();
        var id = (await service.TakeAsync(Messages.Unusual)).Decision!.Value;
        await service.Relay.SweepAllAsync(Cancelled);
        service.Time.Advance(TimeSpan.FromMinutes(5));
        await service.Relay.SweepAllAsync(Cancelled);
        var opened = await digestOf();
        var desk = service.Get<Reviews.ReviewDesk>();
        var done = await desk.ResolveAsync(id, new() { Resolution = "permit", Reason = "Friends since school." },
            new("key:reviewer", null), null, Cancelled);
        Assert.IsType<Reviews.DecisionChange.Done>(done);
        await service.Relay.SweepAllAsync(Cancelled);
        var resolved = await digestOf();

        Assert.Equal((before.Opened.Value + 1, before.Pending.Value + 1, before.Resolved.Value),
            (opened.Opened.Value, opened.Pending.Value, opened.Resolved.Value));
        Assert.Equal(new DateTimeOffset(id.Time.Date, TimeSpan.Zero), opened.OldestPendingSince);
        Assert.Equal((before.Opened.Value + 1, before.Pending.Value, before.Resolved.Value + 1),
            (resolved.Opened.Value, resolved.Pending.Value, resolved.Resolved.Value));
    }

    [Fact]
    public async Task Cases_that_wait_at_the_end_of_the_week_are_overdue_or_due_and_a_few_of_the_one_are_not_told_by_the_other()
    {
        // In the past: of a week to come nothing is overdue yet.
        var week = Weeks.Of("2024-W20");
        var end = LocalClock.StartOf(week.Next, TimeZoneInfo.Utc);
        var list = service.Get<ReviewList>();
        for (var i = 0; i < 9; i++)
        {
            // Two that fell due in time, resolved afterwards; of the others, of as many people, nobody knows how many they are.
            var due = i < 2 ? end.AddTicks(-1) : end.AddHours(1);
            var decision = StoredDecisions.At(end.AddHours(-20), "review", DecisionStatus.Reviewed, staffId: $"waits-{i}");
            var review = new DecisionReview("permit", "Made up.", "key:reviewer", end.AddDays(1), null);
            decision = decision with { Review = review, Case = new() { OpenedAt = end.AddHours(-20), DueAt = due } };
            await service.Decisions.TryAddAsync(decision, Cancelled);
            await list.PutResolvedAsync(decision, review, Cancelled);
        }
        var options = new DigestOptions();

        var open = (await service.Composer(new() { Threshold = 1 }, "Etc/UTC")
            .ComposeAsync(week, options.Audiences(), Cancelled))[0].Reviews;
        var told = (await service.Composer(options, "Etc/UTC").ComposeAsync(week, options.Audiences(), Cancelled))[0].Reviews;

        Assert.Equal((9, 2, 7), (open.Pending.Value, open.Overdue?.Value, open.Due?.Value));
        Assert.Equal((9, DigestFigure.Fewer(5), DigestFigure.NotTold), (told.Pending.Value, told.Overdue, told.Due));
    }

    [Fact]
    public void What_changed_most_is_what_chance_does_not_explain_one_of_what_and_one_of_who()
    {
        DigestBreakdown[] rows =
        [
            new(DigestDimension.Outcome, [Row("decline", 90, 60), Row("permit", 20, 25)]),
            new(DigestDimension.Rule,
                [Row("7.7", 80, 30), new("7.2", DigestFigure.NotTold, DigestFigure.Of(50)), Row(DigestRow.Others, 90, 5)]),
            new(DigestDimension.Platform, [Row("Facebook", 84, 80), Row("TikTok", 4, 0)]),
            new(DigestDimension.Source, [Row("queue", 90, 5)]),
        ];

        Assert.Equal([new DigestChange(DigestDimension.Rule, "7.7", 80, 30)], DigestChange.Of(rows));

        static DigestRow Row(string value, int requests, int before) => new(value, DigestFigure.Of(requests), DigestFigure.Of(before));
    }

    [Fact]
    public async Task No_staff_id_reference_or_note_is_in_a_digest_and_a_week_without_requests_says_so()
    {
        var week = Weeks.Of("2045-W10");
        var start = LocalClock.StartOf(week, TimeZoneInfo.Utc);
        for (var i = 0; i < 8; i++)
        {
            await service.Decisions.TryAddAsync(StoredDecisions.At(start.AddHours(i), department: "Cardiology",
                staffId: $"secret-staff-{i}") with
            {
                Note = "secret-note",
                OtherParty = new() { Patient = "current", Reference = "secret-reference" },
            }, Cancelled);
        }
        var options = new DigestOptions { Departments = { new() { Name = "Cardiology", Recipients = { "lead@example.org" } } } };

        var digests = await service.Composer(options, "Etc/UTC").ComposeAsync(week, options.Audiences(), Cancelled);
        var empty = await service.Composer(options, "Etc/UTC").ComposeAsync(week.Next.Next, options.Audiences(), Cancelled);

        Assert.All(digests, d => Assert.DoesNotContain("secret", JsonSerializer.Serialize(d, ServiceJson.Web.Digest),
            StringComparison.Ordinal));
        Assert.All(digests, d => Assert.DoesNotContain("example.org", JsonSerializer.Serialize(d, ServiceJson.Web.Digest),
            StringComparison.Ordinal));
        Assert.Equal([8, 8], digests.Select(d => d.Requests.Value ?? -1));
        Assert.Equal([0, 0], empty.Select(d => d.Requests.Value ?? -1));
        Assert.All(empty[0].Breakdowns, b => Assert.Empty(b.Rows));
    }

    private static Func<Decision, string> ValueOf(DigestBreakdown breakdown, Func<Decision, DateTimeOffset> endOf) => breakdown.By switch
    {
        DigestDimension.Outcome => d => d.Outcome!,
        DigestDimension.Standing => d => d.Review is { } made && made.At < endOf(d) ? made.Resolution
            : d.Outcome == "review" ? ""
            : d.Outcome!,
        DigestDimension.Rule => d => d.Findings[0].Rule,
        DigestDimension.Guideline => d => d.Findings[0].Guideline,
        DigestDimension.Platform => d => d.Platform!,
        DigestDimension.Fact => d => d.Facts[breakdown.Fact!],
        DigestDimension.Department => d => d.Staff.Department ?? "",
        DigestDimension.StaffRole => d => d.Staff.Role ?? "",
        DigestDimension.Source => d => d.Source == DecisionSource.Queue ? "queue" : "http",
        _ => throw new ArgumentOutOfRangeException(nameof(breakdown)),
    };

    // Ten weeks, of which the first and the last are none of the digest's; crowded at the edges of each.
    private static IEnumerable<Decision> Decisions(IsoWeek week, TimeZoneInfo zone, PolicyReference policy, Random random)
    {
        (string Rule, string Outcome)[] rules = [("7.1", "permit"), ("7.2", "permit"), ("7.4", "review"), ("7.7", "decline"),
            ("8.3", "decline"), ("8.5", "permit")];
        var at = week;
        for (var i = 0; i < 8; i++)
            at = at.Previous;
        for (var i = 0; i < 10; i++, at = at.Next)
        {
            var (start, end) = (LocalClock.StartOf(at, zone), LocalClock.StartOf(at.Next, zone));
            for (var n = 0; n < 24; n++)
            {
                var moment = random.Next(4) switch
                {
                    0 => start.AddMilliseconds(random.Next(3)),
                    1 =>
                    end.AddMilliseconds(-1 - random.Next(3)),
                    _ =>
                        start.AddMilliseconds(random.NextInt64((long)(end - start).TotalMilliseconds))
                };
                var (rule, outcome) = rules[random.Next(rules.Length)];
                var review = outcome == "review" && random.Next(2) == 0
                    ? new DecisionReview(random.Next(2) == 0 ? "permit" : "decline", "Made up.", "key:reviewer", moment.AddHours(3), null)
                    : null;
                yield return StoredDecisions.At(moment, outcome, review is not null ? DecisionStatus.Reviewed : outcome == "review"
                    ? DecisionStatus.PendingReview : DecisionStatus.Final) with
                {
                    Findings = [new(rule[..1], rule, outcome, "Made up.", true)],
                    Policy = policy,
                    Review = review,
                    Platform = random.Next(2) == 0 ? "Facebook" : "Instagram",
                    Facts = new Dictionary<string, string>
                    {
                        ["direction"] = random.Next(2) == 0 ? "accept" : "initiate",
                        ["patient"] = random.Next(3) switch { 0 => "current", 1 => "family", _ => "no" },
                    },
                    Source = random.Next(2) == 0 ? DecisionSource.Http : DecisionSource.Queue,
                    Staff = new()
                    {
                        Id = "rn-1042",
                        Role = random.Next(3) == 0 ? null : "Registered nurse",
                        Department = random.Next(3) switch { 0 => null, 1 => "Cardiology", _ => "Oncología" },
                    },
                };
            }
        }
    }
}
