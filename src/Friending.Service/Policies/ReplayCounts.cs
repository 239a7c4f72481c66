using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Policies;

/// <summary>Adds replayed decisions up. Its memory grows with outcomes, weeks and reasons, not with decisions.</summary>
internal sealed class ReplayCounts(PolicyDecisionPoint policy, TimeZoneInfo zone)
{
    private const string OtherReasons = "Other reasons.";

    private readonly Dictionary<(string From, string To), long> _transitions = [];
    private readonly SortedDictionary<string, (long Before, long After)> _weeks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReplayReason> _reasons = [];
    private readonly Dictionary<string, long> _dropped = [];
    private long _decisions;

    internal void Replayed(DecisionId id, string from, string to, bool wasReviewed, IReadOnlyList<string> dropped)
    {
        Read(dropped);
        _transitions[(from, to)] = _transitions.GetValueOrDefault((from, to)) + 1;
        var isReviewed = KindOf(to) == OutcomeKind.Review;
        if (!wasReviewed && !isReviewed)
            return;
        var week = IsoWeek.Of(id.Time, zone).ToString();
        var (before, after) = _weeks.GetValueOrDefault(week);
        _weeks[week] = (before + (wasReviewed ? 1 : 0), after + (isReviewed ? 1 : 0));
    }

    internal void LeftOut(DecisionId id, string reason, IReadOnlyList<string> dropped)
    {
        Read(dropped);
        if (_reasons.Count >= ReplayLeftOut.MostReasons - 1 && !_reasons.ContainsKey(reason))
            reason = OtherReasons;
        _reasons[reason] = _reasons.TryGetValue(reason, out var known) ? known with { Count = known.Count + 1 } : new(reason, 1, id);
    }

    internal ReplayTotals Totals()
    {
        var order = policy.Document.Outcomes.Index().ToDictionary(o => o.Item.Value, o => o.Index);
        return new(
            _decisions,
            _transitions.Where(t => t.Key.From != t.Key.To).Sum(t => t.Value),
            [
                .. _transitions.OrderBy(t => order.GetValueOrDefault(t.Key.From, int.MaxValue))
                    .ThenBy(t => t.Key.From, StringComparer.Ordinal).ThenBy(t => order[t.Key.To])
                    .Select(t => new ReplayTransition(t.Key.From, t.Key.To, t.Value)),
            ],
            [.. _weeks.Select(w => new WeeklyReviews(w.Key, w.Value.Before, w.Value.After))],
            new(_reasons.Values.Sum(r => r.Count),
                [.. _reasons.Values.OrderByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal)]),
            _dropped);
    }

    private void Read(IReadOnlyList<string> dropped)
    {
        _decisions++;
        foreach (var fact in dropped)
            _dropped[fact] = _dropped.GetValueOrDefault(fact) + 1;
    }

    private OutcomeKind KindOf(string outcome) => policy.Document.Outcomes.First(o => o.Value == outcome).Kind;
}
