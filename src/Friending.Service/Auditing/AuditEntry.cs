using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Auditing;

/// <summary>An act that somebody is accountable for, as it is appended to the audit trail.</summary>
/// <param name="What">What was done, such as <c>decision.reviewed</c>.</param>
/// <param name="Subject">To what: a decision's id, a policy's hash.</param>
/// <param name="Detail">How, without anything that identifies a person: a resolution, a version.</param>
/// <param name="Actor">Who did it: a staff id or <c>key:NAME</c>; null where the service did it by itself.</param>
/// <param name="Key">The same for every attempt to append the same thing, so that it is there once; null where each is one of its
/// own.</param>
public sealed record AuditEntry(string What, string Subject, string Detail, string? Actor, string? Key)
{
    internal const string PolicyChosen = "policy.chosen";
    internal const string ActorErased = "actor.erased";
    internal const string DecisionsSealed = "decisions.sealed";
    internal const string DecisionsPurged = "decisions.purged";

    /// <summary>What a person did to a decision, such as a review or a withdrawal.</summary>
    /// <param name="what">What, see <see cref="DecisionEvents"/>.</param>
    /// <param name="decision">The decision as it is after that.</param>
    /// <param name="revision">The decision's revision that this made.</param>
    /// <param name="actor">Who did it.</param>
    public static AuditEntry Of(string what, Decision decision, int revision, string? actor) => new(
        $"decision.{what}", decision.Id.ToString(), what == DecisionEvents.Reviewed ? decision.Review!.Resolution
            : "", actor, DecisionEvents.IdOf(decision.Id, revision, what));

    /// <summary>Another policy is in force than before.</summary>
    public static AuditEntry Of(PolicyReference policy) => new(PolicyChosen, policy.Sha256, $"{policy.Id} {policy.Version}", null, null);

    /// <summary>Decisions of days before this one are purged, as old as they are.</summary>
    internal static AuditEntry OfPurge(DateOnly kept)
    {
        var day = kept.ToString("O", CultureInfo.InvariantCulture);
        return new(DecisionsPurged, day, "", null, $"purged before {day}");
    }

    /// <summary>Who acted is erased from these rows.</summary>
    internal static AuditEntry OfErased(IEnumerable<long> rows) =>
        new(ActorErased, "", string.Join(',', rows.Select(r => r.ToString(CultureInfo.InvariantCulture))), null, null);

    /// <summary>The rows that an entry of <see cref="OfErased"/> names.</summary>
    internal static IEnumerable<long> RowsOf(string detail) =>
        detail.Split(',').Select(n => long.TryParse(n, CultureInfo.InvariantCulture, out var row) ? row : 0);

    /// <summary>Decisions were sealed: the chain covers the hash of their seals.</summary>
    internal static AuditEntry OfSeals(string blob, int known, IReadOnlyList<DecisionSeal> seals) => new(
        DecisionsSealed, blob, string.Create(CultureInfo.InvariantCulture, $"{known}+{seals.Count} {HashOf(seals)}"), null, null);

    /// <summary>Whether an entry of <see cref="OfSeals"/> matches the seals in its blob.</summary>
    internal static bool IsOf(string detail, IReadOnlyList<DecisionSeal> lines) =>
        detail.Split('+', ' ') is [var known, var count, var hash]
        && int.TryParse(known, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(count, CultureInfo.InvariantCulture, out var length)
        && first + length <= lines.Count && HashOf(lines.Skip(first).Take(length)) == hash;

    private static string HashOf(IEnumerable<DecisionSeal> seals) => Convert.ToHexStringLower(
        SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join('\n', seals.Select(s => FormattableString.Invariant($"{s.Id} {s.Revision} {s.Hash}"))))));
}
