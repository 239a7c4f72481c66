using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Engine;

namespace Friending.Policy.Tests.Analysis;

/// <summary>Documents with replies, alone and in pairs: one changed a little, or two that have only names in common.</summary>
internal static class PolicyPairs
{
    private static readonly Gen<(int[] Outcomes, int Guideline, (int Fact, int Mask)[] When, int Text)[]> Replies =
        Gen.Select(
            Gen.Int[0, 3].Array[0, 2],
            Gen.Int[-2, 2],
            Gen.Select(Gen.Int[0, 4], Gen.Int[1, 15]).Array[0, 2],
            Gen.Int[0, 2]).Array[0, 4];

    /// <summary>A valid document, as JSON.</summary>
    internal static readonly Gen<string> Document = Gen.Select(SmallPolicy.Valid, Replies, (policy, replies) => Write(policy, replies));

    /// <summary>Two documents: of the second, a rule may be of another outcome, a fact have another name or one
    /// value less, a reply be gone.</summary>
    internal static readonly Gen<(string From, string To)> Pair = Gen.OneOf(
        Gen.Select(Document, Document),
        Gen.Select(SmallPolicy.Valid, Replies, Gen.Int[0, 100], Gen.Int[0, 3], Gen.Int[0, 3])
            .Select((policy, replies, rule, outcome, what) =>
            (Write(policy, replies),
                Write(Change(policy, rule, outcome), what == 1 ? [.. replies.Skip(1)] : replies, reverse: what == 2, rename: what == 3))));

    internal static PolicyDecisionPoint Load(string document) => PolicyDecisionPoint.Load(System.Text.Encoding.UTF8.GetBytes(document));

    private static SmallPolicy Change(SmallPolicy policy, int number, int outcome)
    {
        var rules = policy.Guidelines.Sum(g => g.Rules.Length);
        if (rules == 0)
            return policy;
        var at = number % rules;
        return policy with
        {
            Guidelines =
            [
                .. policy.Guidelines.Select(g => g with
                {
                    // Two rules of a unique table might now disagree; as first-hit tables they stay valid.
                    Unique = false,
                    Rules = [.. g.Rules.Select(r => at-- == 0 ? r with { Outcome = outcome % policy.Outcomes } : r)],
                }),
            ],
        };
    }

    private static string Write(SmallPolicy policy, (int[] Outcomes, int Guideline, (int Fact, int Mask)[] When, int Text)[] replies,
        bool reverse = false, bool rename = false)
    {
        var document = JsonNode.Parse(policy.ToJson())!.AsObject();
        document["replies"] = new JsonArray([.. replies.Where(r => r.Guideline < policy.Guidelines.Length).Select(r => Write(policy, r))]);
        if (reverse)
        {
            foreach (var list in new[] { "facts", "guidelines" })
                document[list] = new JsonArray([.. document[list]!.AsArray().Reverse().Select(n => n!.DeepClone())]);
        }
        var text = document.ToJsonString();
        return rename ? text.Replace("\"f1\"", "\"other\"", StringComparison.Ordinal) : text;
    }

    private static JsonNode Write(SmallPolicy policy, (int[] Outcomes, int Guideline, (int Fact, int Mask)[] When, int Text) reply)
    {
        var written = new Dictionary<string, object>
        {
            ["text"] = new Dictionary<string, string> { ["en"] = $"t{reply.Text}" },
            ["when"] = reply.When.Where(w => w.Fact < policy.Facts.Length).DistinctBy(w => w.Fact)
                .Select(w =>
                    (Name: SmallPolicy.FactName(w.Fact), Values: Enumerable.Range(0, policy.Facts[w.Fact].Size)
                        .Where(v => (w.Mask >> v & 1) != 0).Select(v => $"v{v}").ToArray()))
                .Where(w => w.Values.Length > 0).ToDictionary(w => w.Name, w => w.Values),
        };
        if (reply.Outcomes.Length > 0)
            written["outcomes"] = reply.Outcomes.Select(o => $"o{o % policy.Outcomes}").Distinct().ToArray();
        if (reply.Guideline >= 0)
            written["guideline"] = $"{reply.Guideline}";
        return JsonSerializer.SerializeToNode(written)!;
    }
}
