using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using MimeKit;
using Xunit;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>The weekly mail, from the timer to a real mail server, whatever fails on the way.</summary>
public sealed class MailDeliveryTests : IAsyncLifetime
{
    // Wednesday of week 47, then the Monday after it: before and after seven o'clock in Chicago.
    private static readonly DateTimeOffset s_wednesday = new(2026, 11, 18, 12, 0, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_mondayEarly = new(2026, 11, 23, 6, 59, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 7, 1, 0, TimeSpan.FromHours(-6));

    private static readonly string[] s_all = ["cardiology@clinic.example", "lead@clinic.example", "team@clinic.example"];

    private Azurite? _azurite;
    private MailDev? _mail;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Storage => _azurite!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancellation);
        _mail = await MailDev.StartInMemoryAsync(Cancellation);
        // The first run: from here on, no week is skipped.
        await using var host = Host(s_wednesday);
        await host.CreateTablesAsync(Cancellation);
        await host.SendDueAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        if (_mail is not null)
            await _mail.DisposeAsync();
    }

    [Fact]
    public async Task One_well_formed_mail_an_audience_goes_out_when_it_is_due()
    {
        await using var host = Host(s_mondayEarly);
        await host.SendDueAsync(Cancellation);
        Assert.Empty(await MailsAsync());

        host.Time.Now = s_monday;
        await host.SendDueAsync(Cancellation);
        await host.SendDueAsync(Cancellation);

        var mails = await MailsAsync();
        Assert.Equal(
            ["Friend requests in week 47: Cardiology", "Friend requests in week 47: Whole organisation"], mails.Select(m => m.Subject)
            .Order());
        Assert.Equal(s_all, Recipients(mails));
        Assert.Equal(2, mails.Select(m => m.MessageId).Distinct().Count());
        foreach (var mail in mails)
        {
            Assert.Equal("friending@clinic.example", Assert.IsType<MailboxAddress>(Assert.Single(mail.From)).Address);
            Assert.Equal("<mailto:friending@clinic.example?subject=unsubscribe>", mail.Headers[HeaderId.ListUnsubscribe]);
            Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
            Assert.Equal(s_monday, mail.Date);
            var body = Assert.IsType<MultipartAlternative>(mail.Body);
            Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
            Assert.Contains("asked about friend requests in this week.", mail.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
            Assert.Contains("asked about friend requests in this week.", mail.HtmlBody, StringComparison.Ordinal);
            Assert.EndsWith("</html>", mail.HtmlBody!.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Host_killed_between_sending_and_marking_is_taken_over_and_the_repeat_has_the_same_id()
    {
        await using var relay = new SmtpRelay(_mail!.SmtpPort);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        relay.Taken = async gone =>
        {
            taken.TrySetResult();
            await Task.Delay(Timeout.Infinite, gone);
        };
        using var killed =
            OtherProcess.Start(DigestHost.Process, Storage, relay.Port.ToString(CultureInfo.InvariantCulture), s_monday.ToString("O"));
        await Eventually.ComesAsync("a mail that is taken", taken.Task);
        await Eventually.IsSoAsync("both mails are with the server", async () => (await MailsAsync()).Count == 2);
        killed.Kill();
        await killed.EndAsync("the killed host");

        await using var next = Host(s_monday.AddMinutes(5));
        await next.SendDueAsync(Cancellation);
        Assert.Equal(2, (await MailsAsync()).Count);

        next.Time.Now = s_monday.AddHours(1);
        await next.SendDueAsync(Cancellation);
        next.Time.Now = s_monday.AddHours(2);
        await next.SendDueAsync(Cancellation);

        var mails = await MailsAsync();
        Assert.Equal(4, mails.Count);
        Assert.All(mails.GroupBy(m => m.Subject), same => Assert.Single(same.Select(m => m.MessageId).Distinct()));
        Assert.Equal(2, mails.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Two_hosts_that_run_the_timer_at_once_send_one_mail_an_audience()
    {
        await using var one = Host(s_monday);
        await using var other = Host(s_monday);
        const int Weeks = 6;
        for (var week = 0; week < Weeks; week++)
        {
            one.Time.Now = other.Time.Now = s_monday.AddDays(7 * week);
            await Task.WhenAll(one.SendDueAsync(Cancellation), other.SendDueAsync(Cancellation));
        }

        // What lost a race left to the other is done by the next run.
        await one.SendDueAsync(Cancellation);
        var mails = await MailsAsync();
        Assert.Equal(2 * Weeks, mails.Select(m => m.MessageId).Distinct().Count());
        Assert.Equal(2 * Weeks, mails.Count);
    }

    [Fact]
    public async Task Host_that_was_down_when_it_was_due_catches_up_on_every_week()
    {
        await using var host = Host(s_monday.AddDays(15).AddHours(9));
        await host.SendDueAsync(Cancellation);
        await host.SendDueAsync(Cancellation);

        Assert.Equal(
            ["Friend requests in week 47: Cardiology", "Friend requests in week 48: Cardiology", "Friend requests in week 49: Cardiology"],
            (await MailsAsync()).Select(m => m.Subject).Where(s => s!.EndsWith("Cardiology", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Mail_server_that_was_down_gets_the_mail_once_it_is_back()
    {
        var port = PortCheck.FindFree();
        await using var host = Host(s_monday, port);
        await host.SendDueAsync(Cancellation);
        host.Time.Now += TimeSpan.FromHours(1);
        await host.SendDueAsync(Cancellation);
        Assert.Contains(host.Log.Lines, l => l.Contains("no connection to the mail server (ConnectionRefused)", StringComparison.Ordinal));

        await using var back = await RunningEmulators.StartAsync(
            new() { Storage = false, InMemory = true, SmtpPort = port, MailPagePort = 0 }, TextWriter.Null, Cancellation);
        for (var hour = 0; hour < 3; hour++)
        {
            host.Time.Now += TimeSpan.FromHours(1);
            await host.SendDueAsync(Cancellation);
        }

        var mails = await MailsAsync(back.MailPageUrl!);
        Assert.Equal(2, mails.Count);
        Assert.Equal(s_all, Recipients(mails));
        AssertLogTellsNobody(host);
    }

    [Fact]
    public async Task One_of_two_recipients_is_refused_and_only_they_are_tried_again()
    {
        await using var relay = new SmtpRelay(_mail!.SmtpPort) { Refused = { "lead@clinic.example" } };
        await using var host = Host(s_monday, relay.Port);
        await host.SendDueAsync(Cancellation);
        host.Time.Now += TimeSpan.FromHours(1);
        await host.SendDueAsync(Cancellation);
        Assert.Equal(["cardiology@clinic.example", "team@clinic.example"], Recipients(await EnvelopesAsync()));

        relay.Refused.Clear();
        for (var hour = 0; hour < 3; hour++)
        {
            host.Time.Now += TimeSpan.FromHours(1);
            await host.SendDueAsync(Cancellation);
        }

        Assert.Equal(s_all, Recipients(await EnvelopesAsync()));
        var organisation = (await MailsAsync()).Where(m => m.Subject!.EndsWith("organisation", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, organisation.Count);
        Assert.Single(organisation.Select(m => m.MessageId).Distinct());
        AssertLogTellsNobody(host);
    }

    [Fact]
    public async Task Server_that_offers_no_encryption_gets_no_mail()
    {
        await using var host = Host(s_monday, settings: ("Smtp:Security", "StartTls"));

        await host.SendDueAsync(Cancellation);

        Assert.Empty(await MailsAsync());
        Assert.Contains(host.Log.Lines, l => l.Contains("does not follow the protocol (NotSupportedException)", StringComparison.Ordinal));
    }

    private DigestHost Host(DateTimeOffset time, int? smtpPort = null, params (string Name, string Value)[] settings) =>
        new(Storage, smtpPort ?? _mail!.SmtpPort, time, settings);

    private Task<IReadOnlyList<MimeMessage>> MailsAsync() => MailsAsync(_mail!.PageUrl);

    // As they went over the wire.
    private static async Task<IReadOnlyList<MimeMessage>> MailsAsync(Uri page)
    {
        using var http = new HttpClient { BaseAddress = page };
        var mails = new List<MimeMessage>();
        foreach (var mail in (await http.GetFromJsonAsync<JsonElement>("email", Cancellation)).EnumerateArray())
            mails.Add(await MimeMessage.LoadAsync(
                await http.GetStreamAsync($"email/{mail.GetProperty("id").GetString()}/source", Cancellation), Cancellation));
        return mails;
    }

    // To whom the server was told to deliver each, which is not who is named in it.
    private async Task<string[]> EnvelopesAsync()
    {
        using var http = new HttpClient { BaseAddress = _mail!.PageUrl };
        var mails = await http.GetFromJsonAsync<JsonElement>("email", Cancellation);
        return [.. mails.EnumerateArray().SelectMany(m => m.GetProperty("envelope").GetProperty("to").EnumerateArray())
            .Select(to => to.GetProperty("address").GetString()!)];
    }

    private static string[] Recipients(IEnumerable<MimeMessage> mails) =>
        Recipients(mails.SelectMany(m => m.To.Mailboxes).Select(m => m.Address));

    private static string[] Recipients(IEnumerable<string> addresses) => [.. addresses.Order(StringComparer.Ordinal)];

    private static void AssertLogTellsNobody(DigestHost host) =>
        Assert.DoesNotContain(host.Log.Lines, l => l.Contains("@clinic.example", StringComparison.Ordinal));
}
