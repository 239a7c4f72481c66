using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>Texts of which the first that matches is used.</summary>
internal sealed class TextSelection
{
    private readonly (uint Outcomes, int Guideline, Conditions When, LocalizedText Text)[] _texts;

    internal TextSelection(IReadOnlyList<SelectedText> texts, PolicyDocument document, FactTable facts)
    {
        var outcomes = document.Outcomes.Select(o => o.Value).ToList();
        var guidelines = document.Guidelines.Select(g => g.Id).ToList();
        _texts = texts.Select(t => (
            t.Outcomes?.Aggregate(0u, (set, o) => set | 1u << outcomes.IndexOf(o)) ?? uint.MaxValue,
            t.Guideline is null ? -1 : guidelines.IndexOf(t.Guideline),
            Conditions.Of(t.When, facts),
            t.Text)).ToArray();
    }

    internal LocalizedText? Find(in Evaluation evaluation, in FactSet facts, PolicyDecisionPoint policy) =>
        IndexOf(evaluation, facts, policy) is >= 0 and var at ? _texts[at].Text : null;

    internal int IndexOf(in Evaluation evaluation, in FactSet facts, PolicyDecisionPoint policy)
    {
        if (!evaluation.IsSettled)
            return -1;
        for (var i = 0; i < _texts.Length; i++)
        {
            ref readonly var text = ref _texts[i];
            if ((text.Outcomes & evaluation.PossibleOutcomes) != 0
                && (text.Guideline < 0 || Decides(text.Guideline, evaluation, facts, policy))
                && text.When.Hold(facts))
                return i;
        }
        return -1;
    }

    /// <summary>
    /// The text for an outcome that a person gave, after the policy left it to one: by the guidelines that did so, or, where
    /// facts are missing, by those that may apply.
    /// </summary>
    internal LocalizedText? FindGiven(uint outcome, Evaluation evaluation, FactSet facts, PolicyDecisionPoint policy)
    {
        foreach (var text in _texts)
            if ((text.Outcomes & outcome) != 0 && (text.Guideline < 0 || IsAbout(text.Guideline)) && text.When.Hold(facts))
                return text.Text;
        return null;

        bool IsAbout(int guideline) =>
            evaluation.IsSettled ? Decides(guideline, evaluation, facts, policy) : evaluation.RuleOf(guideline) != -1;
    }

    // A guideline decides when its own finding has the outcome that won; with the rule still open, when every rule left does.
    private static bool Decides(int guideline, in Evaluation evaluation, in FactSet facts, PolicyDecisionPoint policy)
    {
        var outcome = evaluation.Outcome;
        return evaluation.RuleOf(guideline) switch
        {
            -1 => false,
            -2 => policy.OutcomesOf(guideline, facts) == 1u << outcome,
            var rule => policy.OutcomeOf(guideline, (ushort)(rule + 1)) == outcome,
        };
    }
}
