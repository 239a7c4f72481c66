using Friending.Service.Intake;
using Friending.Service.Reviews;


namespace Friending.Service;

/// <summary>Measures what no single call sees: the length of the poison queue, and how long the oldest review has waited.</summary>
public sealed class Measurements(PoisonEntries poison, ReviewList reviews, TimeProvider time)
{
    /// <summary>Takes the measurements and reports them to the meter, zeros too: an alert takes silence for trouble.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        FriendingTelemetry.PoisonMessages(await poison.CountAsync(cancellation));
        var oldest = await reviews.OldestAsync(cancellation);
        FriendingTelemetry.OldestReview(oldest is { } id ? time.GetUtcNow() - id.Time : TimeSpan.Zero);
    }
}
