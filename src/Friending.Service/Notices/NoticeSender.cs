using Friending.Service.Mail;
using Friending.Service.Outbox;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Notices;

/// <summary>
/// Sends notices, each at most once: it is claimed, sent and marked. A mail server cannot be asked whether it has a mail, so a notice
/// whose host ended between claim and mark, or whose server took the message and gave no answer, is not sent again. It is counted as lost,
/// and the daily reminder, which lists whatever is due, makes good for it. A notice that nobody took is tried again for a day.
/// </summary>
public sealed class NoticeSender(
    NoticeStore store, NoticeComposer composer, IMailTransport mail, NoticeCards cards, TimeProvider time, ILogger<NoticeSender> logger)
{
    // A sending that takes longer is given up well before its claim lapses.
    private static readonly TimeSpan s_claim = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longestSending = TimeSpan.FromMinutes(5);

    /// <summary>Sends every notice that is open, and whose time has come.</summary>
    public async Task SendOpenAsync(CancellationToken cancellation)
    {
        foreach (var notice in await store.OpenAsync(cancellation))
        {
            if (notice.Until > time.GetUtcNow())
                continue;
            if (notice.State == NoticeState.Sending)
            {
                if (await store.TryWriteAsync(notice with { State = NoticeState.Unknown }, cancellation) is not null)
                    Told(notice, NoticeState.Unknown, "the host that was sending it ended");
                continue;
            }
            // Before the claim, so that little can go wrong after it.
            var sendings = await SendingsAsync(notice, cancellation);
            if (sendings.Count == 0)
                await store.TryWriteAsync(notice with { State = NoticeState.Needless }, cancellation);
            else
                await SendAsync(notice, sendings, cancellation);
        }
    }

    // What is to be done to send it: one thing each for those who are told the same.
    private async Task<IReadOnlyList<Func<CancellationToken, Task>>> SendingsAsync(Notice notice, CancellationToken cancellation)
    {
        var messages = await composer.ComposeAsync(notice, cancellation);
        return notice.Channel == NoticeChannel.Card
            ? [.. messages.Select(m => (Func<CancellationToken, Task>)(token => cards.SendAsync(m.Text, token)))]
            : [.. messages.Select(m => (Func<CancellationToken, Task>)(async token =>
            {
                using var message = composer.MailOf(notice, m);
                var refused = await mail.SendAsync(message, token);
                if (refused.Count > 0)
                    logger.NoticeRefused(notice.Key, refused.Count);
            }))];
    }

    private async Task SendAsync(Notice notice, IReadOnlyList<Func<CancellationToken, Task>> sendings, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var claim = await store.TryWriteAsync(
            notice with
            {
                State = NoticeState.Sending,
                Until = now + s_claim,
                Attempts = notice.Attempts + 1,
                FirstTry = notice.FirstTry ?? now,
            },
            cancellation);
        if (claim is null)
            return;
        var sent = 0;
        var mayHaveArrived = false;
        string? error = null;
        TimeSpan? asked = null;
        // A host that stops finishes what it has begun: nobody else could.
        using var limit = new CancellationTokenSource(s_longestSending, time);
        try
        {
            foreach (var send in sendings)
            {
                await send(limit.Token);
                sent++;
            }
        }
        catch (MailException e)
        {
            (error, mayHaveArrived, asked) = (e.Message, e.MayHaveArrived, e.RetryAfter);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            (error, mayHaveArrived) = ("it took too long", true);
        }
        now = time.GetUtcNow();
        // What went to some is not sent to them again.
        var state = error is null ? NoticeState.Sent
            : mayHaveArrived ? NoticeState.Unknown
            : sent > 0 || now - claim.FirstTry >= RetrySchedule.GiveUpAfter ? NoticeState.Failed
            : NoticeState.Waiting;
        await store.TryWriteAsync(
            claim with
            {
                State = state,
                Until = state == NoticeState.Waiting ? now + RetrySchedule.WaitAfter(claim.Attempts, asked) : default,
                SentAt = sent > 0 ? now : null,
            },
            CancellationToken.None);
        Told(claim, state, error);
    }

    private void Told(Notice notice, NoticeState state, string? error)
    {
        FriendingTelemetry.NoticeTried(notice.Kind.ToString(), state.ToString());
        if (error is null)
            logger.NoticeSent(notice.Key);
        else if (state == NoticeState.Waiting)
            logger.NoticeLater(notice.Key, error, notice.Attempts);
        else
        {
            FriendingTelemetry.NoticeLost(notice.Kind.ToString());
            logger.NoticeLost(notice.Key, error, state.ToString());
        }
    }
}
