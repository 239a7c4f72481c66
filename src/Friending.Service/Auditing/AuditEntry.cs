using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Auditing;

/// <summary>Something that somebody answers for, as it is appended to the audit trail.</summary>
/// <param name="What">What was done, such as <c>decision.reviewed</c>.</param>
/// <param name="Subject">To what: a decision's id, a policy's hash.</param>
/// <param name="Detail">How, without anything that identifies a person: a resolution, a version.</param>
/// <param name="Actor">Who did it: a staff id or <c>key:NAME</c>; null where the service did it by itself.</param>
/// <param name="Key">The same for every attempt to append the same thing, so that it is there once; null where each is one of its own.</param>
public sealed record AuditEntry(string What, string Subject, string Detail, string? Actor, string? Key)
{
    internal const string PolicyChosen = "policy.chosen";

    /// <summary>A review or a withdrawal.</summary>
    /// <param name="what">Which, see <see cref="DecisionEvents"/>.</param>
    /// <param name="decision">The decision as it is after that.</param>
    /// <param name="actor">Who did it.</param>
    public static AuditEntry Of(string what, Decision decision, string? actor) => new(
        $"decision.{what}", decision.Id.ToString(), what == DecisionEvents.Reviewed ? decision.Review!.Resolution : "", actor, DecisionEvents.IdOf(decision.Id, what));

    /// <summary>Another policy is in force than before.</summary>
    public static AuditEntry Of(PolicyReference policy) => new(PolicyChosen, policy.Sha256, $"{policy.Id} {policy.Version}", null, null);
}
