using System.Text;
using Friending.Service.Digests.Rendering;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Channels;

/// <summary>Sends digests to Power Automate workflows that put them into Teams channels, as Adaptive Cards.</summary>
public sealed class TeamsChannel(DigestRendering rendering, CallbackClient http, IOptions<TeamsOptions> options) : IDigestChannel
{
    /// <inheritdoc/>
    public string Name => "teams";

    /// <inheritdoc/>
    public bool IsConfiguredFor(DigestAudience audience) => options.Value.WebhookOf(audience) is not null;

    /// <inheritdoc/>
    public async Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation)
    {
        var webhook = options.Value.WebhookOf(audience) ?? throw new DigestChannelException("the audience has no webhook");
        var card = TeamsCard.Of(rendering.Content(digest, audience.Language));
        var (result, why) = await http.PostAsync(webhook, Encoding.UTF8.GetBytes(card.ToJsonString()), "application/json", cancellation);
        return result == CallbackResult.Delivered ? DigestDelivery.Done : throw new DigestChannelException($"the webhook did not take it: {why}");
    }
}
