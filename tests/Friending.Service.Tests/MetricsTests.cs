using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Sending;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>What the meter tells, under the names that the alerts read.</summary>
public sealed class MetricsTests : IClassFixture<ServiceFixture>, IDisposable
{
    private readonly ServiceFixture _service;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measured = new();

    public MetricsTests(ServiceFixture service)
    {
        _service = service;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FriendingTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Decisions_are_counted_by_outcome_rule_and_source_and_their_wait_is_measured()
    {
        await _service.Intake.TakeAsync(
            "metrics-1", 1, _service.Time.GetUtcNow() - TimeSpan.FromSeconds(90), new BinaryData(Messages.PatientInCare),
            TestContext.Current.CancellationToken);
        // Delivered again, decided once.
        await _service.TakeAsync(Messages.PatientInCare, "metrics-1");

        Assert.Contains(_measured, m => m is { Name: "friending.decisions", Value: 1, Tags: "outcome=decline rule=7.7 source=queue" });
        Assert.Contains(_measured, m => m.Name == "friending.queue.delay" && m.Value is > 89 and < 200);
    }

    [Fact]
    public async Task Poison_and_the_oldest_review_are_measured_also_when_there_are_none()
    {
        await _service.DrainAsync(QueueNames.RequestsPoison);
        await _service.Get<Measurements>().TakeAsync(TestContext.Current.CancellationToken);
        Assert.Contains(_measured, m => m is { Name: "friending.poison.messages", Value: 0 });
        Assert.Contains(_measured, m => m is { Name: "friending.reviews.oldest.hours", Value: 0 });
        Assert.Contains(_measured, m => m.Name == "friending.queue.messages");

        await _service.TakeAsync("neither here nor there");
        var older = await _service.TakeAsync(Messages.Unusual);
        _service.Time.Advance(TimeSpan.FromHours(50));
        var newer = await _service.TakeAsync(Messages.Unusual);
        await _service.Relay.RelayAsync(newer.Decision!.Value, TestContext.Current.CancellationToken);
        await _service.Relay.RelayAsync(older.Decision!.Value, TestContext.Current.CancellationToken);
        _service.Time.Advance(TimeSpan.FromHours(30));
        await _service.Get<Measurements>().TakeAsync(TestContext.Current.CancellationToken);

        Assert.Contains(_measured, m => m is { Name: "friending.poison.messages", Value: 1 });
        Assert.Contains(_measured, m => m.Name == "friending.reviews.oldest.hours" && m.Value is > 79.9 and < 80.5);
        Assert.Contains(_measured, m => m is { Name: "friending.poisoned", Tags: "reason=unreadable" });
    }

    [Fact]
    public async Task What_a_sweep_leaves_is_measured()
    {
        await _service.TakeAsync(Messages.PatientInCare);
        var left = await _service.Relay.SweepRecentAsync(TestContext.Current.CancellationToken);

        Assert.InRange(left, 1, int.MaxValue);
        Assert.Contains(_measured, m => m.Name == "friending.outbox.backlog" && m.Value == left);
    }

    [Fact]
    public async Task A_digest_that_was_sent_is_counted_by_its_channel_and_one_that_failed_is_not()
    {
        var (works, fails) = (Channel("counted"), Channel("not-counted"));
        works.SendAsync(Arg.Any<Digest>(), Arg.Any<DigestAudience>(), Arg.Any<CancellationToken>()).Returns(DigestDelivery.Done);
        fails.SendAsync(Arg.Any<Digest>(), Arg.Any<DigestAudience>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new IOException("on purpose"));
        var time = new HandSetTime(new(2031, 1, 8, 12, 0, 0, TimeSpan.Zero));
        var sender = _service.Sender(time, "Etc/UTC", new(), works, fails);

        // The first time only notes where to begin.
        await sender.SendDueAsync(TestContext.Current.CancellationToken);
        time.Now = time.Now.AddDays(7);
        await sender.SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Single(_measured, m => m is { Name: "friending.digests.sent", Value: 1, Tags: "channel=counted state=sent" });
        Assert.DoesNotContain(_measured,
            m => m.Name == "friending.digests.sent" && m.Tags.Contains("not-counted", StringComparison.Ordinal));
    }

    // The queue's success must not hide a mail that fails.
    [Fact]
    public async Task A_digest_that_did_not_go_out_is_overdue_for_its_audience_and_channel_and_no_other()
    {
        var (works, fails) = (Channel("overdue-works"), Channel("overdue-fails"));
        works.SendAsync(Arg.Any<Digest>(), Arg.Any<DigestAudience>(), Arg.Any<CancellationToken>()).Returns(DigestDelivery.Done);
        fails.SendAsync(Arg.Any<Digest>(), Arg.Any<DigestAudience>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new IOException("on purpose"));
        var time = new HandSetTime(new(2032, 1, 7, 12, 0, 0, TimeSpan.Zero));
        var options = new DigestOptions { Departments = { new() { Name = "Cardiology" } } };
        var sender = _service.Sender(time, "Etc/UTC", options, works, fails);
        var overdue = new OverdueDigests(new DigestStore(_service.Storage), DigestsForTests.Schedule(time, "Etc/UTC", options),
            [works, fails], Options.Create(options), time);

        // The first time only notes where to begin.
        await sender.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.All(await overdue.AllAsync(TestContext.Current.CancellationToken), o => Assert.Equal(TimeSpan.Zero, o.Overdue));

        // Monday, six hours after the digest is due.
        time.Now = new(2032, 1, 12, 13, 0, 0, TimeSpan.Zero);
        await sender.SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [("Cardiology", "overdue-fails", 6), ("Cardiology", "overdue-works", 0), (Digest.Organisation, "overdue-fails", 6),
                (Digest.Organisation, "overdue-works", 0)],
            (await overdue.AllAsync(TestContext.Current.CancellationToken)).Select(o =>
                (o.Audience, o.Channel, (int)o.Overdue.TotalHours)).Order());
    }

    private static IDigestChannel Channel(string name)
    {
        var channel = Substitute.For<IDigestChannel>();
        channel.Name.Returns(name);
        channel.IsConfiguredFor(Arg.Any<DigestAudience>()).Returns(true);
        return channel;
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order())));
}
