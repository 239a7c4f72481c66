using System.Collections.Concurrent;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Policies;

namespace Friending.Service.Digests.Counting;

/// <summary>
/// What a policy says about the requests that it decides: which of its rules are exemptions, and which classes of requests it
/// can give at all.
/// </summary>
internal sealed record PolicyClasses
{
    // A policy with more combinations of facts than this is not asked about each.
    private const int MostCombinations = 100_000;

    // The facts by which guideline 7 makes its exemptions, as requests state them.
    private const string PredatesCare = "predatesCare";
    private const string BreaksBread = "breaksBread";
    private const string Yes = "yes";

    private static readonly ConcurrentDictionary<string, PolicyClasses> s_known = new();

    /// <summary>The rules that permit since the friendship is older than the care.</summary>
    internal required IReadOnlySet<string> OlderFriendship { get; init; }

    /// <summary>The rules that permit by the Breaking Bread Rule.</summary>
    internal required IReadOnlySet<string> BreakingBread { get; init; }

    /// <summary>The classes that it can give; empty where they are too many to ask for.</summary>
    internal required IReadOnlyList<RequestClass> Possible { get; init; }

    /// <summary>What the policy of that hash says; of one that was never kept, nothing.</summary>
    internal static async ValueTask<PolicyClasses> OfAsync(PolicyArchive archive, string sha256, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(sha256, out var known))
            return known;
        if (await archive.FindAsync(sha256, cancellation) is not { } policy)
            return new() { OlderFriendship = new HashSet<string>(), BreakingBread = new HashSet<string>(), Possible = [] };
        return s_known.GetOrAdd(sha256, Of(policy));
    }

    private static PolicyClasses Of(PolicyDecisionPoint policy) => new()
    {
        OlderFriendship = Exemptions(policy.Document, PredatesCare),
        BreakingBread = Exemptions(policy.Document, BreaksBread),
        Possible = [.. Classes(policy).Distinct()],
    };

    // An exemption is a rule that permits because of the fact, whatever its number is.
    private static HashSet<string> Exemptions(PolicyDocument document, string fact)
    {
        var permits = document.Outcomes.Where(o => o.Kind == OutcomeKind.Permit).Select(o => o.Value).ToHashSet();
        return [.. document.Guidelines.SelectMany(g => g.Rules)
            .Where(r => permits.Contains(r.Outcome) && r.When is not null && r.When.TryGetValue(fact, out var values) && values is [Yes])
            .Select(r => r.Id)];
    }

    private static IEnumerable<RequestClass> Classes(PolicyDecisionPoint policy)
    {
        var (direction, patient) = (policy.Facts.IndexOf("direction"), policy.Facts.IndexOf("patient"));
        var combinations = Enumerable.Range(0, policy.Facts.Count).Aggregate(1d, (product, fact) => product * policy.Facts.SizeOf(fact));
        if (direction < 0 || patient < 0 || combinations > MostCombinations)
            yield break;
        for (var combination = 0; combination < combinations; combination++)
        {
            var facts = new FactSet();
            for (var (fact, rest) = (0, combination); fact < policy.Facts.Count; rest /= policy.Facts.SizeOf(fact), fact++)
                facts = facts.With(fact, rest % policy.Facts.SizeOf(fact));
            var evaluation = policy.Evaluate(facts);
            var outcome = policy.Outcome(evaluation.Outcome);
            var deciding = policy.FindingsOf(evaluation, facts).Where(f => f.Rule.Outcome == outcome.Value).ToList();
            yield return new(
                outcome.Value,
                string.Join('+', deciding.Select(f => f.Rule.Id)),
                string.Join('+', deciding.Select(f => f.Guideline.Id).Distinct()),
                policy.Facts[direction].Values[facts[direction]].Value,
                policy.Facts[patient].Values[facts[patient]].Value,
                policy.Reference.Sha256,
                outcome.Kind == OutcomeKind.Review);
        }
    }
}
