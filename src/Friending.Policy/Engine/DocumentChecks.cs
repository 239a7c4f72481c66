using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>
/// Checks a document before it is compiled: every name that is used is defined, once; every text exists in every language; the
/// size is one that the engine takes.
/// </summary>
internal static class DocumentChecks
{
    /// <summary>How many cells all guidelines may have together.</summary>
    internal const long MaxCells = 4_000_000;

    internal const int MaxGuidelines = 16;
    internal const int MaxOutcomes = 31;

    internal static IEnumerable<PolicyProblem> Of(PolicyDocument document)
    {
        foreach (var problem in Sizes(document).Concat(Duplicates(document)).Concat(References(document)).Concat(Texts(document)))
            yield return problem;
    }

    /// <summary>Refuses a document whose tables would be too large; only for documents whose names resolve.</summary>
    internal static PolicyProblem? TooLarge(PolicyDocument document, FactTable facts)
    {
        var cells = 0L;
        foreach (var guideline in document.Guidelines)
        {
            var size = DecisionTable.SizeOf(guideline, facts);
            cells = cells > long.MaxValue - size ? long.MaxValue : cells + size;
        }
        if (cells <= MaxCells)
            return null;
        var count = cells == long.MaxValue ? "more than 9 quintillion" : Invariant($"{cells:N0}");
        return new(
            PolicyProblemKind.Size,
            Invariant($"The guidelines need {count} cells together; at most {MaxCells:N0} are allowed. ")
            + "Split a guideline, or give its facts fewer values.",
            Count: cells);
    }

    private static IEnumerable<PolicyProblem> Sizes(PolicyDocument document)
    {
        if (document.Facts.Count > FactSet.MaxFacts)
            yield return Size($"There are {document.Facts.Count} facts; at most {FactSet.MaxFacts} are allowed.");
        if (document.Guidelines.Count > MaxGuidelines)
            yield return Size($"There are {document.Guidelines.Count} guidelines; at most {MaxGuidelines} are allowed.");
        if (document.Outcomes.Count is 0 or > MaxOutcomes)
            yield return Size($"There are {document.Outcomes.Count} outcomes; 1 to {MaxOutcomes} are allowed.");
        if (document.Languages.Count == 0)
            yield return Size("No language is listed; at least one is needed.");
        foreach (var fact in document.Facts.Where(f => f.Values.Count is 0 or > FactSet.MaxValues))
            yield return Size($"Fact '{fact.Name}' has {fact.Values.Count} values; 1 to {FactSet.MaxValues} are allowed.");
        foreach (var fact in document.Facts)
            foreach (var value in fact.Values.Where(v => v.Weight is { } weight && !(weight > 0 && double.IsFinite(weight))))
                yield return Size($"Fact '{fact.Name}', value '{value.Value}': the weight must be a number above 0.");
        foreach (var guideline in document.Guidelines.Where(g => g.Rules.Count is 0 or > DecisionTable.MaxRules))
            yield return Size($"Guideline '{guideline.Id}' has {guideline.Rules.Count} rules; 1 to {DecisionTable.MaxRules} are allowed.");

        static PolicyProblem Size(string message) => new(PolicyProblemKind.Size, message);
    }

    private static IEnumerable<PolicyProblem> Duplicates(PolicyDocument document)
    {
        var names = Twice("outcome", document.Outcomes.Select(o => o.Value))
            .Concat(Twice("language", document.Languages))
            .Concat(Twice("fact", document.Facts.Select(f => f.Name)))
            .Concat(Twice("group", document.Groups.Select(g => g.Name)))
            .Concat(Twice("fact in groups", document.Groups.SelectMany(g => g.Facts).Select(f => f.Fact)))
            .Concat(Twice("guideline", document.Guidelines.Select(g => g.Id)))
            .Concat(Twice("rule", document.Guidelines.SelectMany(g => g.Rules).Select(r => r.Id)))
            .Concat(Twice("advice", document.Advice.Select(a => a.Code)))
            .Concat(Twice("exemption", (document.Presentation?.Exemptions ?? []).Select(e => e.Code)))
            .Concat(Twice("digest fact", (document.Presentation?.DigestFacts ?? []).Select(f => f.Fact)))
            .Concat(document.Facts.SelectMany(f => Twice($"fact '{f.Name}', value", f.Values.Select(v => v.Value))));
        return names;

        static IEnumerable<PolicyProblem> Twice(string what, IEnumerable<string> names) =>
            names.CountBy(n => n).Where(p => p.Value > 1)
                .Select(p => Bad($"{char.ToUpperInvariant(what[0])}{what[1..]} '{p.Key}' is defined {p.Value} times."));
    }

    private static IEnumerable<PolicyProblem> References(PolicyDocument document)
    {
        var facts = document.Facts.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.First());
        var outcomes = document.Outcomes.Select(o => o.Value).ToHashSet();
        var advice = document.Advice.Select(a => a.Code).ToHashSet();
        var guidelines = document.Guidelines.Select(g => g.Id).ToHashSet();

