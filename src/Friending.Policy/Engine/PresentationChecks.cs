using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>What a document lacks that people are shown. The engine decides without it; the service does
/// not start with it missing.</summary>
public static class PresentationChecks
{
    // So that the numbers of one fact of a digest do not disclose those of another; see the digests' privacy.
    private const int MostDigestFacts = 3;

    private const string Reviewer = "reviewer";

    // Policies with this fact are about connections on a network, and requests say on which.
    private const string Connection = "direction";

    /// <summary>What is missing, each with its place in the document; none where the service can show the policy.</summary>
    public static IReadOnlyList<PolicyProblem> Of(PolicyDocument document) => [.. Missing(document).Select(m => new PolicyProblem(
        PolicyProblemKind.Reference, $"{m} The service shows it to people and does not load the document without it."))];

    /// <summary>Names in the presentation that are not defined.</summary>
    internal static IEnumerable<PolicyProblem> References(PolicyDocument document)
    {
        var facts = document.Facts.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.First());
        var codes = (document.Presentation?.Exemptions ?? []).Select(e => e.Code).ToHashSet();
        foreach (var shown in document.Presentation?.DigestFacts ?? [])
        {
            if (!facts.TryGetValue(shown.Fact, out var fact))
                yield return Bad($"presentation, digestFacts: there is no fact '{shown.Fact}'.");
            else
                foreach (var value in (shown.Values?.Keys ?? []).Where(v => fact.Values.All(f => f.Value != v)))
                    yield return Bad($"presentation, digestFacts: '{value}' is not one of the values of fact '{shown.Fact}'.");
        }
        if (codes.Contains(Reviewer))
            yield return Bad($"presentation, exemptions: '{Reviewer}' is reserved for permissions of reviewers in digests.");
        if (document.Presentation?.DigestFacts.Count > MostDigestFacts)
            yield return Bad(FormattableString.Invariant($"presentation, digestFacts: at most {MostDigestFacts} facts are allowed."));
        foreach (var (guideline, rule) in document.Guidelines.SelectMany(g => g.Rules.Select(r => (g, r))))
            if (rule.Exemption is { } code && !codes.Contains(code))
                yield return new(
                    PolicyProblemKind.Reference, $"Guideline '{guideline.Id}', rule '{rule.Id}': there is no exemption '{code}'.",
                    guideline.Id, rule.Id);

        static PolicyProblem Bad(string message) => new(PolicyProblemKind.Reference, message);
    }

    private static IEnumerable<string> Missing(PolicyDocument document)
    {
        if (document.Title is null)
            yield return "The title is missing.";
        foreach (var outcome in document.Outcomes.Where(o => o.Label is null))
            yield return $"Outcome '{outcome.Value}': the label is missing.";
        foreach (var fact in document.Facts)
        {
            if (fact.Label is null)
                yield return $"Fact '{fact.Name}': the label is missing.";
            if (fact.Question is null)
                yield return $"Fact '{fact.Name}': the question is missing.";
            foreach (var value in fact.Values.Where(v => v.Label is null))
                yield return $"Fact '{fact.Name}', value '{value.Value}': the label is missing.";
        }
        foreach (var guideline in document.Guidelines)
        {
            if (guideline.Title is null)
                yield return $"Guideline '{guideline.Id}': the title is missing.";
            foreach (var rule in guideline.Rules.Where(r => r.Reason is null))
                yield return $"Guideline '{guideline.Id}', rule '{rule.Id}': the reason is missing.";
        }
        if (document.Presentation is { Networks: [] } && document.Facts.Any(f => f.Name == Connection))
            yield return $"presentation: the networks are missing; the fact '{Connection}' needs them.";
        if (document.Presentation is null)
            yield return "The member 'presentation' is missing: what is asked about, the question, and what the button for reviews says.";
    }
}
