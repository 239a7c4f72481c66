using Friending.Policy.Documents;
using Friending.Policy.Engine;


namespace Friending.Service.Decisions;

/// <summary>Puts a policy's evaluation into words.</summary>
public static class Answers
{
    /// <summary>The answer, with what is still open and what to ask.</summary>
    /// <param name="policy">The policy that answers.</param>
    /// <param name="facts">The facts it is asked about.</param>
    /// <param name="language">The language of the texts.</param>
    public static EvaluationAnswer For(PolicyDecisionPoint policy, in FactSet facts, string language)
    {
        var evaluation = policy.Evaluate(facts);
        var findings = policy.FindingsOf(evaluation, facts);
        return new()
        {
            Outcome = evaluation.IsSettled ? policy.Outcome(evaluation.Outcome).Value : null,
            Summary = policy.SummaryOf(evaluation, facts)?.In(language),
            Findings = [.. findings.Select(f => new AnswerFinding(f.Guideline.Id, f.Rule.Id, f.Rule.Outcome, f.Rule.Reason?.In(language) ?? "", f.IsCertain))],
            Advice = [.. policy.AdviceOf(evaluation, facts).Select(a => new AnswerAdvice(a.Code, a.Text.In(language)))],
            Reply = policy.ReplyOf(evaluation, facts) is { } reply ? new(language, reply.In(language)) : null,
            Facts = policy.Facts.Name(facts),
            DecidedBy = Explanation.DecidingFacts(policy, facts),
            Policy = policy.Reference,
            PossibleOutcomes = [.. policy.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value)],
            Questions = [.. policy.Interview.QuestionsFor(facts).Select(q => Ask(policy, policy.Facts[q.Fact], language))],
        };
    }

    private static OpenQuestion Ask(PolicyDecisionPoint policy, FactDefinition fact, string language) => new(
        fact.Name,
        fact.Question?.In(language) ?? fact.Name,
        [.. fact.Values.Select(v => new QuestionChoice(v.Value, v.Label?.In(language) ?? v.Value))],
        fact.Help?.In(language),
        policy.Document.Groups
            .SelectMany(g => g.Facts.Where(f => f.Fact == fact.Name)
                .Select(f => new QuestionInGroup(g.Name, g.Label.In(language), g.None.In(language), f.Statement.In(language), f.Unticked)))
            .FirstOrDefault());
}
