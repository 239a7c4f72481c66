using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>Which of a document's texts or pieces of advice go with an answer, by their positions in the document's list.</summary>
internal sealed class AnswerSelection
{
    private readonly (uint Outcomes, int Guideline, Conditions When)[] _selections;

    internal AnswerSelection(IEnumerable<Selection> selections, PolicyDocument document, FactTable facts)
    {
        var outcomes = document.Outcomes.Select(o => o.Value).ToList();
        var guidelines = document.Guidelines.Select(g => g.Id).ToList();
        _selections = selections.Select(s => (
            s.Outcomes?.Aggregate(0u, (set, o) => set | 1u << outcomes.IndexOf(o)) ?? uint.MaxValue,
            s.Guideline is null ? -1 : guidelines.IndexOf(s.Guideline),
            Conditions.Of(s.When, facts))).ToArray();
    }

    /// <summary>The first that goes with a settled evaluation, or -1.</summary>
    internal int First(in Evaluation evaluation, in FactSet facts, PolicyDecisionPoint policy)
    {
        for (var i = 0; i < _selections.Length; i++)
            if (GoesWith(i, evaluation, facts, policy))
                return i;
        return -1;
    }

    /// <summary>Whether the selection at a position goes with a settled evaluation.</summary>
    internal bool GoesWith(int at, in Evaluation evaluation, in FactSet facts, PolicyDecisionPoint policy)
    {
        ref readonly var selection = ref _selections[at];
        return evaluation.IsSettled
            && (selection.Outcomes & evaluation.PossibleOutcomes) != 0
            && (selection.Guideline < 0 || Decides(selection.Guideline, evaluation, facts, policy))
            && selection.When.Hold(facts);
    }

    /// <summary>
    /// The first for an outcome that a person gave, after the policy left it to one: by the guidelines that did so, or, where
    /// facts are missing, by those that may apply; -1 where there is none.
    /// </summary>
    internal int FirstGiven(uint outcome, Evaluation evaluation, FactSet facts, PolicyDecisionPoint policy)
    {
        return Array.FindIndex(
            _selections, s => (s.Outcomes & outcome) != 0 && (s.Guideline < 0 || IsAbout(s.Guideline)) && s.When.Hold(facts));

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
