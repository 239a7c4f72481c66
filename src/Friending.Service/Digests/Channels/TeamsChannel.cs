using Friending.Service.Digests.Rendering;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Channels;

/// <summary>
/// Sends digests to Power Automate workflows that put them into Teams channels, as Adaptive Cards. A workflow answers 202 before it
/// works: it has accepted the card, and whether Teams shows it nobody tells.
/// </summary>
public sealed class TeamsChannel(DigestRendering rendering, CallbackClient http, IOptions<TeamsOptions> options, TimeProvider time)
    : IDigestChannel
{
    private const int MostTries = 4;

    // All waits together stay within the time that a sending may take.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public string Name => "teams";

    /// <inheritdoc/>
    public bool IsConfiguredFor(DigestAudience audience) => options.Value.WebhookOf(audience) is not null;

    /// <inheritdoc/>
    public async Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation)
    {
        var webhook = options.Value.WebhookOf(audience) ?? throw new DigestChannelException("the audience has no webhook");
        var card = TeamsCard.Write(rendering.Content(digest, audience.Language));
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await http.PostAsync(webhook, card, "application/json", cancellation);
            if (outcome.Result == CallbackResult.Delivered)
                return DigestDelivery.Accepted;
            if (attempt == MostTries || outcome.RetryAfter is not { } wait || wait > s_longestWait)
                throw new DigestChannelException($"the webhook did not accept it: {outcome.Why}");
            await Task.Delay(wait, time, cancellation);
        }
    }
}
