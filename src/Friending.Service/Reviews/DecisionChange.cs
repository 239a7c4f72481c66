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

    /// <summary>The reason looks as if it identified somebody.</summary>
    /// <param name="Findings">What it seems to hold.</param>
    public sealed record IdentifyingReason(IReadOnlyList<NoteFinding> Findings) : DecisionChange;
}

/// <summary>Who reviews.</summary>
/// <param name="Id">For the record: a person's staff id, or the name of a program's key.</param>
/// <param name="StaffId">The staff id of a person; null for a program.</param>
public sealed record Reviewer(string Id, string? StaffId);
