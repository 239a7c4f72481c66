using System.Collections.Concurrent;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Policies;

namespace Friending.Service.Digests.Counting;

/// <summary>Which rules of a policy are exemptions.</summary>
internal sealed record PolicyExemptions
{
    // The facts by which guideline 7 makes its exemptions, as requests state them.
    private const string PredatesCare = "predatesCare";
    private const string BreaksBread = "breaksBread";
    private const string Yes = "yes";

    private static readonly ConcurrentDictionary<string, PolicyExemptions> s_known = new();

    /// <summary>The rules that permit since the friendship is older than the care.</summary>
    internal required IReadOnlySet<string> OlderFriendship { get; init; }

    /// <summary>The rules that permit by the Breaking Bread Rule.</summary>
    internal required IReadOnlySet<string> BreakingBread { get; init; }

    /// <summary>What the policy of that hash says; of one that was never kept, nothing.</summary>
    internal static async ValueTask<PolicyExemptions> OfAsync(PolicyArchive archive, string sha256, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(sha256, out var known))
            return known;
        if (await archive.FindAsync(sha256, cancellation) is not { } policy)
            return new() { OlderFriendship = new HashSet<string>(), BreakingBread = new HashSet<string>() };
        return s_known.GetOrAdd(sha256, Of(policy));
    }

    private static PolicyExemptions Of(PolicyDecisionPoint policy) => new()
    {
        OlderFriendship = Exemptions(policy.Document, PredatesCare),
        BreakingBread = Exemptions(policy.Document, BreaksBread),
    };

    // An exemption is a rule that permits because of the fact, whatever its number is.
    private static HashSet<string> Exemptions(PolicyDocument document, string fact)
    {
        var permits = document.Outcomes.Where(o => o.Kind == OutcomeKind.Permit).Select(o => o.Value).ToHashSet();
        return [.. document.Guidelines.SelectMany(g => g.Rules)
            .Where(r => permits.Contains(r.Outcome) && r.When is not null && r.When.TryGetValue(fact, out var values) && values is [Yes])
            .Select(r => r.Id)];
    }
}
