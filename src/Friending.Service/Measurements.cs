using Azure.Storage.Queues.Models;
using Friending.Service.Digests.Sending;
using Friending.Service.Intake;
using Friending.Service.Reviews;
using Friending.Service.Storage;

namespace Friending.Service;

/// <summary>
/// Measures what no single call sees: the lengths of the queue of requests and of the poison queue, how long the oldest review has
/// waited, and which digests are overdue.
/// </summary>
public sealed class Measurements(StorageAccount account, PoisonEntries poison, ReviewList reviews, OverdueDigests digests,
    TimeProvider time)
{
    /// <summary>Takes the measurements and reports them to the meter, zeros too: an alert treats missing values as a failure.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        FriendingTelemetry.PoisonMessages(await poison.CountAsync(cancellation));
        QueueProperties queue = await account.Queue(QueueNames.Requests).GetPropertiesAsync(cancellation);
        FriendingTelemetry.QueueMessages(queue.ApproximateMessagesCount);
        var now = time.GetUtcNow();
        FriendingTelemetry.OldestReview(await reviews.PendingAsync(cancellation).Select(r => now - r.OpenedAt).DefaultIfEmpty(TimeSpan.Zero)
            .MaxAsync(cancellationToken: cancellation));
        foreach (var (audience, channel, overdue) in await digests.AllAsync(cancellation))
            FriendingTelemetry.DigestOverdue(audience, channel, overdue);
    }
}
