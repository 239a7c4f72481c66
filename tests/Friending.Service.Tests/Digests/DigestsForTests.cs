using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Sending;
using Friending.Service.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Friending.Service.Tests;

/// <summary>The parts of the digests, put together with settings of a test's own.</summary>
internal static class DigestsForTests
{
    internal static DigestComposer Composer(this ServiceFixture service, DigestOptions options, string zone) => new(
        service.Get<DigestCounter>(), service.Get<PolicyArchive>(), Options.Create(options),
            Options.Create(new TimeZoneOptions { TimeZone = zone }), service.Get<PolicyDecisionPoint>());

    /// <summary>A host's sender: as many as there are hosts, each with the same clock.</summary>
    internal static DigestSender Sender(this ServiceFixture service, TimeProvider time, string zone, DigestOptions options,
        params IDigestChannel[] channels) => new(
        service.Composer(options, zone), new DigestStore(service.Storage), Schedule(time, zone, options), channels,
            service.Get<AuditTrail>(), Options.Create(options), time,
        NullLogger<DigestSender>.Instance);

    internal static DigestSchedule Schedule(TimeProvider time, string zone, DigestOptions options) =>
        new(Options.Create(options), Options.Create(new TimeZoneOptions { TimeZone = zone }), time);
}

/// <summary>A clock that is set by hand.</summary>
internal sealed class HandSetTime(DateTimeOffset now) : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
