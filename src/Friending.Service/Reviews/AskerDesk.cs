using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Requests;

namespace Friending.Service.Reviews;

/// <summary>
/// What whoever asked for a decision does with it afterwards: say more about the circumstances, ask a person to look again.
/// </summary>
public sealed class AskerDesk(DecisionUpdate update, ReviewDeadline deadline, PolicyArchive archive, TimeProvider time)
{
    /// <summary>Adds a remark to a case that waits: the answer to what a reviewer asked last, if that has none.</summary>
    /// <param name="id">The decision, of the caller's own.</param>
    /// <param name="said">The remark.</param>
    /// <param name="asker">Who asked for the decision.</param>
    /// <param name="revisions">The revisions that are meant; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionChange> AnswerAsync(
        DecisionId id, NoteRequest said, string asker, IReadOnlyCollection<int>? revisions, CancellationToken cancellation)
    {
        if (CaseText.WhyNot(said.Note, "note") is { } refused)
            return refused;
        var message = new CaseMessage(CaseParty.Asker, said.Note!, asker, time.GetUtcNow());
        return await update.RunAsync(id, DecisionEvents.Answered, asker, stored =>
        {
            var now = deadline.CaseOf(stored.Decision);
            // Storage may have taken the change though its answer was lost, and then refuses the repetition.
            return new(
                now.Messages is [.., var last] && last == message ? new DecisionChange.Done(stored)
                : revisions?.Contains(stored.Revision) == false ? new DecisionChange.ChangedMeanwhile()
                : stored.Decision.Status != DecisionStatus.PendingReview ? new DecisionChange.NotPending(stored.Decision.Status)
                : now.Messages.Count >= ReviewCase.MostMessages ? new DecisionChange.SaidEnough()
                : new DecisionChange.Done(stored with
                {
                    Decision = stored.Decision with { Case = now with { Messages = [.. now.Messages, message] } },
                }));
        }, cancellation);
    }

    /// <summary>
    /// Asks a person to look again at a no that stands, once. The decision waits for a reviewer, with a due time of its own; what the
    /// policy answered stays, and what a reviewer had decided is kept with the appeal.
    /// </summary>
    /// <param name="id">The decision, of the caller's own.</param>
    /// <param name="said">Why.</param>
    /// <param name="asker">Who asked for the decision.</param>
    /// <param name="revisions">The revisions that are meant; null: whichever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionChange> AppealAsync(
        DecisionId id, NoteRequest said, string asker, IReadOnlyCollection<int>? revisions, CancellationToken cancellation)
    {
        if (CaseText.WhyNot(said.Note, "note") is { } refused)
            return refused;
        var at = time.GetUtcNow();
        return await update.RunAsync(id, DecisionEvents.Appealed, asker, async stored =>
        {
            var decision = stored.Decision;
            if (decision.Case?.Appeal is { } made && made.At == at)
                return new DecisionChange.Done(stored);
            if (revisions?.Contains(stored.Revision) == false)
                return new DecisionChange.ChangedMeanwhile();
            var policy = await archive.FindAsync(decision.Policy.Sha256, cancellation);
            if (!NextSteps.Of(decision, policy).Contains(NextSteps.Appeal))
                return new DecisionChange.NotAppealable(decision.Case?.Appeal is not null);
            return new DecisionChange.Done(stored with
            {
                Decision = decision with
                {
                    Status = DecisionStatus.PendingReview,
                    Review = null,
                    Case = deadline.Open(at) with
                    {
                        Messages = decision.Case?.Messages ?? [],
                        Appeal = new(said.Note!, at, decision.Review),
                    },
                },
            });
        }, cancellation);
    }
}
