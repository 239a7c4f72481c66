namespace Friending.Service.Digests.Counting;

/// <summary>
/// What the policy's side of a digest tells requests apart by. These go together: a rule has an outcome and a guideline, and
/// some rules know one direction or one kind of other party only. So what is told of one must not give away another.
/// </summary>
/// <param name="Outcome">The policy's outcome.</param>
/// <param name="Rules">The deciding rules, joined by <c>+</c>.</param>
/// <param name="Guidelines">The guidelines of those rules, joined by <c>+</c>.</param>
/// <param name="Direction">Whether the request was received or would be sent.</param>
/// <param name="Patient">The kind of other party.</param>
/// <param name="Policy">The hash of the policy that decided.</param>
/// <param name="ReviewOpened">Whether it went to a reviewer.</param>
internal readonly record struct RequestClass(
    string Outcome, string Rules, string Guidelines, string Direction, string Patient, string Policy, bool ReviewOpened);
