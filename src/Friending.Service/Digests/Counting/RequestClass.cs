namespace Friending.Service.Digests.Counting;

/// <summary>
/// What the policy's side of a digest tells requests apart by. These go together: a rule has an outcome and a guideline, and
/// some rules apply to one value of a fact only. So a number of one dimension must not disclose one of another.
/// </summary>
/// <param name="Outcome">The policy's outcome.</param>
/// <param name="Rules">The deciding rules, joined by <c>+</c>.</param>
/// <param name="Guidelines">The guidelines of those rules, joined by <c>+</c>.</param>
/// <param name="Facts">The facts that the digest breaks down by, as <c>name=value;name=value</c>; those that are not known are left
/// out.</param>
/// <param name="Policy">The hash of the policy that decided.</param>
/// <param name="ReviewOpened">Whether it went to a reviewer by the end of the week.</param>
/// <param name="Standing">What held at the end of the week; empty while a person was to decide.</param>
internal readonly record struct RequestClass(
    string Outcome, string Rules, string Guidelines, string Facts, string Policy, bool ReviewOpened, string Standing)
{
    /// <summary>Whether a reviewer gave what held.</summary>
    internal bool IsReviewed => ReviewOpened && Standing.Length > 0;

    /// <summary>The value of a fact; empty where it is not known.</summary>
    internal string ValueOf(string fact)
    {
        foreach (var stated in Facts.Split(';'))
            if (stated.Length > fact.Length && stated[fact.Length] == '=' && stated.StartsWith(fact, StringComparison.Ordinal))
                return stated[(fact.Length + 1)..];
        return "";
    }
}
