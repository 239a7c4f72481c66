using System.Collections.Concurrent;
using Friending.Service.Auditing;
using Friending.Service.Digests.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Sending;

/// <summary>
/// Sends each week's digest once to each audience by each channel that is configured for it: a sending is claimed, done and
/// marked, and a claim that lapsed is taken over. Whatever stops when, no week is skipped and all go out in order; only if a
/// host dies between sending and marking is a digest sent a second time.
/// </summary>
/// <remarks>
/// An audience's first digest by a channel is that of the week in which a host first ran with both configured: nobody gets
/// the past of a service that is new, or new to them. Earlier weeks can be sent by name.
/// </remarks>
public sealed class DigestSender(
    DigestComposer composer, DigestStore store, DigestSchedule schedule, IEnumerable<IDigestChannel> channels, AuditTrail audit,
    IOptions<DigestOptions> options, TimeProvider time,
    ILogger<DigestSender> logger)
{
    // A sending that takes longer is given up well before its claim lapses, so that no two run at once.
    private static readonly TimeSpan s_claim = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longestSending = TimeSpan.FromMinutes(10);

    // How long recipients that refused a digest are tried again.
    private static readonly TimeSpan s_retryRefused = TimeSpan.FromDays(1);

    /// <summary>Sends every digest that is due and has not been sent. Never throws because a channel fails.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        var progress = await store.ProgressAsync(cancellation);
        var latest = schedule.LatestDue;
        var digests = new Composed(composer, options.Value.Audiences());
        await Task.WhenAll(Pairs(null).Select(async pair =>
        {
            var (next, retries) = progress(pair.Audience, pair.Channel);
            foreach (var week in retries)
                await SendToRefusedAsync(week, pair, digests, cancellation);
            if (next is null)
                await store.AdvanceAsync(pair.Audience, pair.Channel, next ??= schedule.ThisWeek, cancellation);
            for (var week = next.Value; week <= latest; week = week.Next)
            {
                // Later weeks wait for this one.
                if ((await SendAsync(week, pair, digests, again: false, actor: null, cancellation)).Status is not (DigestSendingStatus.Sent
                    or DigestSendingStatus.AlreadySent))
                    break;
                await store.AdvanceAsync(pair.Audience, pair.Channel, week.Next, cancellation);
            }
        }));
    }

    /// <summary>Sends a week's digest now, due or not.</summary>
    /// <param name="week">The week; it must be over, or those who get it now will not get it whole.</param>
    /// <param name="audience">Only to the audience of this name; null: to all.</param>
    /// <param name="again">Sends it also where it has been sent.</param>
    /// <param name="actor">Who sends it, for the audit trail.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">The week is not over.</exception>
    public async Task<IReadOnlyList<DigestSending>> SendAsync(IsoWeek week, string? audience, bool again, string actor,
        CancellationToken cancellation)
    {
        if (!schedule.IsOver(week))
            throw new InvalidOperationException($"The week {week} is not over.");
        var digests = new Composed(composer, options.Value.Audiences());
        return await Task.WhenAll(Pairs(audience).Select(pair => SendAsync(week, pair, digests, again, actor, cancellation)));
    }

    private IEnumerable<Pair> Pairs(string? audience) =>
        from a in options.Value.Audiences()
        where audience is null || a.Name == audience
        from channel in channels
        where channel.IsConfiguredFor(a)
        select new Pair(a, channel);

    private async Task<DigestSending> SendAsync(IsoWeek week, Pair pair, Composed digests, bool again, string? actor,
        CancellationToken cancellation)
    {
        var (audience, channel) = pair;
        var known = await store.FindAsync(week, audience, channel, cancellation);
        if (known is { FirstSentAt: not null } && !again)
            return Told(week, pair, DigestSendingStatus.AlreadySent, known);
        if (known is { State: DeliveryState.Sending } && known.Until > time.GetUtcNow()
            || await store.ClaimAsync(week, audience, channel, known, time.GetUtcNow() + s_claim, cancellation) is not { } claim)
            return Told(week, pair, DigestSendingStatus.BeingSent, known);
        return await SendClaimedAsync(week, pair, claim, digests, actor, cancellation);
    }

    // To those recipients of a digest that refused it before.
    private async Task SendToRefusedAsync(IsoWeek week, Pair pair, Composed digests, CancellationToken cancellation)
    {
        var (audience, channel) = pair;
        var known = await store.FindAsync(week, audience, channel, cancellation);
        if (known is null || known.State == DeliveryState.Sending && known.Until > time.GetUtcNow())
            return;
        // Who is no longer a recipient is not tried.
        IReadOnlyList<string> left = [.. known.Refused.Select(r => r.Recipient).Intersect(audience.Recipients)];
        if (known.FirstSentAt is not { } first)
            return;
        if (left.Count == 0 || time.GetUtcNow() - first >= s_retryRefused)
        {
            await store.RemoveRetryAsync(week, audience, channel, cancellation);
            return;
        }
        if (await store.ClaimAsync(week, audience, channel, known, time.GetUtcNow() + s_claim, cancellation) is { } claim)
            await SendClaimedAsync(week, new(audience with { Recipients = left }, channel), claim, digests, actor: null, cancellation);
    }

    private async Task<DigestSending> SendClaimedAsync(IsoWeek week, Pair pair, DeliveryRow claim, Composed digests, string? actor,
        CancellationToken cancellation)
    {
        var (audience, channel) = pair;
        DigestDelivery? delivery = null;
        var digest = claim.Digest;
        string? error = null;
        using var limit = new CancellationTokenSource(s_longestSending, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            digest = await digests.OfAsync(week, audience.Name, cancellation).WaitAsync(either.Token);
            // Before it goes out, so that none does unseen; what came of it is in the table of digests.
            await audit.AppendAsync(AuditEntryOf(week, pair, claim.Attempts, actor), either.Token);
            delivery = await channel.SendAsync(digest, audience, either.Token);
        }
        // A host that stops leaves its claim to lapse: whether the digest went out, nobody knows.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // What a channel says is fit to be told; what anything else says may hold an address.
            error = e is DigestChannelException ? e.Message : limit.IsCancellationRequested ? "it took too long" : e.GetType().Name;
            logger.DigestFailed(week.ToString(), audience.Name, channel.Name, error, claim.Attempts);
        }

        var now = time.GetUtcNow();
        var written = delivery is null
            // What was sent before stays sent, though this further try failed.
            ? claim with { State = claim.FirstSentAt is null ? DeliveryState.Failed : DeliveryState.Sent, Until = now, Error = error }
            : claim with
            {
                State = DeliveryState.Sent,
                Until = now,
                SentAt = now,
                FirstSentAt = claim.FirstSentAt ?? now,
                Reached = [.. claim.Reached.Union(delivery.Reached)],
                Refused = delivery.Refused,
                Error = null,
                Digest = digest,
            };
        // Noted first: a retry that turns out to be needless is taken off again.
        if (written.Refused.Count > 0)
            await store.PutRetryAsync(week, audience, channel, cancellation);
        if (await store.WriteAsync(written, cancellation) is null)
            logger.DigestTakenOver(week.ToString(), audience.Name, channel.Name);
        if (delivery is null)
            return Told(week, pair, DigestSendingStatus.Failed, written);
        FriendingTelemetry.DigestSent(channel.Name, delivery.IsOnlyAccepted);
        if (delivery.IsOnlyAccepted)
            logger.DigestAccepted(week.ToString(), audience.Name, channel.Name);
        else
            logger.DigestSent(week.ToString(), audience.Name, channel.Name, delivery.Refused.Count);
        return Told(week, pair, DigestSendingStatus.Sent, written);
    }

    private static AuditEntry AuditEntryOf(IsoWeek week, Pair pair, int attempt, string? actor) => new(
        "digest.sending", $"{week} {pair.Audience.Name}", FormattableString.Invariant($"{pair.Channel.Name}, attempt {attempt}"), actor,
        FormattableString.Invariant($"{week}|{pair.Audience.Name}|{pair.Channel.Name}|{attempt}"));

    private static DigestSending Told(IsoWeek week, Pair pair, DigestSendingStatus status, DeliveryRow? row) => new(
        week, pair.Audience.Name, pair.Channel.Name, status, row?.SentAt, row?.Reached.Count ?? 0, row?.Refused ?? [], row?.Error);

    private sealed record Pair(DigestAudience Audience, IDigestChannel Channel);

    /// <summary>The digests of each week, counted once for all audiences and channels, and only if one is to be sent.</summary>
    private sealed class Composed(DigestComposer composer, IReadOnlyList<DigestAudience> audiences)
    {
        private readonly ConcurrentDictionary<IsoWeek, Lazy<Task<IReadOnlyList<Digest>>>> _weeks = new();

        internal async Task<Digest> OfAsync(IsoWeek week, string audience, CancellationToken cancellation)
        {
            var all = _weeks.GetOrAdd(week, w => new(() => composer.ComposeAsync(w, audiences, cancellation)));
            return (await all.Value).Single(d => d.Audience == audience);
        }
    }
}
