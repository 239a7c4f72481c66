using Friending.Service.Decisions;
using Friending.Service.Notes;

namespace Friending.Service.Reviews;

/// <summary>What a reviewer wants to know.</summary>
public sealed record QuestionRequest
{
    /// <summary>The question, 1 to 500 characters about the circumstances that identify nobody: it is kept with the decision.</summary>
    public string? Text { get; init; }
}

/// <summary>What whoever asked for a decision says about it.</summary>
public sealed record NoteRequest
{
    /// <summary>The remark, 1 to 500 characters about the circumstances that identify nobody: it is kept with the decision.</summary>
    public string? Note { get; init; }
}

internal static class CaseText
{
    /// <summary>Why a text cannot be kept with a case; null if it can.</summary>
    /// <param name="text">The text.</param>
    /// <param name="member">Its name in the body.</param>
    internal static DecisionChange? WhyNot(string? text, string member) =>
        text is null ? new DecisionChange.Invalid([new($"/{member}", "Is required.")])
        : string.IsNullOrWhiteSpace(text) || text.Length > ReviewCase.MaxTextLength
            ? new DecisionChange.Invalid(
                [new($"/{member}", FormattableString.Invariant($"Must be 1 to {ReviewCase.MaxTextLength} characters."))])
        : NoteGuard.Inspect(text) is { Count: > 0 } findings ? new DecisionChange.Identifying(findings, member)
        : null;
}