        if (!outcomes.Contains(document.Otherwise))
            yield return Bad($"'otherwise' is '{document.Otherwise}', which is not one of the outcomes.");

        foreach (var fact in document.Facts)
        {
            var where = $"Fact '{fact.Name}'";
            if (fact.Default is { } value && !Has(fact, value))
                yield return Bad($"{where}: the default '{value}' is not one of its values.");
            foreach (var problem in Names($"{where}, askWhen", fact.AskWhen))
                yield return problem;
            if (fact.AskWhen?.ContainsKey(fact.Name) == true)
                yield return Bad($"{where}: askWhen names the fact itself.");
            if (fact.Before is not null && !(fact.Values.Count == 2 && Has(fact, "yes") && Has(fact, "no")))
                yield return Bad($"{where}: a fact derived from two dates must have the values yes and no.");
            foreach (var binding in fact.AuthZen ?? [])
            {
                if (!binding.Path.StartsWith('/'))
                    yield return Bad($"{where}, authzen: '{binding.Path}' is not a JSON Pointer; it must start with '/'.");
                else if (!IsInAuthZenRequest(binding.Path))
                    yield return Bad(
                        $"{where}, authzen: an AuthZEN request holds nothing at '{binding.Path}'. "
                        + "It has type and id (for an action, name) and properties of subject, action and resource, and context.");
                var values = (binding.Values?.Values ?? []).Concat(binding.Otherwise is { } otherwise ? [otherwise] : []);
                foreach (var bound in values.Where(v => !Has(fact, v)))
                    yield return Bad($"{where}, authzen '{binding.Path}': '{bound}' is not one of its values.");
            }
        }

        foreach (var guideline in document.Guidelines)
        {
            foreach (var problem in Names($"Guideline '{guideline.Id}', appliesWhen", guideline.AppliesWhen, guideline.Id))
                yield return problem;
            foreach (var rule in guideline.Rules)
            {
                var where = $"Guideline '{guideline.Id}', rule '{rule.Id}'";
                foreach (var problem in Names($"{where}, when", rule.When, guideline.Id, rule.Id))
                    yield return problem;
                if (!outcomes.Contains(rule.Outcome))
                    yield return Bad($"{where}: '{rule.Outcome}' is not one of the outcomes.", guideline.Id, rule.Id);
                foreach (var code in rule.Advice.Where(a => !advice.Contains(a)))
                    yield return Bad($"{where}: there is no advice '{code}'.", guideline.Id, rule.Id);
            }
        }

        foreach (var group in document.Groups)
        {
            if (group.Facts.Count == 0)
                yield return Bad($"Group '{group.Name}' has no facts.");
            foreach (var grouped in group.Facts)
            {
                var where = $"Group '{group.Name}', fact '{grouped.Fact}'";
                if (!facts.TryGetValue(grouped.Fact, out var fact))
                    yield return Bad($"Group '{group.Name}': there is no fact '{grouped.Fact}'.");
                else if (fact.Values.Select(v => v.Value).Distinct().Count() != 2)
                    yield return Bad(
                        $"{where}: a statement is ticked or not, so its fact must have two values; this one has {fact.Values.Count}.");
                else if (!Has(fact, grouped.Unticked))
                    yield return Bad($"{where}: '{grouped.Unticked}' is not one of its values.");
            }
        }

        foreach (var problem in PresentationChecks.References(document))
            yield return problem;

        if (document.OfferedGroups is { } offer && !advice.Contains(offer.Advice))
            yield return Bad($"offeredGroups: there is no advice '{offer.Advice}'.");

        var selections = document.Summaries.Select((s, i) => ($"summaries[{i}]", (Selection)s))
            .Concat(document.Replies.Select((r, i) => ($"replies[{i}]", (Selection)r)))
            .Concat(document.Advice.Where(a => a.Given is not null).Select(a => ($"Advice '{a.Code}', given", a.Given!)));
        foreach (var (where, selection) in selections)
        {
            foreach (var outcome in selection.Outcomes?.Where(o => !outcomes.Contains(o)) ?? [])
                yield return Bad($"{where}: '{outcome}' is not one of the outcomes.");
            if (selection.Guideline is { } id && !guidelines.Contains(id))
                yield return Bad($"{where}: there is no guideline '{id}'.");
            foreach (var problem in Names($"{where}, when", selection.When))
                yield return problem;
        }

        static bool Has(FactDefinition fact, string value) => fact.Values.Any(v => v.Value == value);

        static bool IsInAuthZenRequest(string path) => path.Split('/') is
            ["", "subject" or "resource", "type" or "id"] or ["", "action", "name"]
            or ["", "subject" or "resource" or "action", "properties", _, ..] or ["", "context", _, ..];

