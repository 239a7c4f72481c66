using System.Collections.Concurrent;
using Friending.Service.Policies;

namespace Friending.Service.Digests.Counting;

/// <summary>Which rules of a policy are exemptions.</summary>
/// <param name="Codes">By the rule's number, the exemption's code.</param>
internal sealed record PolicyExemptions(IReadOnlyDictionary<string, string> Codes)
{
    private static readonly ConcurrentDictionary<string, PolicyExemptions> s_known = new();

    /// <summary>What the policy of that hash says; of one that was never kept, nothing.</summary>
    internal static async ValueTask<PolicyExemptions> OfAsync(PolicyArchive archive, string sha256, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(sha256, out var known))
            return known;
        if (await archive.FindAsync(sha256, cancellation) is not { } policy)
            return new(new Dictionary<string, string>());
        return s_known.GetOrAdd(sha256, new PolicyExemptions(policy.Document.Guidelines.SelectMany(g => g.Rules)
            .Where(r => r.Exemption is not null).ToDictionary(r => r.Id, r => r.Exemption!)));
    }

    /// <summary>Whether one of some rules, joined by <c>+</c>, is the exemption of that code.</summary>
    internal bool Decides(string rules, string code) => rules.Split('+').Any(r => Codes.TryGetValue(r, out var own) && own == code);
}
