using Friending.Policy.Documents;

namespace Friending.Policy.Tests.Analysis;

/// <summary>What a document answers about complete facts, read by name from the document itself, slowly: the
/// comparison is held against it.</summary>
internal sealed record NaiveAnswer(string Outcome, string Rules, string? Reply)
{
    internal static NaiveAnswer Of(PolicyDocument document, IReadOnlyDictionary<string, string> facts)
    {
        var found = document.Guidelines
            .Where(g => Holds(g.AppliesWhen, facts))
            .Select(g => (Guideline: g.Id, Rule: g.Rules.First(r => Holds(r.When, facts)))).ToList();
        var outcome = document.Outcomes.Select(o => o.Value).FirstOrDefault(o => found.Exists(f => f.Rule.Outcome == o))
            ?? document.Otherwise;
        var deciding = found.Where(f => f.Rule.Outcome == outcome).ToList();
        var reply = document.Replies.FirstOrDefault(r =>
            (r.Outcomes?.Contains(outcome) ?? true)
            && (r.Guideline is null || deciding.Exists(d => d.Guideline == r.Guideline))
            && Holds(r.When, facts));
        return new(outcome, string.Join(' ', deciding.Select(d => d.Rule.Id).Order(StringComparer.Ordinal)), reply?.Text.In("en"));
    }

    /// <summary>Every combination of the facts of both: shared facts with shared values, others with all of theirs.</summary>
    internal static IEnumerable<Dictionary<string, string>> Combinations(PolicyDocument from, PolicyDocument to)
    {
        IEnumerable<Dictionary<string, string>> all = [[]];
        foreach (var name in from.Facts.Concat(to.Facts).Select(f => f.Name).Distinct())
        {
            var domains = new[] { from, to }.SelectMany(d => d.Facts).Where(f => f.Name == name)
                .Select(f => f.Values.Select(v => v.Value)).ToList();
            var values = domains.Aggregate((left, right) => left.Intersect(right)).ToList();
            all = all.SelectMany(facts => values.Select(v => new Dictionary<string, string>(facts) { [name] = v }));
        }
        return all;
    }

    internal static bool Holds(IReadOnlyDictionary<string, IReadOnlyList<string>>? when, IReadOnlyDictionary<string, string> facts) =>
        when is null || when.All(w => w.Value.Contains(facts[w.Key]));
}
