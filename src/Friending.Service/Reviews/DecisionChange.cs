using Friending.Service.Decisions;
using Friending.Service.Notes;
using Friending.Service.Requests;

namespace Friending.Service.Reviews;

/// <summary>What came of the wish to change a decision.</summary>
public abstract record DecisionChange
{
    private DecisionChange()
    {
    }

    /// <summary>The decision is as was wished, now or since an earlier call.</summary>
    /// <param name="Stored">The decision.</param>
    public sealed record Done(StoredDecision Stored) : DecisionChange;

    /// <summary>There is no such decision.</summary>
    public sealed record NotFound : DecisionChange;

    /// <summary>It does not, or no longer, wait for a reviewer.</summary>
    /// <param name="Status">Where it stands.</param>
    public sealed record NotPending(DecisionStatus Status) : DecisionChange;

    /// <summary>The reviewer asked for this decision themselves.</summary>
    public sealed record OwnRequest : DecisionChange;

    /// <summary>The decision is not, or is no longer, the version that the change was meant for.</summary>
    public sealed record ChangedMeanwhile : DecisionChange;

    /// <summary>Something in the review cannot be taken.</summary>
    /// <param name="Problems">What, and where.</param>
    public sealed record Invalid(IReadOnlyList<RequestProblem> Problems) : DecisionChange;

    /// <summary>A text looks as if it identified somebody.</summary>
    /// <param name="Findings">What it seems to hold.</param>
    /// <param name="Member">The text's name in the body.</param>
    public sealed record Identifying(IReadOnlyList<NoteFinding> Findings, string Member) : DecisionChange;

    /// <summary>Another reviewer has the case.</summary>
    public sealed record Taken : DecisionChange;

    /// <summary>Whoever asked for the decision has been asked for more, and has not answered yet.</summary>
    public sealed record AlreadyAsked : DecisionChange;

    /// <summary>The case has as many messages as a case may have.</summary>
    public sealed record SaidEnough : DecisionChange;

    /// <summary>Nothing stands that a person could be asked to look at again.</summary>
    /// <param name="WasAppealed">Whether one was asked before.</param>
    public sealed record NotAppealable(bool WasAppealed) : DecisionChange;
}

/// <summary>Who reviews.</summary>
/// <param name="Id">For the record: a person's staff id, or the name of a program's key.</param>
/// <param name="StaffId">The staff id of a person; null for a program.</param>
/// <param name="ObjectId">The id that a person keeps when that changes; null where it is not known.</param>
public sealed record Reviewer(string Id, string? StaffId, string? ObjectId = null)
{
    /// <summary>
    /// Whether the request may be this person's own: known by either id. Where a user name was given to somebody else, that person
    /// is refused too, which leaves the case to others.
    /// </summary>
    internal bool MayHaveAsked(Decision decision) =>
        StaffIds.AreSame(StaffId, decision.Staff.Id) || StaffIds.AreSame(ObjectId, decision.Staff.Id)
        || StaffIds.AreSame(ObjectId, decision.AskedBy);
}
