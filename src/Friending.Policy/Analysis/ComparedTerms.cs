using Friending.Policy.Documents;

namespace Friending.Policy.Analysis;

/// <summary>
/// The rules, replies and answers of two documents under common numbers: where both documents have the same rule of the same
/// guideline with the same outcome, or the same reply, it is one number, and unchanged parts of the documents are seen to
/// be the same.
/// </summary>
/// <param name="languages">The languages that both documents have: replies are compared in these.</param>
internal sealed class ComparedTerms(IReadOnlyList<string> languages)
{
    /// <summary>The number where a guideline does not apply.</summary>
    internal const int NoRule = 0;

    private readonly OrderedDictionary<RuleTerm, int> _rules = new() { [default] = NoRule };
    private readonly OrderedDictionary<ReplyTerm, int> _replies = [];
    private readonly OrderedDictionary<string, DiffSide> _sides = [];
    private readonly SequenceTable _choices = new();

    /// <summary>A rule, as far as it matters to what is decided.</summary>
    internal readonly record struct RuleTerm(string Guideline, string Rule, string Outcome);

    /// <summary>A reply with what it is for, other than facts.</summary>
    internal readonly record struct ReplyTerm(string? Outcomes, string? Guideline, string Text)
    {
        internal bool IsFor(string outcome) => Outcomes is null || Outcomes.Split('\n').Contains(outcome);
    }

    /// <summary>An answer.</summary>
    /// <param name="Side">The number of its outcome with the rules that decide.</param>
    /// <param name="Finding">The same number for the same outcome and rules, in whatever order the guidelines stand.</param>
    /// <param name="Reply">The words to send.</param>
    internal readonly record struct Answer(int Side, int Finding, string? Reply);

    internal RuleTerm Rule(int number) => _rules.GetAt(number).Key;

    internal ReplyTerm Reply(int number) => _replies.GetAt(number).Key;

    internal int NumberOf(Guideline guideline, Rule rule) => Number(_rules, new(guideline.Id, rule.Id, rule.Outcome));

    internal int NumberOf(SelectedText reply) => Number(_replies, new(
        reply.Outcomes is { } outcomes ? string.Join('\n', outcomes.Order(StringComparer.Ordinal)) : null,
        reply.Guideline,
        string.Join('\n', languages.Select(l => reply.Text.In(l)))));

    internal Answer AnswerOf(DiffSide side, string? reply) =>
        new(NumberOf(side), NumberOf(side with { Rules = [.. side.Rules.Distinct().Order(StringComparer.Ordinal)] }), reply);

    internal DiffSide Side(int number) => _sides.GetAt(number).Value;

    /// <summary>A number for replies of which the first that fits is used.</summary>
    internal int NumberOfChoice(ReadOnlySpan<int> replies) => _choices.NumberOf(replies, out _);

    /// <summary>The replies behind such a number.</summary>
    internal ReadOnlySpan<int> Choice(int number) => _choices[number];

    private int NumberOf(DiffSide side)
    {
        var key = string.Join('\n', [side.Outcome, .. side.Rules]);
        _sides.TryAdd(key, side);
        return _sides.IndexOf(key);
    }

    private static int Number<T>(OrderedDictionary<T, int> numbers, T term)
        where T : notnull
    {
        if (!numbers.TryGetValue(term, out var number))
            numbers.Add(term, number = numbers.Count);
        return number;
    }
}
