using Friending.Service.Digests.Channels;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Sending;

/// <summary>Tells which digests should have gone out, by audience and channel: a mail that fails is not made
/// good by a queue that works.</summary>
public sealed class OverdueDigests(
    DigestStore store, DigestSchedule schedule, IEnumerable<IDigestChannel> channels, IOptions<DigestOptions> options, TimeProvider time)
{
    /// <summary>For each audience and channel, how long its oldest digest that was not sent has been due; zero if there is none.</summary>
    public async Task<IReadOnlyList<(string Audience, string Channel, TimeSpan Overdue)>> AllAsync(CancellationToken cancellation)
    {
        var progress = await store.ProgressAsync(cancellation);
        return
        [
            .. from audience in options.Value.Audiences()
               from channel in channels
               where channel.IsConfiguredFor(audience)
               let next = progress(audience, channel).Next
               select (audience.Name, channel.Name, next is { } week && week <= schedule.LatestDue
                   ? time.GetUtcNow() - schedule.DueAt(week) : TimeSpan.Zero),
        ];
    }
}
