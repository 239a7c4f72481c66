using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>A small document with every kind of member, and what tests of refusals do with it.</summary>
internal static class SmallDocument
{
    internal const string Good = """
        { "id": "dogs", "version": "1.0.0", "languages": ["en", "es"],
          "title": { "en": "Dogs", "es": "Perros" },
          "outcomes": [{ "value": "no", "kind": "deny", "label": { "en": "No", "es": "No" } }, { "value": "yes", "kind": "permit" }],
          "otherwise": "yes",
          "facts": [
            { "name": "size", "values": [{ "value": "small" }, { "value": "big", "weight": 2 }], "default": "small" },
            { "name": "leash", "values": [{ "value": "yes" }, { "value": "no", "label": { "en": "No", "es": "No" } }],
              "label": { "en": "Leash", "es": "Correa" }, "question": { "en": "On a leash?", "es": "¿Con correa?" },
              "askWhen": { "size": ["big"] }, "before": { "first": "leashed", "second": "entered" },
              "authzen": [{ "path": "/context/leash", "values": { "true": "yes" } }], "help": { "en": "H", "es": "H" } } ],
          "groups": [{ "name": "signs", "label": { "en": "Seen?", "es": "¿Visto?" }, "none": { "en": "None", "es": "Nada" }, "facts": [{ "fact": "size", "statement": { "en": "It is big", "es": "Es grande" }, "unticked": "small" }] }],
          "guidelines": [
            { "id": "park", "title": { "en": "Park", "es": "Parque" }, "summary": { "en": "S", "es": "S" }, "hitPolicy": "first",
              "exceptions": [{ "en": "E", "es": "E" }], "alternatives": [{ "en": "A", "es": "A" }], "shareMessages": [{ "en": "M", "es": "M" }],
              "appliesWhen": { "size": ["small", "big"] },
              "rules": [
                { "id": "1", "when": { "size": ["big"], "leash": ["no"] }, "outcome": "no", "exemption": "puppy", "reason": { "en": "R", "es": "R" }, "advice": ["buy"] },
                { "id": "2", "when": { "size": ["small"] }, "outcome": "yes" },
                { "id": "3", "when": { "leash": ["yes"] }, "outcome": "yes" } ] } ],
          "advice": [{ "code": "buy", "text": { "en": "Buy one.", "es": "Compre una." } }], "offeredGroups": { "advice": "buy", "text": { "en": "See {groups}.", "es": "Vea {groups}." }, "reply": { "en": "Join {groups}.", "es": "Únase a {groups}." } }, "presentation": { "subject": { "en": "dogs", "es": "perros" }, "question": { "en": "May it run?", "es": "¿Puede correr?" }, "sendToReviewers": { "en": "Ask the warden", "es": "Pregunte" }, "digestFacts": [{ "fact": "leash", "title": { "en": "Leashes", "es": "Correas" }, "values": { "no": { "en": "Without", "es": "Sin" } } }], "exemptions": [{ "code": "puppy", "label": { "en": "A puppy", "es": "Cachorro" } }] },
          "summaries": [{ "outcomes": ["no"], "text": { "en": "No.", "es": "No." } }],
          "replies": [{ "outcomes": ["no"], "guideline": "park", "when": { "size": ["big"] }, "text": { "en": "Sorry.", "es": "Perdón." } }] }
        """;

    internal static JsonNode At(JsonNode document, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(document, (node, part) => node is JsonArray array ? array[SmallPolicy.Number(part)]! : node[part]!);

    // The good document with one thing changed; apostrophes stand for quotation marks.
    internal static string Broken(string from, string to)
    {
        from = from.Replace('\'', '"');
        Assert.Equal(2, Good.Split(from).Length);
        return Good.Replace(from, to.Replace('\'', '"'), StringComparison.Ordinal);
    }

    internal static void Refuses(PolicyProblemKind kind, string from, string to, string message) =>
        Refuses(kind, Encoding.UTF8.GetBytes(from == Good ? to : Broken(from, to)), message);

    internal static void Refuses(PolicyProblemKind kind, byte[] document, string message)
    {
        var report = PolicyReport.Of(document);
        var problem = Assert.Single(report.Problems);
        Assert.Equal(message, problem.Message);
        Assert.Equal(kind, problem.Kind);
        Assert.False(report.IsValid);
        Assert.Null(report.DecisionPoint);
    }
}
