using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Service.Requests;

/// <summary>A request that a policy gives a wished outcome, in the policy's own facts: for documentation.</summary>
public static class ExampleRequest
{
    /// <summary>
    /// The request that an interview comes to which answers each question by the likeliest value that still leaves the outcome possible.
    /// What has a default that leaves it possible is not stated.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="outcome">The outcome, one of the policy's.</param>
    /// <returns>
    /// The request; and the same without the last answer, of those that a submission can do without if there are any. Null where the
    /// policy never gives the outcome.
    /// </returns>
    public static (FriendRequest Request, FriendRequest BeforeLast)? For(PolicyDecisionPoint policy, OutcomeDefinition outcome)
    {
        var index = policy.Document.Outcomes.TakeWhile(o => o.Value != outcome.Value).Count();
        var facts = FactBinding.Of(policy.Facts, [], [], fillDefaults: true).Facts;
        if (!Allows(policy, facts, index))
            facts = new();
        if (!Allows(policy, facts, index))
            return null;
        var document = policy.Document;
        var request = new FriendRequest
        {
            Staff = new() { Id = "rn-1042", Role = "Registered nurse", Department = "Cardiology" },
            Platform = !document.Facts.Any(f => f.Name == "direction") ? null
                : document.Presentation?.Networks is [var first, ..] ? first
                : "Facebook",
        };
        var stated = new List<(string Fact, string Value)>();
        while (NextQuestion(policy, facts) is >= 0 and var fact)
        {
            var value = Enumerable.Range(0, policy.Facts.SizeOf(fact)).Where(v => Allows(policy, facts.With(fact, v), index))
                .MaxBy(v => policy.Facts.ProbabilityOf(fact, v));
            stated.Add((policy.Facts[fact].Name, policy.Facts[fact].Values[value].Value));
            facts = facts.With(fact, value);
        }
        var last = stated.FindLastIndex(s => !RequestFacts.Required.Contains(s.Fact));
        if (last < 0)
            last = stated.Count - 1;
        return (State(stated), State(stated.Where((_, at) => at != last)));

        FriendRequest State(IEnumerable<(string Fact, string Value)> facts) =>
            facts.Aggregate(request, (stating, s) => RequestMembers.State(stating, s.Fact, s.Value));
    }

    private static bool Allows(PolicyDecisionPoint policy, FactSet facts, int outcome) =>
        (policy.Evaluate(facts).PossibleOutcomes >> outcome & 1) != 0;

    // What can still change the answer, and then what a submission must state though the answer does not depend on it.
    private static int NextQuestion(PolicyDecisionPoint policy, FactSet facts) =>
        policy.Interview.QuestionsFor(facts) is [var best, ..] ? best.Fact
            : RequestFacts.Required.Select(policy.Facts.IndexOf).FirstOrDefault(fact => fact >= 0 && !facts.Knows(fact), -1);
}
