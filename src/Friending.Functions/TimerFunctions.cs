using Friending.Service;
using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Digests.Sending;
using Friending.Service.Intake;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Retention;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions;

/// <summary>What happens by the clock: one function for each of <see cref="ScheduledTasks"/>.</summary>
public sealed class TimerFunctions(
    OutboxRelay outbox, PoisonedByHost poison, Measurements measurements, DigestSender digests, NoticeRound notices, AuditSeals seals,
    TableBackup backup, DecisionPurge purge)
{
    /// <summary>Delivers recent events that are still in the outbox.</summary>
    [Function(nameof(RelayOutbox))]
    public Task RelayOutbox([TimerTrigger(Schedules.RelayOutbox)] TimerInfo timer, CancellationToken cancellation) =>
        outbox.SweepRecentAsync(cancellation);

    /// <summary>Delivers every event that is still in the outbox, however old.</summary>
    [Function(nameof(RelayOldOutbox))]
    public Task RelayOldOutbox([TimerTrigger(Schedules.RelayOldOutbox)] TimerInfo timer, CancellationToken cancellation) =>
        outbox.SweepAllAsync(cancellation);

    /// <summary>Takes up what the Functions host put on the poison queue as it came.</summary>
    [Function(nameof(TakeUpPoison))]
    public Task TakeUpPoison([TimerTrigger(Schedules.TakeUpPoison)] TimerInfo timer, CancellationToken cancellation) =>
        poison.TakeUpAsync(cancellation);

    /// <summary>Reports what the alerts watch.</summary>
    [Function(nameof(Measure))]
    public Task Measure([TimerTrigger(Schedules.Measure)] TimerInfo timer, CancellationToken cancellation) =>
        measurements.TakeAsync(cancellation);

    /// <summary>Sends every digest that is due and has not been sent.</summary>
    [Function(nameof(SendDueDigests))]
    public Task SendDueDigests([TimerTrigger(Schedules.SendDueDigests)] TimerInfo timer, CancellationToken cancellation) =>
        digests.SendDueAsync(cancellation);

    /// <summary>Tells people what is due, and what they have not been told yet.</summary>
    [Function(nameof(SendNotices))]
    public Task SendNotices([TimerTrigger(Schedules.SendNotices)] TimerInfo timer, CancellationToken cancellation) =>
        notices.RunAsync(cancellation);

    /// <summary>Seals new decisions and takes a checkpoint of the audit trail.</summary>
    [Function(nameof(SealAudit))]
    public Task SealAudit([TimerTrigger(Schedules.SealAudit)] TimerInfo timer, CancellationToken cancellation) =>
        seals.RunAsync(cancellation);

    /// <summary>Copies every table to a container where nothing can be changed.</summary>
    [Function(nameof(BackUp))]
    public Task BackUp([TimerTrigger(Schedules.BackUp)] TimerInfo timer, CancellationToken cancellation) =>
        backup.RunAsync(cancellation);

    /// <summary>Deletes what is past its age.</summary>
    [Function(nameof(PurgeExpired))]
    public Task PurgeExpired([TimerTrigger(Schedules.PurgeExpired)] TimerInfo timer, CancellationToken cancellation) =>
        purge.RunAsync(cancellation);
}
