using Friending.Policy.Documents;

namespace Friending.Service.Digests.Counting;

/// <summary>What the policy in force has to do with counting, also where an earlier one decided.</summary>
/// <param name="Facts">The facts that digests break requests down by.</param>
/// <param name="Permits">The outcomes that permit.</param>
internal sealed record CountedPolicy(IReadOnlyList<string> Facts, IReadOnlySet<string> Permits)
{
    /// <summary>What a document says of it.</summary>
    internal static CountedPolicy Of(PolicyDocument document) => new(
        [.. (document.Presentation?.DigestFacts ?? []).Select(f => f.Fact)],
        document.Outcomes.Where(o => o.Kind == OutcomeKind.Permit).Select(o => o.Value).ToHashSet());
}
