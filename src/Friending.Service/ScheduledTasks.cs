using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Digests.Sending;
using Friending.Service.Intake;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service;

/// <summary>Something the service does by the clock.</summary>
/// <param name="Name">Its name, the same under every host.</param>
/// <param name="Schedule">When, UTC: an NCRONTAB expression with seconds, see <see cref="Schedules"/>.</param>
/// <param name="RunAsync">What. May run late, twice, or on two machines at once.</param>
/// <param name="AtStart">Whether the local host, which may have been off for days, runs it at its start too.</param>
public sealed record ScheduledTask(string Name, string Schedule, Func<IServiceProvider, CancellationToken, Task> RunAsync,
    bool AtStart = false);

/// <summary>The times of <see cref="ScheduledTasks"/>, as constants so that attributes can name them.</summary>
public static class Schedules
{
    /// <summary>Every minute.</summary>
    public const string RelayOutbox = "0 * * * * *";

    /// <summary>Every hour, some minutes past the full hour, when other tasks begin.</summary>
    public const string RelayOldOutbox = "20 7 * * * *";

    /// <summary>Every hour: a message that the host moved to the poison queue may identify somebody until it is taken up.</summary>
    public const string TakeUpPoison = "10 37 * * * *";

    /// <summary>Every minute: the alerts treat missing values as a failure.</summary>
    public const string Measure = "40 * * * * *";

    /// <summary>Every hour, soon after the full one, at which digests are due.</summary>
    public const string SendDueDigests = "30 0 * * * *";

    /// <summary>Every five minutes, so that the notice of an overdue case goes out soon.</summary>
    public const string SendNotices = "10 */5 * * * *";

    /// <summary>Every hour: what happens between two seals can be forged without trace.</summary>
    public const string SealAudit = "50 22 * * * *";

    /// <summary>Every night, before what expires is purged.</summary>
    public const string BackUp = "15 10 2 * * *";

    /// <inheritdoc cref="DecisionPurge.Schedule"/>
    public const string PurgeExpired = DecisionPurge.Schedule;
}

/// <summary>What the service does by the clock; each host runs all of them.</summary>
public static class ScheduledTasks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScheduledTask> All { get; } =
    [
        new("RelayOutbox", Schedules.RelayOutbox, (s, c) => s.GetRequiredService<OutboxRelay>().SweepRecentAsync(c)),
        new("RelayOldOutbox", Schedules.RelayOldOutbox, (s, c) => s.GetRequiredService<OutboxRelay>().SweepAllAsync(c), AtStart: true),
        new("TakeUpPoison", Schedules.TakeUpPoison, (s, c) => s.GetRequiredService<PoisonedByHost>().TakeUpAsync(c), AtStart: true),
        new("Measure", Schedules.Measure, (s, c) => s.GetRequiredService<Measurements>().TakeAsync(c), AtStart: true),
        new("SendDueDigests", Schedules.SendDueDigests, (s, c) => s.GetRequiredService<DigestSender>().SendDueAsync(c), AtStart: true),
        new("SendNotices", Schedules.SendNotices, (s, c) => s.GetRequiredService<NoticeRound>().RunAsync(c), AtStart: true),
        new("SealAudit", Schedules.SealAudit, (s, c) => s.GetRequiredService<AuditSeals>().RunAsync(c), AtStart: true),
        new("BackUp", Schedules.BackUp, (s, c) => s.GetRequiredService<TableBackup>().RunAsync(c)),
        new("PurgeExpired", Schedules.PurgeExpired, (s, c) => s.GetRequiredService<DecisionPurge>().RunAsync(c)),
    ];
}
