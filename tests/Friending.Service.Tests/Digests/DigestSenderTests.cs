using System.Collections.Concurrent;
using Azure.Data.Tables;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Sending;
using Friending.Service.Storage;
using NSubstitute;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Each week's digest goes out once, in order, whatever stops when. The store is real, the channel is made up.</summary>
public sealed class DigestSenderTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Zone = "America/Chicago";

    // A Wednesday, in the middle of 2026-W02.
    private static readonly DateTimeOffset s_start = new(2026, 1, 7, 12, 0, 30, TimeSpan.Zero);

    private readonly ConcurrentQueue<(IsoWeek Week, string Audience, DateTimeOffset At, string Recipients)> _sent = new();
    private readonly HandSetTime _time = new(s_start);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_two_years_every_week_is_sent_once_and_in_order_in_the_hour_it_is_due()
    {
        var sender = service.Sender(_time, Zone, new(), Channel("two-years"));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        for (; _time.Now < s_start.AddYears(2); _time.Now = _time.Now.AddHours(NextTick()))
            await sender.SendDueAsync(Cancelled);

        var expected = new List<IsoWeek>();
        for (var week = Weeks.Of("2026-W02"); week < Weeks.Of("2028-W01"); week = week.Next)
            expected.Add(week);
        Assert.Equal(expected, _sent.Select(s => s.Week));
        Assert.Contains(Weeks.Of("2026-W53"), expected);
        Assert.All(_sent, s =>
        {
            var local = TimeZoneInfo.ConvertTime(s.At, zone);
            Assert.Equal((IsoWeek.Of(s.At, zone), DayOfWeek.Monday, 7), (s.Week.Next, local.DayOfWeek, local.Hour));
        });

        // Every hour from Sunday to Tuesday, when something could be due; four times a day else, to keep the test short.
        int NextTick() => _time.Now.DayOfWeek is DayOfWeek.Sunday or DayOfWeek.Monday or DayOfWeek.Tuesday ? 1 : 6;
    }

    [Fact]
    public async Task A_new_service_sends_no_past_week_and_one_that_was_down_catches_up_in_order()
    {
        var sender = service.Sender(_time, Zone, new(), Channel("catches-up"));
        await sender.SendDueAsync(Cancelled);
        Assert.Empty(_sent);

        _time.Now = s_start.AddDays(7 * 4);
        await sender.SendDueAsync(Cancelled);
        await sender.SendDueAsync(Cancelled);

        Assert.Equal(["2026-W02", "2026-W03", "2026-W04", "2026-W05"], _sent.Select(s => s.Week.ToString()));
    }

    [Fact]
    public async Task Hosts_whose_timers_fire_at_once_send_a_digest_once()
    {
        var hosts = Enumerable.Range(0, 3).Select(_ => service.Sender(_time, Zone, Departments("Cardiology"), Channel("at-once"))).ToList();
        await hosts[0].SendDueAsync(Cancelled);
        for (var week = 0; week < 6; week++)
        {
            _time.Now = _time.Now.AddDays(7);
            await Task.WhenAll(hosts.Select(h => Task.Run(() => h.SendDueAsync(Cancelled), Cancelled)));
        }
        // Who found the digest being sent leaves the later ones to its next hour.
        await Task.WhenAll(hosts.Select(h => h.SendDueAsync(Cancelled)));

        Assert.Equal(12, _sent.Count);
        foreach (var audience in _sent.GroupBy(s => s.Audience))
            Assert.Equal(["2026-W02", "2026-W03", "2026-W04", "2026-W05", "2026-W06", "2026-W07"], audience.Select(s => s.Week.ToString()));
    }

    [Fact]
    public async Task A_host_that_dies_between_sending_and_marking_is_taken_over_when_its_claim_lapses()
    {
        using var dies = new CancellationTokenSource();
        var dying = Channel("crash", afterSending: () =>
        {
            dies.Cancel();
            dies.Token.ThrowIfCancellationRequested();
        });
        var first = service.Sender(_time, Zone, new(), dying);
        var second = service.Sender(_time, Zone, new(), Channel("crash"));
        await second.SendDueAsync(Cancelled);
        _time.Now = s_start.AddDays(7);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.SendDueAsync(dies.Token));

        // While the claim lasts, nobody knows that its owner is dead.
        await second.SendDueAsync(Cancelled);
        Assert.Single(_sent);
        _time.Now = _time.Now.AddHours(1);
        await second.SendDueAsync(Cancelled);
        _time.Now = _time.Now.AddHours(1);
        await second.SendDueAsync(Cancelled);

        // Once more than once: whether the first was sent, the second could not know.
        Assert.Equal(["2026-W02", "2026-W02"], _sent.Select(s => s.Week.ToString()));
    }

    [Fact]
    public async Task A_channel_that_fails_holds_up_no_other_and_sends_every_week_in_order_when_it_is_back()
    {
        var isDown = true;
        var failing = Channel("failing", beforeSending: () =>
        {
            if (isDown)
                throw new DigestChannelException("the server is down");
        });
        var sender = service.Sender(_time, Zone, new(), failing, Channel("working"));
        await sender.SendDueAsync(Cancelled);
        for (var hour = 0; hour < 24 * 16; hour += 8)
        {
            _time.Now = s_start.AddHours(hour);
            await sender.SendDueAsync(Cancelled);
        }
        // Only the working one's.
        Assert.Equal(["2026-W02", "2026-W03"], _sent.Select(s => s.Week.ToString()));
        var told = await sender.SendAsync(Weeks.Of("2026-W02"), null, again: false, "it-7004", Cancelled);
        Assert.Equal(
            [(DigestSendingStatus.Failed, "the server is down"), (DigestSendingStatus.AlreadySent, null)],
            told.OrderBy(t => t.Channel, StringComparer.Ordinal).Select(t => (t.Status, t.Error)));

        isDown = false;
        _time.Now = _time.Now.AddHours(1);
        await sender.SendDueAsync(Cancelled);
        await sender.SendDueAsync(Cancelled);

        Assert.Equal(["2026-W02", "2026-W03"], _sent.Skip(2).Select(s => s.Week.ToString()));
    }

    [Fact]
    public async Task What_an_error_says_is_not_kept_unless_a_channel_says_it()
    {
        var sender = service.Sender(_time, Zone, new(),
            Channel("leaking", beforeSending: () => throw new InvalidOperationException("to somebody@example.org")));

        var told = Assert.Single(await sender.SendAsync(Weeks.Of("2025-W40"), null, again: false, "it-7004", Cancelled));

        Assert.Equal((DigestSendingStatus.Failed, nameof(InvalidOperationException)), (told.Status, told.Error));
    }

    [Fact]
    public async Task Only_who_refused_a_digest_is_tried_again_for_a_day_and_the_next_week_goes_to_all()
    {
        var options = new DigestOptions { Recipients = { "one@example.org", "two@example.org" } };
        var refuses = true;
        var channel = Channel("refusing", deliver: to => new(
            [.. to.Where(r => !refuses || r[0] == 'o')],
                [.. to.Where(r => refuses && r[0] == 't').Select(r => new RefusedRecipient(r, "550"))]));
        var sender = service.Sender(_time, Zone, options, channel);
        await sender.SendDueAsync(Cancelled);

        _time.Now = s_start.AddDays(7);
        for (var hour = 0; hour < 3; hour++, _time.Now = _time.Now.AddHours(1))
            await sender.SendDueAsync(Cancelled);
        Assert.Equal(["one@example.org,two@example.org", "two@example.org", "two@example.org"], _sent.Select(s => s.Recipients));

        refuses = false;
        await sender.SendDueAsync(Cancelled);
        for (var hour = 0; hour < 30; hour++, _time.Now = _time.Now.AddHours(1))
            await sender.SendDueAsync(Cancelled);
        Assert.Equal(["two@example.org"], _sent.Skip(3).Select(s => s.Recipients));

        refuses = true;
        _time.Now = s_start.AddDays(14);
        for (var hour = 0; hour < 40; hour++, _time.Now = _time.Now.AddHours(1))
            await sender.SendDueAsync(Cancelled);
        // Given up after a day: the first, and 23 hours of trying again.
        Assert.Equal(24, _sent.Skip(4).Count());
        Assert.Equal("one@example.org,two@example.org", _sent.ElementAt(4).Recipients);
        Assert.All(_sent.Skip(5), s => Assert.Equal("two@example.org", s.Recipients));
    }

    [Fact]
    public async Task A_digest_sent_by_name_is_not_sent_again_by_the_timer_nor_by_name_unless_asked()
    {
        var sender = service.Sender(_time, Zone, new(), Channel("by-name"));
        await sender.SendDueAsync(Cancelled);
        _time.Now = s_start.AddDays(6).AddHours(-1);
        var week = Weeks.Of("2026-W02");

        var first = await sender.SendAsync(week, null, again: false, "it-7004", Cancelled);
        var second = await sender.SendAsync(week, null, again: false, "it-7004", Cancelled);
        _time.Now = s_start.AddDays(8);
        await sender.SendDueAsync(Cancelled);
        Assert.Single(_sent);
        var third = await sender.SendAsync(week, Digest.Organisation, again: true, "it-7004", Cancelled);

        Assert.Equal(
            [DigestSendingStatus.Sent, DigestSendingStatus.AlreadySent, DigestSendingStatus.Sent],
                first.Concat(second).Concat(third).Select(s => s.Status));
        Assert.Equal(2, _sent.Count);
        var audited = service.Storage.Table(TableNames.Audit).QueryAsync<TableEntity>(r =>
            r.RowKey.CompareTo("n|") > 0, cancellationToken: Cancelled);
        Assert.Equal(
            [("by-name, attempt 1", "it-7004"), ("by-name, attempt 2", "it-7004")],
            await audited.Where(r => r.GetString("Detail").StartsWith("by-name,", StringComparison.Ordinal))
                .Select(r => (r.GetString("Detail"), r.GetString("Actor"))).ToListAsync(Cancelled));
        Assert.Empty(await sender.SendAsync(week, "Nobody", again: false, "it-7004", Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            sender.SendAsync(Weeks.Of("2026-W03"), null, again: false, "it-7004", Cancelled));
    }

    [Fact]
    public async Task Departments_get_their_own_whatever_they_are_called()
    {
        var sender = service.Sender(_time, Zone, Departments("Ear/Nose?#", "Ear|Nose", "Cirugía"), Channel("names"));

        await sender.SendAsync(Weeks.Of("2025-W50"), null, again: false, "it-7004", Cancelled);
        var again = await sender.SendAsync(Weeks.Of("2025-W50"), null, again: false, "it-7004", Cancelled);

        Assert.Equal(["Cirugía", "Ear/Nose?#", "Ear|Nose", "organisation"], _sent.Select(s => s.Audience).Order(StringComparer.Ordinal));
        Assert.All(again, s => Assert.Equal(DigestSendingStatus.AlreadySent, s.Status));
    }

    private static DigestOptions Departments(params string[] names)
    {
        var options = new DigestOptions();
        foreach (var name in names)
            options.Departments.Add(new() { Name = name, Recipients = { "lead@example.org" } });
        return options;
    }

    // A channel that says what it was given to send.
    private IDigestChannel Channel(string name, Action? beforeSending = null, Action? afterSending = null, Func<IReadOnlyList<string>,
        DigestDelivery>? deliver = null)
    {
        var channel = Substitute.For<IDigestChannel>();
        channel.Name.Returns(name);
        channel.IsConfiguredFor(Arg.Any<DigestAudience>()).Returns(true);
        channel.SendAsync(Arg.Any<Digest>(), Arg.Any<DigestAudience>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var (digest, audience) = (call.Arg<Digest>(), call.Arg<DigestAudience>());
            Assert.Equal(audience.Name, digest.Audience);
            beforeSending?.Invoke();
            _sent.Enqueue((digest.Week, digest.Audience, _time.Now, string.Join(',', audience.Recipients)));
            afterSending?.Invoke();
            return deliver?.Invoke(audience.Recipients) ?? DigestDelivery.Done;
        });
        return channel;
    }
}
