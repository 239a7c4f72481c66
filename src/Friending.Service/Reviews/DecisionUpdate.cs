using Friending.Service.Decisions;

namespace Friending.Service.Reviews;

/// <summary>
/// Changes decisions as they are at the moment of writing. Of two changes at the same moment one wins, and the other is told.
/// </summary>
public sealed class DecisionUpdate(DecisionStore decisions, ReviewList list)
{
    /// <summary>Changes a decision, with the event that tells of it, and the list of reviews at once.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="what">What happens to it, see <see cref="DecisionEvents"/>.</param>
    /// <param name="actor">Who does it, for the audit trail.</param>
    /// <param name="change">
    /// What is wished of the decision as it was read: <see cref="DecisionChange.Done"/> with what is to be written, or with the same
    /// where there is nothing to do; anything else is answered as it is. Called once more if the decision changed meanwhile.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<DecisionChange> RunAsync(
        DecisionId id, string what, string actor, Func<StoredDecision, ValueTask<DecisionChange>> change, CancellationToken cancellation)
    {
        var isAsker = false;
        for (var attempt = 0; ; attempt++)
        {
            // Whoever asked may be erased meanwhile: then what they wish must not name them again.
            if (await decisions.FindAsync(id, cancellation) is not { } stored
                || isAsker && !stored.Decision.IsAskedBy(actor, actor))
                return new DecisionChange.NotFound();
            isAsker = stored.Decision.IsAskedBy(actor, actor);
            var wished = await change(stored);
            if (wished is not DecisionChange.Done done || ReferenceEquals(done.Stored, stored))
                return wished;
            if (await decisions.TryUpdateAsync(stored, done.Stored.Decision, what, actor, cancellation) is { } updated)
            {
                // The relay does both again, if this ends in between.
                if (updated.Decision is { Status: DecisionStatus.Reviewed, Review: { } review })
                    await list.PutResolvedAsync(updated.Decision, review, cancellation);
                if (updated.Decision.Case is not null || stored.Decision.Status == DecisionStatus.PendingReview)
                    await list.KeepAsync(updated.Decision.Id, cancellation);
                return new DecisionChange.Done(updated);
            }
            if (attempt == 1)
                return new DecisionChange.ChangedMeanwhile();
        }
    }
}
