using Friending.Service.Decisions;

namespace Friending.Service.Outbox;

/// <summary>
/// Takes note of each event of a decision before its outbox row is deleted; of one event perhaps several times, on several hosts.
/// </summary>
public interface IEventListener
{
    /// <summary>Takes note of an event, which must be safe to do again.</summary>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="decision">The decision as it then was.</param>
    /// <param name="revision">The decision's revision that this made.</param>
    /// <param name="cancellation">Gives up; the event is told again.</param>
    Task HearAsync(string what, Decision decision, int revision, CancellationToken cancellation);
}
