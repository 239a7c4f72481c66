using Friending.Service.Requests;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>The problems that stand for a request that was not decided.</summary>
internal static class Refusals
{
    /// <summary>How documents tell of a refused note.</summary>
    internal static OperationResponse IdentifyingNote { get; } = new(422, "The note may identify somebody; nothing was kept.");

    internal static IResult Of(Submission refused) => refused switch
    {
        Submission.Invalid invalid => Problems.Invalid(invalid.Problems),
        Submission.IdentifyingNote note => Problems.IdentifyingNote(note.Findings),
        Submission.Incomplete incomplete => Problems.Incomplete(incomplete.Answer),
        _ => throw new InvalidOperationException($"{refused.GetType().Name} is not a refusal."),
    };
}
