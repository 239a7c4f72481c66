using System.Globalization;
using System.Text.RegularExpressions;
using Friending.LocalHost.Tests.Digests;
using Friending.Service.Decisions;
using Friending.Service.Reviews;
using Xunit;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>
/// A month of cases on two hosts that end again and again: before a mail went out, between the mail server's answer and the note of it,
/// and between opening a notice and giving the event up. The clock is simulated; storage and the mail server are real.
/// </summary>
public sealed partial class NoticeMonthTests(ITestOutputHelper output) : StorageAndMail
{
    private const int Cases = 40;
    private const int Seed = 20261118;

    // The first Monday of the month, at midnight in Chicago; the clocks there do not change in it.
    private static readonly DateTimeOffset s_start = new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_end = s_start.AddDays(28);

    private readonly DigestHost.Clock _time = new() { Now = s_start };
    private readonly Random _random = new(Seed);

    [Fact]
    public async Task No_case_waits_past_its_due_time_without_an_escalation_and_no_notice_is_sent_twice()
    {
        bool Ends(EndPoint at)
        {
            lock (_random)
                return _random.Next(12) == 0;
        }

        await using var one = new NoticeHost(Storage.ConnectionString, Mail.SmtpPort, _time, Ends);
        await using var two = new NoticeHost(Storage.ConnectionString, Mail.SmtpPort, _time, Ends);
        NoticeHost[] hosts = [one, two];
        await one.PrepareAsync(Cancellation);
        var arriving = Enumerable.Range(0, Cases).Select(_ => s_start.AddHours(_random.Next(24, 24 * 25))).Order().ToList();
        var cases = new List<Case>();
        var touched = new List<DecisionId>();

        for (; _time.Now < s_end; _time.Now += Step())
        {
            while (cases.Count < Cases && arriving[cases.Count] <= _time.Now)
            {
                var asked = await one.AskAsync(arriving[cases.Count], $"rn-{cases.Count}");
                // Some are decided soon, some late, some never.
                cases.Add(new(asked, _random.Next(3) switch { 0 => _random.Next(1, 40), 1 => _random.Next(60, 160), _ => null }));
                touched.Add(asked.Id);
            }
            foreach (var due in cases.Where(c => c.DecidedAt is null
                && c.Hours is { } hours && c.Asked.DecidedAt.AddHours(hours) <= _time.Now))
            {
                await one.DoAsync(one.Get<ReviewDesk>().ResolveAsync(
                    due.Asked.Id, new() { Resolution = "permit", Reason = "Old friends." }, new("ana", "ana"), null, Cancellation));
                due.DecidedAt = _time.Now;
                touched.Add(due.Asked.Id);
            }
            // Both at once; what one left in the outbox, either finds. The last few stay touched, for an event may have been left.
            await Task.WhenAll(hosts.Select(host => host.RunAsync(touched.ToList(), Cancellation)));
            touched.RemoveRange(0, Math.Max(0, touched.Count - 6));
        }

        var mails = await TakenMail.AllAsync(Mail.PageUrl, Cancellation);
        output.WriteLine(FormattableString.Invariant(
            $"{cases.Count} cases, {mails.Count} mails, the hosts ended {one.Ended + two.Ended} times while they sent."));
        Assert.True(one.Ended + two.Ended >= 10, "The hosts ended too seldom for this to show anything.");
        // Of a case everybody is told the same once, of a day's reminder too.
        var told = mails.SelectMany(m => m.To.Select(to => (
            to, Subject: char.IsDigit(m.Subject[0]) ? "reminder" : m.Subject, About: char.IsDigit(m.Subject[0])
                ? m.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Ids().Match(m.Text).Value))).ToList();
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Equal(mails.Count, mails.Select(m => m.Id).Distinct().Count());
        var late = cases.Where(c => (c.DecidedAt ?? s_end) > c.Asked.Case!.DueAt).ToList();
        Assert.InRange(late.Count, 10, Cases);
        foreach (var waiting in late)
        {
            var escalated = mails.Where(m => m.To.Contains(NoticeHost.Lead) && m.IsAbout(waiting.Asked))
                .Select(m => m.Date).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            // At once; where a host ended with it, with the reminder of the next working day, or, where
            // that met the same, of the one after.
            var latest = Reminders(waiting.Asked.Case!.DueAt).ElementAt(1);
            Assert.True(
                escalated <= latest || waiting.DecidedAt <= latest || latest >= s_end,
                $"The case of {waiting.Asked.DecidedAt:O}, due {waiting.Asked.Case.DueAt:O}, was escalated at {escalated:O}.");
        }
        // Most are told at once: what waits for a reminder is the exception.
        Assert.True(late.Count(c => mails.Any(m => m.Subject == "A case is overdue" && m.IsAbout(c.Asked)
            && m.Date - c.Asked.Case!.DueAt < TimeSpan.FromHours(1))) >= late.Count * 2 / 3);
    }

    // By the hour while somebody works, at once over the night: nothing falls due in it.
    private TimeSpan Step() => _time.Now.Hour is >= 7 and < 17 ? TimeSpan.FromHours(1) : _time.Now.Hour < 7
        ? TimeSpan.FromHours(7 - _time.Now.Hour)
        : TimeSpan.FromHours(31 - _time.Now.Hour);

    private static IEnumerable<DateTimeOffset> Reminders(DateTimeOffset after)
    {
        for (var at = s_start.AddHours(8); ; at = at.AddDays(1))
            if (at > after && at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                yield return at;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    private sealed class Case(Decision asked, int? hours)
    {
        internal Decision Asked => asked;

        internal int? Hours => hours;

        internal DateTimeOffset? DecidedAt { get; set; }
    }
}
