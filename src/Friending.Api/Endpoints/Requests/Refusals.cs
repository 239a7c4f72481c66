using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Requests;

/// <summary>The problems that stand for a request that was not decided.</summary>
internal static class Refusals
{
    internal static ProblemResult Of(Submission refused) => refused switch
    {
        Submission.Invalid invalid when invalid.Problems.All(p => p.Kind == RequestProblemKind.Contradiction) =>
            Problems.Contradiction(invalid.Problems),
        Submission.Invalid invalid => Problems.Invalid(invalid.Problems),
        Submission.IdentifyingNote note => Problems.IdentifyingNote(note.Findings),
        Submission.Incomplete incomplete => Problems.Incomplete(incomplete.Answer),
        _ => throw new InvalidOperationException($"{refused.GetType().Name} is not a refusal."),
    };
}
