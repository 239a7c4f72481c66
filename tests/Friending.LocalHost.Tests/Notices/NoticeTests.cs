using System.Globalization;
using Friending.LocalHost.Emulators;
using Friending.LocalHost.Tests.Digests;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Xunit;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>Who is told what of a case, from the event to a real mail server.</summary>
public sealed class NoticeTests : StorageAndMail
{
    // A Wednesday, ten o'clock in Chicago.
    private static readonly DateTimeOffset s_start = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(-6));
    private static readonly Reviewer s_ana = new("ana", "ana");

    private readonly DigestHost.Clock _time = new() { Now = s_start };

    [Fact]
    public async Task Each_is_told_what_concerns_them_in_their_language_without_a_fact_of_the_case_and_once()
    {
        await using var host = await StartAsync();
        var asked = await host.AskAsync(_time.Now, "rn-7", "es");
        await RunAsync(host, asked);
        await host.DoAsync(host.Get<ReviewDesk>()
            .AskAsync(asked.Id, new() { Text = "¿Desde cuándo se conocen?" }, s_ana, null, Cancellation));
        await RunAsync(host, asked);
        await host.DoAsync(host.Get<AskerDesk>().AnswerAsync(asked.Id, new() { Note = "Desde el colegio." }, "rn-7", null, Cancellation));
        await RunAsync(host, asked);
        await host.DoAsync(host.Get<ReviewDesk>().ResolveAsync(
            asked.Id, new() { Resolution = "decline", Reason = "No basta." }, s_ana, null, Cancellation));
        await RunAsync(host, asked);
        await host.DoAsync(host.Get<AskerDesk>()
            .AppealAsync(asked.Id, new() { Note = "Nos vemos cada verano." }, "rn-7", null, Cancellation));
        await RunAsync(host, asked);

        var mails = await MailsAsync();

        Assert.Equal(
            [
                (NoticeHost.Team, "A case waits for a decision", $"https://friending.example.org/reviews?decision={asked.Id}"),
                ("rn-7@clinic.example", "Una pregunta sobre su solicitud", $"https://friending.example.org/mine?decision={asked.Id}"),
                ("ana@clinic.example", "There is an answer about a case", $"https://friending.example.org/reviews?decision={asked.Id}"),
                ("rn-7@clinic.example", "Su solicitud está decidida", $"https://friending.example.org/mine?decision={asked.Id}"),
                (NoticeHost.Team, "Somebody asks you to look again", $"https://friending.example.org/reviews?decision={asked.Id}"),
            ],
            mails.Select(m => (m.To.Single(), m.Subject,
                m.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1])));
        Assert.Equal(mails.Count, mails.Select(m => m.Id).Distinct().Count());
        foreach (var mail in mails)
        {
            Assert.Contains("Facebook", mail.Text, StringComparison.Ordinal);
            Assert.Contains(mail.To[0].StartsWith("rn-7", StringComparison.Ordinal) ? "18 de noviembre de 2026" : "November 18, 2026",
                mail.Text, StringComparison.Ordinal);
            Assert.Contains(asked.Id.ToString(), mail.Html, StringComparison.Ordinal);
            // Neither who, nor what they are, nor what was said, nor what came of it.
            foreach (var fact in new[] { "rn-7", "Cardiology", "nurse", "patient", "paciente", "choir", "colegio", "verano", "decline",
                "rechaz", "No basta", "unusual" })
                Assert.DoesNotContain(fact, mail.Subject + mail.Text + mail.Html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Whoever_asked_is_told_with_the_decision_of_the_groups_that_the_organisation_offers()
    {
        await using var host = await StartAsync(
            ("Groups:0:Name", "Amigos del corazón"), ("Groups:0:Address", "https://groups.example.org/heart"));
        var request = new FriendRequest
        {
            Staff = new() { Id = "rn-7", CareRole = true },
            Platform = "Facebook",
            Direction = "existing",
            OtherParty = new() { Patient = "current" },
            Circumstances = new() { FriendshipPredatesCare = false, WouldBreakBread = false },
        };
        var submitted = await host.Get<RequestSubmission>().SubmitAsync(request, new("form", DecisionSource.Http, "es"), Cancellation);
        var asked = Assert.IsType<Submission.Decided>(submitted).Stored.Decision;
        await RunAsync(host, asked);
        await host.DoAsync(host.Get<ReviewDesk>().ResolveAsync(
            asked.Id, new() { Resolution = "decline", Reason = "No basta." }, s_ana, null, Cancellation));
        await RunAsync(host, asked);

        var mails = await MailsAsync();

        var decided = Assert.Single(mails, m => m.To.Contains("rn-7@clinic.example"));
        Assert.Contains("Nuestros grupos", decided.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Amigos del corazón\n  https://groups.example.org/heart", decided.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("href=\"https://groups.example.org/heart\"", decided.Html, StringComparison.Ordinal);
        Assert.All(mails.Where(m => m != decided), m => Assert.DoesNotContain("Amigos", m.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_decided_in_time_is_told_to_the_team_and_beyond_and_every_working_day_a_mail_lists_all_that_is_due()
    {
        await using var host = await StartAsync();
        // Due on Friday at ten; the other on Monday, and taken.
        var (first, second) = (await host.AskAsync(_time.Now, "rn-7"), await host.AskAsync(_time.Now.AddDays(1), "rn-8"));
        await RunAsync(host, first, second);
        await host.DoAsync(host.Get<ReviewDesk>().ClaimAsync(second.Id, s_ana, null, Cancellation));
        await NextAsync(new(2026, 11, 19, 8, 0, 0, TimeSpan.FromHours(-6)));
        Assert.Empty(await NewAsync());

        await NextAsync(new(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(-6)));
        var friday = Assert.Single(await NewAsync());
        Assert.Equal(("1 case due today", NoticeHost.Team), (friday.Subject, Assert.Single(friday.To)));
        Assert.Contains(first.Id.ToString(), friday.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Id.ToString(), friday.Text, StringComparison.Ordinal);

        await NextAsync(new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(-6)));
        var overdue = Assert.Single(await NewAsync());
        Assert.Equal("A case is overdue", overdue.Subject);
        Assert.Equal([NoticeHost.Team, NoticeHost.Lead], overdue.To);
        Assert.Contains("due on November 20, 10:00", overdue.Text.Replace('\u202f', ' '), StringComparison.Ordinal);
        Assert.Contains("Nobody has taken it yet.", overdue.Text, StringComparison.Ordinal);

        // Nobody works on a Saturday.
        await NextAsync(new(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(-6)));
        Assert.Empty(await NewAsync());

        await NextAsync(new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(-6)));
        _time.Now = _time.Now.AddMinutes(5);
        await RunAsync(host);
        var monday = Assert.Single(await NewAsync());
        Assert.Equal("1 case overdue, 1 due today", monday.Subject);
        Assert.Equal([NoticeHost.Team, NoticeHost.Lead], monday.To);
        Assert.True(
            monday.Text.IndexOf(first.Id.ToString(), StringComparison.Ordinal) < monday.Text
                .IndexOf(second.Id.ToString(), StringComparison.Ordinal));

        async Task NextAsync(DateTimeOffset at)
        {
            _seen = (await MailsAsync()).Count;
            _time.Now = at;
            await RunAsync(host);
        }
    }

    private int _seen;

    private async Task<IReadOnlyList<TakenMail>> NewAsync() => [.. (await MailsAsync()).Skip(_seen)];

    [Fact]
    public async Task Nobody_of_the_team_is_told_of_their_own_request_nor_anybody_of_one_that_was_withdrawn_or_whose_address_nobody_knows()
    {
        await using var host = await StartAsync(
            ("Notices:Team:1", "rosa@clinic.example"), ("Notices:StaffAddress", ""), ("Notices:Escalation:0", "rosa@clinic.example"));
        var own = await host.AskAsync(_time.Now, "Rosa@clinic.example");
        var withdrawn = await host.AskAsync(_time.Now, "rn-7@clinic.example");
        var unreachable = await host.AskAsync(_time.Now, "rn-8");
        await host.DoAsync(host.Get<ReviewDesk>().WithdrawAsync(withdrawn.Id, "rn-7", null, Cancellation));
        await RunAsync(host, own, withdrawn, unreachable);
        await host.DoAsync(host.Get<ReviewDesk>().ResolveAsync(
            unreachable.Id, new() { Resolution = "permit", Reason = "Old friends." }, s_ana, null, Cancellation));
        _time.Now = s_start.AddDays(5);
        await RunAsync(host, unreachable);

        var mails = await MailsAsync();

        Assert.All(mails.Where(m => m.IsAbout(own)),
            m => Assert.Equal([NoticeHost.Team], m.To));
        Assert.Equal(
            ["A case waits for a decision", "A case is overdue", "1 case overdue"],
            mails.Where(m => m.IsAbout(own)).Select(m => m.Subject));
        Assert.Equal(
            ["rosa@clinic.example", NoticeHost.Team],
            Assert.Single(mails, m => m.IsAbout(unreachable)).To.Order());
        Assert.DoesNotContain(mails, m => m.IsAbout(withdrawn));
    }

    [Fact]
    public async Task A_mail_server_that_takes_nothing_is_asked_again_later_and_nothing_is_sent_while_notices_are_off()
    {
        await using (var off = await StartAsync(("Notices:Enabled", "false")))
            await RunAsync(off, await off.AskAsync(_time.Now, "rn-6"));
        await using var broken = await StartAsync(("Smtp:Port", PortCheck.FindFree().ToString(CultureInfo.InvariantCulture)));
        await using var host = await StartAsync();
        var asked = await broken.AskAsync(_time.Now, "rn-7");
        await RunAsync(broken, asked);
        await RunAsync(host);
        Assert.Empty(await MailsAsync());

        _time.Now += TimeSpan.FromMinutes(1);
        await RunAsync(host);

        Assert.Contains(asked.Id.ToString(), Assert.Single(await MailsAsync()).Text, StringComparison.Ordinal);
        Assert.Contains(broken.Log.Lines, l => l.Contains("could not be sent (no connection to the mail server", StringComparison.Ordinal));
        Assert.DoesNotContain(broken.Log.Lines, l => l.Contains(NoticeHost.Team, StringComparison.Ordinal));
    }

    private async Task<NoticeHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = new NoticeHost(Storage.ConnectionString, Mail.SmtpPort, _time, settings: settings);
        await host.PrepareAsync(Cancellation);
        return host;
    }

    private async Task RunAsync(NoticeHost host, params Decision[] changed) => await host.RunAsync(changed.Select(d => d.Id), Cancellation);

    private Task<IReadOnlyList<TakenMail>> MailsAsync() => TakenMail.AllAsync(Mail.PageUrl, Cancellation);
}