        IEnumerable<PolicyProblem> Names(
            string where, IReadOnlyDictionary<string, IReadOnlyList<string>>? when, string? guideline = null, string? rule = null)
        {
            foreach (var (name, values) in when ?? new Dictionary<string, IReadOnlyList<string>>())
            {
                if (!facts.TryGetValue(name, out var fact))
                    yield return Bad($"{where}: there is no fact '{name}'.", guideline, rule);
                else if (values.Count == 0)
                    yield return Bad($"{where}: fact '{name}' is given no value, so this can never hold.", guideline, rule);
                else
                    foreach (var value in values.Where(v => !Has(fact, v)))
                        yield return Bad($"{where}: '{value}' is not one of the values of fact '{name}'.", guideline, rule);
            }
        }
    }

    private static IEnumerable<PolicyProblem> Texts(PolicyDocument document)
    {
        foreach (var (where, text) in AllTexts(document))
            foreach (var language in document.Languages.Where(l => text?.Languages.Contains(l, StringComparer.OrdinalIgnoreCase) == false))
                yield return Bad($"{where}: the text is missing in '{language}'.");
        if (document.OfferedGroups is { } offer)
            foreach (var (where, text) in new[] { ("text", offer.Text), ("reply", offer.Reply) })
                foreach (var language in text.Languages.Where(l => !text.In(l).Contains(GroupOffer.Placeholder, StringComparison.Ordinal)))
                    yield return Bad(
                        $"offeredGroups, {where}: the text in '{language}' has no place for the groups; add {GroupOffer.Placeholder}.");
    }

    private static IEnumerable<(string Where, LocalizedText? Text)> AllTexts(PolicyDocument document)
    {
        yield return ("title", document.Title);
        foreach (var outcome in document.Outcomes)
            yield return ($"Outcome '{outcome.Value}', label", outcome.Label);
        foreach (var fact in document.Facts)
        {
            yield return ($"Fact '{fact.Name}', label", fact.Label);
            yield return ($"Fact '{fact.Name}', question", fact.Question);
            yield return ($"Fact '{fact.Name}', help", fact.Help);
            foreach (var value in fact.Values)
                yield return ($"Fact '{fact.Name}', value '{value.Value}'", value.Label);
        }
        foreach (var group in document.Groups)
        {
            yield return ($"Group '{group.Name}', label", group.Label);
            yield return ($"Group '{group.Name}', none", group.None);
            foreach (var fact in group.Facts)
                yield return ($"Group '{group.Name}', fact '{fact.Fact}', statement", fact.Statement);
        }
        foreach (var guideline in document.Guidelines)
        {
            var where = $"Guideline '{guideline.Id}'";
            yield return ($"{where}, title", guideline.Title);
            yield return ($"{where}, summary", guideline.Summary);
            foreach (var (i, text) in guideline.Exceptions.Index())
                yield return ($"{where}, exceptions[{i}]", text);
            foreach (var (i, text) in guideline.Alternatives.Index())
                yield return ($"{where}, alternatives[{i}]", text);
            foreach (var (i, text) in guideline.ShareMessages.Index())
                yield return ($"{where}, shareMessages[{i}]", text);
            foreach (var rule in guideline.Rules)
                yield return ($"{where}, rule '{rule.Id}', reason", rule.Reason);
        }
        foreach (var advice in document.Advice)
            yield return ($"Advice '{advice.Code}'", advice.Text);
        yield return ("offeredGroups, text", document.OfferedGroups?.Text);
        yield return ("offeredGroups, reply", document.OfferedGroups?.Reply);
        foreach (var (i, text) in document.Summaries.Index())
            yield return ($"summaries[{i}]", text.Text);
        foreach (var (i, text) in document.Replies.Index())
            yield return ($"replies[{i}]", text.Text);
        if (document.Presentation is { } presentation)
            foreach (var (where, text) in PresentationTexts(presentation))
                yield return ($"presentation, {where}", text);
    }

    private static IEnumerable<(string Where, LocalizedText? Text)> PresentationTexts(PolicyPresentation presentation)
    {
        yield return ("subject", presentation.Subject);
        yield return ("question", presentation.Question);
        yield return ("sendToReviewers", presentation.SendToReviewers);
        foreach (var fact in presentation.DigestFacts)
        {
            yield return ($"digestFacts '{fact.Fact}', title", fact.Title);
            foreach (var (value, text) in fact.Values ?? new Dictionary<string, LocalizedText>())
                yield return ($"digestFacts '{fact.Fact}', value '{value}'", text);
        }
        foreach (var exemption in presentation.Exemptions)
            yield return ($"exemption '{exemption.Code}'", exemption.Label);
    }

    private static PolicyProblem Bad(string message, string? guideline = null, string? rule = null) =>
        new(PolicyProblemKind.Reference, message, guideline, rule);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
