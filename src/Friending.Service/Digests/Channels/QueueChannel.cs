using System.Diagnostics;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Friending.Service.Outbox;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Channels;

/// <summary>Puts digests on the queue <c>friending-digests</c> for flows: CloudEvents with the digest as data.</summary>
public sealed class QueueChannel(StorageAccount account, IOptions<DigestQueueOptions> options) : IDigestChannel
{
    private const string EventType = "friending.digest.made";

    private readonly QueueClient _queue = account.Queue(QueueNames.Digests);

    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public bool IsConfiguredFor(DigestAudience audience) => options.Value.Enabled;

    /// <inheritdoc/>
    public async Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation)
    {
        var address = $"/api/digests/{digest.Week}?audience={Uri.EscapeDataString(digest.Audience)}";
        var body = EventMessage.Encode(
            $"{digest.Week}/{digest.Audience}", EventType, digest.Week.ToString(), digest.TakenAt,
            JsonSerializer.Serialize(digest, ServiceJson.Web.Digest), address,
            Activity.Current?.Id, Activity.Current?.TraceStateString);
        try
        {
            await _queue.SendMessageAsync(BinaryData.FromBytes(body), visibilityTimeout: null, QueueNames.NeverExpires, cancellation);
            return DigestDelivery.Done;
        }
        catch (Exception e) when (StorageUnavailable.Is(e) || e is RequestFailedException)
        {
            throw new DigestChannelException($"the queue {QueueNames.Digests} did not accept it", e);
        }
    }
}
