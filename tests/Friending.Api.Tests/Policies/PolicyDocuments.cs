using System.Text;
using System.Text.Json.Nodes;
using Friending.Policy;

namespace Friending.Api.Tests;

/// <summary>The default policy, and small changes of it, as they would be posted.</summary>
internal static class PolicyDocuments
{
    internal static string Default => Encoding.UTF8.GetString(DefaultPolicy.Document.Span);

    internal static string DefaultScenarios => Encoding.UTF8.GetString(DefaultPolicy.Scenarios.Span);

    /// <summary>How many combinations its facts have.</summary>
    internal static long Combinations => DefaultPolicy.Load().Document.Facts.Aggregate(1L, (n, f) => n * f.Values.Count);

    internal static string With(string policy, string scenarios) => $$"""{ "policy": {{policy}}, "scenarios": {{scenarios}} }""";

    /// <summary>The default policy after a change.</summary>
    internal static string Edited(Action<JsonNode> edit)
    {
        var document = JsonNode.Parse(Default)!;
        edit(document);
        return document.ToJsonString();
    }

    internal static JsonNode Guideline(this JsonNode document, string id) =>
        document["guidelines"]!.AsArray().First(g => (string)g!["id"]! == id)!;

    internal static JsonNode Rule(this JsonNode document, string id) =>
        document["guidelines"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray()).First(r => (string)r!["id"]! == id)!;

    internal static JsonNode Fact(this JsonNode document, string name) =>
        document["facts"]!.AsArray().First(f => (string)f!["name"]! == name)!;
}
