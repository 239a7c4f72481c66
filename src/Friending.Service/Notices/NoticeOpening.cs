using Friending.Service.Decisions;
using Friending.Service.Outbox;
using Friending.Service.Reviews;
using Microsoft.Extensions.Options;

namespace Friending.Service.Notices;

/// <summary>Opens notices: for what happens to a case, for a due time that passes, and for what is due on a working day.</summary>
public sealed class NoticeOpening(
    NoticeStore store, NoticeSignal signal, ReviewList reviews, IOptions<NoticeOptions> options, IOptions<ReviewOptions> work,
    IOptions<TimeZoneOptions> timeZone, TimeProvider time) : IEventListener
{
    private readonly NoticeOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task HearAsync(string what, Decision decision, int revision, CancellationToken cancellation)
    {
        NoticeKind? kind = what switch
        {
            DecisionEvents.Made when decision.Status == DecisionStatus.PendingReview => NoticeKind.Arrived,
            DecisionEvents.Appealed => NoticeKind.Arrived,
            DecisionEvents.Asked => NoticeKind.Asked,
            DecisionEvents.Answered => NoticeKind.Answered,
            DecisionEvents.Reviewed => NoticeKind.Decided,
            _ => null,
        };
        if (!_options.Enabled || kind is null)
            return;
        foreach (var channel in ChannelsOf(kind.Value))
            await store.OpenAsync(Notice.Of(kind.Value, channel, decision.Id, revision), cancellation);
        signal.Tell();
    }

    /// <summary>Opens what the time brings about: cases that are overdue, and the reminder of a working day.</summary>
    public async Task OpenDueAsync(CancellationToken cancellation)
    {
        if (!_options.Enabled)
            return;
        var now = time.GetUtcNow();
        await foreach (var review in reviews.PendingAsync(cancellation).Where(r => r.DueAt <= now).WithCancellation(cancellation))
            foreach (var channel in ChannelsOf(NoticeKind.Overdue))
                await store.OpenAsync(
                    Notice.Of(NoticeKind.Overdue, channel, review.Id, review.DueAt.ToUnixTimeSeconds() / 60), cancellation);
        var local = TimeZoneInfo.ConvertTime(now, timeZone.Value.FindZone());
        var today = DateOnly.FromDateTime(local.DateTime);
        if (local.Hour >= _options.ReminderHour && work.Value.IsWorked(today))
            foreach (var channel in ChannelsOf(NoticeKind.Reminder))
                await store.OpenAsync(Notice.Reminder(today, channel), cancellation);
    }

    private IEnumerable<NoticeChannel> ChannelsOf(NoticeKind kind) =>
        _options.TeamsCard && kind is (NoticeKind.Arrived or NoticeKind.Overdue or NoticeKind.Reminder)
            ? [NoticeChannel.Mail, NoticeChannel.Card]
            : [NoticeChannel.Mail];
}
