using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Sending;
using Friending.Service.Intake;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Friending.Service.Tests;

/// <summary>The parts of the digests, put together with settings of a test's own.</summary>
internal static class DigestsForTests
{
    internal static DigestComposer Composer(this ServiceFixture service, DigestOptions options, string zone) =>
        service.Composer(options, zone, service.Get<DigestCounter>());

    /// <summary>One that reads the shards one after the other, so that what it holds depends on nothing but the rows.</summary>
    internal static DigestComposer UnhurriedComposer(this ServiceFixture service, DigestOptions options, string zone)
    {
        var storage = Options.Create(new StorageOptions { ScanParallelism = 1 });
        return service.Composer(options, zone, new(
            new(service.Storage, storage), service.Get<DecisionStore>(), service.Get<ReviewList>(), service.Get<PoisonEntries>(), storage,
            service.Get<PolicyDecisionPoint>(), service.Get<TimeProvider>()));
    }

    private static DigestComposer Composer(this ServiceFixture service, DigestOptions options, string zone, DigestCounter counter) => new(
        counter, service.Get<PolicyArchive>(), Options.Create(options),
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
