using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Notes;
using Friending.Service.Policies;
using Microsoft.Extensions.Options;

namespace Friending.Service.Reviews;

/// <summary>
/// What reviewers do with the decisions that wait for them. The policy's answer stays as it was; the reviewer's stands beside it.
/// </summary>
public sealed class ReviewDesk(
    DecisionUpdate update, DecisionStore decisions, ReviewList list, ReviewDeadline deadline, PolicyArchive archive, TimeProvider time,
    IOptions<OfferedGroups> groups)
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
            return new DecisionChange.Identifying(findings, "reason");
        var at = time.GetUtcNow();
        return await update.RunAsync(id, DecisionEvents.Reviewed, reviewer.Id, async stored =>
        {
            var decision = stored.Decision;
            // Storage may have taken the change though its answer was lost, and then refuses the repetition.
            if (decision.Review is { } made && made.At == at && made.By == reviewer.Id)
                return new DecisionChange.Done(stored);
            if (WhyNot(stored, reviewer, revisions) is { } why)
                return why;
            var policy = await PolicyOfAsync(decision, cancellation);
            if (review.Check(policy.Document).ToList() is { Count: > 0 } unknown)
                return new DecisionChange.Invalid(unknown);
            var reply = ReplyOf(policy, decision, review.Resolution!);
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
    public Task<DecisionChange> WithdrawAsync(
        DecisionId id, string actor, IReadOnlyCollection<int>? revisions, CancellationToken cancellation) =>
        update.RunAsync(id, DecisionEvents.Withdrawn, actor, stored => new(
            stored.Decision.Status == DecisionStatus.Withdrawn ? new DecisionChange.Done(stored)
            : revisions?.Contains(stored.Revision) == false ? new DecisionChange.ChangedMeanwhile()
            : new DecisionChange.Done(stored with { Decision = stored.Decision with { Status = DecisionStatus.Withdrawn } })),
            cancellation);

    /// <summary>Takes a case. One that somebody else has is taken over only by a caller who shows to have seen that.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="reviewer">Who takes it. Nobody reviews their own request.</param>
    /// <param name="revisions">The revisions that the caller has seen; null: none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DecisionChange> ClaimAsync(
        DecisionId id, Reviewer reviewer, IReadOnlyCollection<int>? revisions, CancellationToken cancellation) =>
        update.RunAsync(id, DecisionEvents.Claimed, reviewer.Id, stored =>
        {
            var now = deadline.CaseOf(stored.Decision);
            if (stored.Decision.Status == DecisionStatus.PendingReview && StaffIds.AreSame(now.Owner, reviewer.Id))
                return new(new DecisionChange.Done(stored));
            return new(WhyNot(stored, reviewer, revisions)
                ?? (now.Owner is not null && revisions is null
                    ? new DecisionChange.Taken() : With(stored, now with { Owner = reviewer.Id })));
        }, cancellation);

    /// <summary>Gives a case back, so that somebody else takes it. One that nobody has stays as it is.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="reviewer">Its owner.</param>
    /// <param name="revisions">The revisions that are meant; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DecisionChange> ReleaseAsync(
        DecisionId id, Reviewer reviewer, IReadOnlyCollection<int>? revisions, CancellationToken cancellation) =>
        update.RunAsync(id, DecisionEvents.Released, reviewer.Id, stored =>
        {
            var now = deadline.CaseOf(stored.Decision);
            if (stored.Decision.Status == DecisionStatus.PendingReview && now.Owner is null)
                return new(new DecisionChange.Done(stored));
            return new(WhyNot(stored, reviewer, revisions)
                ?? (StaffIds.AreSame(now.Owner, reviewer.Id) ? With(stored, now with { Owner = null }) : new DecisionChange.Taken()));
        }, cancellation);

    /// <summary>Asks whoever asked for the decision for more about the circumstances. Who asks takes a case that nobody has.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="reviewer">Who asks. Nobody reviews their own request.</param>
    /// <param name="revisions">The revisions that are meant; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionChange> AskAsync(
        DecisionId id, QuestionRequest question, Reviewer reviewer, IReadOnlyCollection<int>? revisions, CancellationToken cancellation)
    {
        if (CaseText.WhyNot(question.Text, "text") is { } refused)
            return refused;
        var message = new CaseMessage(CaseParty.Reviewer, question.Text!, reviewer.Id, time.GetUtcNow());
        return await update.RunAsync(id, DecisionEvents.Asked, reviewer.Id, stored =>
        {
            var now = deadline.CaseOf(stored.Decision);
            if (now.Messages is [.., var last] && last == message)
                return new(new DecisionChange.Done(stored));
            return new(WhyNot(stored, reviewer, revisions)
                ?? (now.WaitsFor == CaseParty.Asker ? new DecisionChange.AlreadyAsked()
                : now.Messages.Count >= ReviewCase.MostMessages ? new DecisionChange.SaidEnough()
                : With(stored, now with { Owner = now.Owner ?? reviewer.Id, Messages = [.. now.Messages, message] })));
        }, cancellation);
    }

    /// <summary>The cases that wait or have been resolved.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only those after this place; null: from the first on.</param>
    /// <param name="limit">At most how many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The cases, how many there are in all, and the place to read on after; null where there is nothing more.</returns>
    /// <remarks>
    /// The whole list is read and sorted for each page. It holds what waits, and of what was resolved as much as is kept: a row each,
    /// a thousand a round trip.
    /// </remarks>
    public async Task<(IReadOnlyList<ReviewItem> Items, int Total, ReviewPlace? Next)> ListAsync(
        ReviewFilter filter, ReviewPlace? after, int limit, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var rows = filter.Resolved
            ? list.ResolvedAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellation)
            : list.PendingAsync(cancellation);
        var listed = await rows.Where(filter.Takes).OrderBy(ReviewPlace.Of).ToListAsync(cancellation);
        var total = listed.Count;
        var items = new List<ReviewItem>();
        ReviewPlace? last = null;
        // One more than asked for tells whether there is more.
        foreach (var some in listed.Where(r => after is null || ReviewPlace.Of(r) > after).Chunk(limit + 1))
        {
            foreach (var (row, stored) in some.Zip(await Task.WhenAll(some.Select(r => decisions.FindAsync(r.Id, cancellation)))))
            {
                if (stored is not { Decision: var decision } || !IsAsListed(decision, row))
                {
                    total--;
                    if (row.ResolvedAt is null)
                        await list.KeepAsync(row.Id, cancellation);
                    continue;
                }
                if (items.Count == limit)
                    return (items, total, last);
                items.Add(new(decision, deadline.CaseOf(decision), now));
                last = ReviewPlace.Of(row);
            }
        }
        return (items, total, null);
    }

    private static bool IsAsListed(Decision decision, ListedReview row) =>
        row.ResolvedAt is { } at ? decision.Review?.At == at : decision.Status == DecisionStatus.PendingReview;

    // Why a reviewer may not change a case as it was read; null if they may.
    private static DecisionChange? WhyNot(StoredDecision stored, Reviewer reviewer, IReadOnlyCollection<int>? revisions) =>
        reviewer.MayHaveAsked(stored.Decision) ? new DecisionChange.OwnRequest()
        : revisions?.Contains(stored.Revision) == false ? new DecisionChange.ChangedMeanwhile()
        : stored.Decision.Status != DecisionStatus.PendingReview ? new DecisionChange.NotPending(stored.Decision.Status)
        : null;

    private static DecisionChange.Done With(StoredDecision stored, ReviewCase changed) =>
        new(stored with { Decision = stored.Decision with { Case = changed } });

    // The policy that made the decision, whichever is in force now.
    private async Task<PolicyDecisionPoint> PolicyOfAsync(Decision decision, CancellationToken cancellation) =>
        await archive.FindAsync(decision.Policy.Sha256, cancellation)
            ?? throw new InvalidDataException(
                $"The policy {decision.Policy.Sha256} that made decision {decision.Id} is not in the archive.");

    private AnswerReply? ReplyOf(PolicyDecisionPoint policy, Decision decision, string resolution)
    {
        var facts = FactBinding.Of(policy.Facts, decision.Facts, [], fillDefaults: false).Facts;
        return policy.ReplyGiven(resolution, facts) is { } reply
            ? Answers.Reply(policy.Document, reply, decision.Language, groups.Value.For(decision.Staff.Department))
            : null;
    }
}

/// <summary>Which cases to list.</summary>
/// <param name="Resolved">Those that were resolved; else those that wait.</param>
/// <param name="Department">Only of this department, exactly as it was stated; null: of all.</param>
/// <param name="Owner">Only those that this reviewer has taken, or resolved; null: all.</param>
public sealed record ReviewFilter(bool Resolved = false, string? Department = null, string? Owner = null)
{
    internal bool Takes(ListedReview row) =>
        (Department is null || row.Department == Department) && (Owner is null || StaffIds.AreSame(row.Owner, Owner));
}
