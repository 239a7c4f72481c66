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
    /// <param name="pointer">Where whoever asks states a fact; null: its name among <c>/facts</c>.</param>
    /// <param name="groups">The groups that the organisation offers whoever asks; null for none.</param>
    public static EvaluationAnswer For(
        PolicyDecisionPoint policy, in FactSet facts, string language, Func<FactDefinition, string>? pointer = null,
        IReadOnlyList<AnswerGroup>? groups = null)
    {
        groups ??= [];
        pointer ??= fact => $"/facts/{fact.Name}";
        var evaluation = policy.Evaluate(facts);
        var findings = policy.FindingsOf(evaluation, facts);
        return new()
        {
            Outcome = evaluation.IsSettled ? policy.Outcome(evaluation.Outcome).Value : null,
            Summary = policy.SummaryOf(evaluation, facts)?.In(language),
            Findings = [.. findings.Select(f =>
                new AnswerFinding(f.Guideline.Id, f.Rule.Id, f.Rule.Outcome, f.Rule.Reason?.In(language) ?? "", f.IsCertain))],
            Advice = [.. policy.AdviceOf(evaluation, facts, findings).Select(a => Advise(policy.Document, a, language, groups))],
            Reply = policy.ReplyOf(evaluation, facts) is { } reply ? Reply(policy.Document, reply, language, groups) : null,
            Facts = policy.Facts.Name(facts),
            DecidedBy = Explanation.DecidingFacts(policy, facts),
            Policy = policy.Reference,
            PossibleOutcomes = [.. policy.Outcomes(evaluation.PossibleOutcomes).Select(o => o.Value)],
            Questions = [.. policy.Interview.QuestionsFor(facts).Select(q => Ask(policy, policy.Facts[q.Fact], language, pointer))],
        };
    }

    /// <summary>The words to send, with the groups that they offer.</summary>
    internal static AnswerReply Reply(PolicyDocument policy, SelectedText reply, string language, IReadOnlyList<AnswerGroup> groups) => new(
        language,
        reply.Text.In(language)
            + (reply.OffersGroups && policy.OfferedGroups is { } offer ? OfferedGroups.Told(offer.Reply, language, groups) : ""));

    private static AnswerAdvice Advise(PolicyDocument policy, AdviceDefinition advice, string language,
        IReadOnlyList<AnswerGroup> groups) =>
        policy.OfferedGroups is { } offer && offer.Advice == advice.Code && groups.Count > 0
            ? new(advice.Code, advice.Text.In(language) + OfferedGroups.Told(offer.Text, language, groups), groups)
            : new(advice.Code, advice.Text.In(language));

    /// <summary>The question for a fact.</summary>
    internal static OpenQuestion Ask(
        PolicyDecisionPoint policy, FactDefinition fact, string language, Func<FactDefinition, string> pointer) => new(
        fact.Name,
        fact.Question?.In(language) ?? fact.Name,
        [.. fact.Values.Select(v => new QuestionChoice(v.Value, v.Label?.In(language) ?? v.Value))],
        pointer(fact),
        fact.Help?.In(language),
        policy.Document.Groups
            .SelectMany(g => g.Facts.Where(f => f.Fact == fact.Name)
                .Select(f => new QuestionInGroup(g.Name, g.Label.In(language), g.None.In(language), f.Statement.In(language), f.Unticked)))
            .FirstOrDefault());
}
