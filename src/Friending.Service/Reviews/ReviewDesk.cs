using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Notes;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;

namespace Friending.Service.Reviews;

/// <summary>
/// What people do to decisions: resolve those that wait for a reviewer, and withdraw. The policy's answer stays as it was;
/// the reviewer's stands beside it. Of two changes at the same moment one wins, and the other is told.
/// </summary>
public sealed class ReviewDesk(DecisionStore decisions, ReviewList pending, PolicyArchive archive, TimeProvider time, IOptions<OfferedGroups> groups)
{
    /// <summary>Gives a decision that waits for a reviewer the reviewer's outcome.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="review">The outcome and why.</param>
    /// <param name="reviewer">Who reviews. Nobody reviews their own request.</param>
    /// <param name="revisions">The revisions that the review is meant for; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionChange> ResolveAsync(
        DecisionId id, ReviewRequest review, Reviewer reviewer, IReadOnlyCollection<int>? revisions, CancellationToken cancellation)
    {
        if (review.Check().ToList() is { Count: > 0 } problems)
            return new DecisionChange.Invalid(problems);
        if (NoteGuard.Inspect(review.Reason!) is { Count: > 0 } findings)
            return new DecisionChange.IdentifyingReason(findings);
        var at = time.GetUtcNow();
        return await ChangeAsync(id, DecisionEvents.Reviewed, reviewer.Id, async stored =>
        {
            var decision = stored.Decision;
            if (StaffIds.AreSame(reviewer.StaffId, decision.Staff.Id))
                return new DecisionChange.OwnRequest();
            // Storage may have taken the change though its answer was lost, and then refuses the repetition.
            if (decision.Review is { } made && made.At == at && made.By == reviewer.Id)
                return new DecisionChange.Done(stored);
            if (revisions?.Contains(stored.Revision) == false)
                return new DecisionChange.ChangedMeanwhile();
            if (decision.Status != DecisionStatus.PendingReview)
                return new DecisionChange.NotPending(decision.Status);
            var reply = await ReplyAsync(decision, review.Resolution!, cancellation);
            return new DecisionChange.Done(stored with
            {
                Decision = decision with
                {
                    Status = DecisionStatus.Reviewed,
                    Review = new(review.Resolution!, review.Reason!, reviewer.Id, at, reply),
                },
            });
        }, cancellation);
    }

    /// <summary>Takes a decision back. One that has been withdrawn stays as it is.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="actor">Who withdraws it, for the audit trail.</param>
    /// <param name="revisions">The revisions that the withdrawal is meant for; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DecisionChange> WithdrawAsync(DecisionId id, string actor, IReadOnlyCollection<int>? revisions, CancellationToken cancellation) =>
        ChangeAsync(id, DecisionEvents.Withdrawn, actor, stored => Task.FromResult<DecisionChange>(
            stored.Decision.Status == DecisionStatus.Withdrawn ? new DecisionChange.Done(stored)
            : revisions?.Contains(stored.Revision) == false ? new DecisionChange.ChangedMeanwhile()
            : new DecisionChange.Done(stored with { Decision = stored.Decision with { Status = DecisionStatus.Withdrawn } })), cancellation);

    /// <summary>The decisions that wait for a reviewer, oldest first.</summary>
    /// <param name="after">Only later ones; null: from the oldest on.</param>
    /// <param name="limit">At most how many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The decisions, and the id to read on after; null where there is nothing more.</returns>
    public async Task<(IReadOnlyList<Decision> Items, DecisionId? Next)> ListAsync(DecisionId? after, int limit, CancellationToken cancellation)
    {
        var items = new List<Decision>();
        // One more than asked for tells whether there is more.
        await foreach (var ids in pending.ReadAsync(after, limit + 1, cancellation).Chunk(limit + 1).WithCancellation(cancellation))
        {
            foreach (var (id, stored) in ids.Zip(await Task.WhenAll(ids.Select(id => decisions.FindAsync(id, cancellation)))))
            {
                if (stored is not { Decision: { Status: DecisionStatus.PendingReview } decision })
                    await pending.RemoveAsync(id, cancellation);
                else if (items.Count == limit)
                    return (items, items[^1].Id);
                else
                    items.Add(decision);
            }
        }
        return (items, null);
    }

    // Changes the decision as it is at the moment of writing: if it changed between reading and writing, once more.
    private async Task<DecisionChange> ChangeAsync(
        DecisionId id, string what, string actor, Func<StoredDecision, Task<DecisionChange>> change, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await decisions.FindAsync(id, cancellation) is not { } stored)
                return new DecisionChange.NotFound();
            var wished = await change(stored);
            if (wished is not DecisionChange.Done done || ReferenceEquals(done.Stored, stored))
                return wished;
            if (await decisions.TryUpdateAsync(stored, done.Stored.Decision, what, actor, cancellation) is { } updated)
                return new DecisionChange.Done(updated);
            if (attempt == 1)
                return new DecisionChange.ChangedMeanwhile();
        }
    }

    // In the words of the policy that made the decision, whichever is in force now.
    private async Task<AnswerReply?> ReplyAsync(Decision decision, string resolution, CancellationToken cancellation)
    {
        var policy = await archive.FindAsync(decision.Policy.Sha256, cancellation)
            ?? throw new InvalidDataException($"The policy {decision.Policy.Sha256} that made decision {decision.Id} is not in the archive.");
        var facts = FactBinding.Of(policy.Facts, decision.Facts, [], fillDefaults: false).Facts;
        return policy.ReplyGiven(resolution, facts) is { } reply
            ? Answers.Reply(policy.Document, reply, decision.Language, groups.Value.For(decision.Staff.Department))
            : null;
    }
}
