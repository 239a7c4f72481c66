using System.Text.Json.Nodes;

namespace Friending.Policy.Tests.Engine;

/// <summary>A second reading of policy documents, from their JSON and as literally as can be: rules in
/// order, completions one by one.</summary>
internal sealed class NaiveEvaluator(JsonNode document)
{
    /// <summary>The outcome of complete facts, and of each guideline the rule that answers; null where it does not apply.</summary>
    internal SecondReading Evaluate(IReadOnlyDictionary<string, string> facts)
    {
        var hits = List("guidelines").Select(g => Holds(g["appliesWhen"], facts)
            ? g["rules"]!.AsArray().First(r => Holds(r!["when"], facts)) : null).ToList();
        var outcome = List("outcomes").Select(o => (string)o["value"]!).FirstOrDefault(o => hits.Exists(h => (string?)h?["outcome"] == o));
        return new(facts, outcome ?? (string)document["otherwise"]!, [.. hits.Select(h => (string?)h?["id"])]);
    }

    /// <summary>What every completion of the facts gives.</summary>
    internal IEnumerable<SecondReading> EvaluateAll(IReadOnlyDictionary<string, string> facts)
    {
        var open = List("facts").FirstOrDefault(f => !facts.ContainsKey((string)f["name"]!));
        return open is null
            ? [Evaluate(facts)]
            : open["values"]!.AsArray()
                .SelectMany(v => EvaluateAll(new Dictionary<string, string>(facts) { [(string)open["name"]!] = (string)v!["value"]! }));
    }

    private IEnumerable<JsonNode> List(string name) => document[name]!.AsArray()!;

    private static bool Holds(JsonNode? when, IReadOnlyDictionary<string, string> facts) =>
        when is null || when.AsObject().All(c => c.Value!.AsArray().Any(v => (string)v! == facts[c.Key]));
}

/// <summary>What the second reading gives for complete facts.</summary>
internal sealed record SecondReading(IReadOnlyDictionary<string, string> Facts, string Outcome, IReadOnlyList<string?> Rules);
