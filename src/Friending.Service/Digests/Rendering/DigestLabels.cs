using System.Globalization;
using System.Text;
using Friending.Policy.Documents;
using Friending.Service.Languages;

namespace Friending.Service.Digests.Rendering;

/// <summary>
/// What people call the values that decisions hold: as the policy's document does, else in the digest's own words, else as they are.
/// </summary>
internal sealed class DigestLabels(PolicyDocument policy, Words words)
{
    // A rule's reason is written for the person who asked; its first words tell which case it is.
    private const int ReasonLength = 96;

    internal string Of(DigestDimension by, string value, string? fact = null) => OneLine(by switch
    {
        _ when value == DigestRow.Others => words["otherValues"],
        DigestDimension.Standing when value.Length == 0 => words["undecided"],
        DigestDimension.Outcome or DigestDimension.Standing => Outcome(value),
        DigestDimension.Rule when value.Length == 0 => words["noRule"],
        DigestDimension.Rule => string.Join(" + ", value.Split('+').Select(Rule)),
        DigestDimension.Guideline when value.Length == 0 => words["noGuideline"],
        DigestDimension.Guideline => string.Join(" + ", value.Split('+').Select(Guideline)),
        _ when value.Length == 0 => words["notStated"],
        DigestDimension.Fact => FactValue(fact ?? "", value),
        DigestDimension.Source when value == "http" => words["fromPeople"],
        DigestDimension.Source when value == "queue" => words["fromQueue"],
        _ => value,
    });

    /// <summary>What a breakdown is called.</summary>
    internal string Title(DigestBreakdown breakdown) => breakdown.Fact is not { } fact ? words[$"by.{breakdown.By}"]
        : policy.Presentation?.DigestFacts.FirstOrDefault(f => f.Fact == fact)?.Title.In(words.Language) ?? fact;

    /// <summary>What an exemption is called.</summary>
    internal string Exemption(string code) => code == DigestExemptionCount.Reviewer ? words["byReviewer"]
        : policy.Presentation?.Exemptions.FirstOrDefault(e => e.Code == code)?.Label.In(words.Language) ?? code;

    /// <summary>What is asked about, in the plural.</summary>
    internal string Subject => policy.Presentation?.Subject.In(words.Language) ?? policy.Id;

    /// <summary>The colour of an outcome: the first that is a no is the strongest.</summary>
    internal DigestTone Tone(string outcome) => policy.Outcomes.FirstOrDefault(o => o.Value == outcome) switch
    {
        null => DigestTone.Plain,
        { Kind: OutcomeKind.Permit } => DigestTone.Permit,
        { Kind: OutcomeKind.Review } => DigestTone.Review,
        var deny => deny == policy.Outcomes.First(o => o.Kind == OutcomeKind.Deny) ? DigestTone.Deny : DigestTone.Discourage,
    };

    /// <summary>
    /// What requests hold is not ours: no line end, no control character and none that turns the direction of writing gets
    /// into a heading, a column or a subject.
    /// </summary>
    internal static string OneLine(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ')
                    kept.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                kept.Append(rune);
            }
        }
        return kept.ToString().TrimEnd();
    }

    private string Outcome(string value) => policy.Outcomes.FirstOrDefault(o => o.Value == value)?.Label?.In(words.Language) ?? value;

    private string Rule(string id)
    {
        var reason = policy.Guidelines.SelectMany(g => g.Rules).FirstOrDefault(r => r.Id == id)?.Reason?.In(words.Language);
        return reason is null ? words.Say("rule", id) : $"{words.Say("rule", id)}: {Shortened(reason)}";
    }

    private string Guideline(string id) =>
        policy.Guidelines.FirstOrDefault(g => g.Id == id)?.Title?.In(words.Language) is { } title ? $"{words.Say("guideline", id)}: {title}"
            : words.Say("guideline", id);

    private string FactValue(string fact, string value) =>
        policy.Presentation?.DigestFacts.FirstOrDefault(f => f.Fact == fact)?.Values?.GetValueOrDefault(value)?.In(words.Language)
        ?? policy.Facts.FirstOrDefault(f => f.Name == fact)?.Values.FirstOrDefault(v => v.Value == value)
            ?.Label?.In(words.Language) ?? value;

    private static string Shortened(string reason)
    {
        var end = reason.IndexOf(". ", StringComparison.Ordinal);
        var sentence = end < 0 ? reason.TrimEnd('.') : reason[..end];
        if (sentence.Length <= ReasonLength)
            return sentence;
        return sentence[..sentence.LastIndexOf(' ', ReasonLength)].TrimEnd(',', ';', ':') + " …";
    }
}
