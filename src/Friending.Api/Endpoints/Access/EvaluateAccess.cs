namespace Friending.Api.Endpoints.Access;

/// <summary>POST /access/v1/evaluation: the AuthZEN Access Evaluation API.</summary>
internal static class EvaluateAccess
{
    internal const string Path = "/access/v1/evaluation";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost(Path, Handle)
        .WithName(nameof(EvaluateAccess))
        .RequireAuthorization(Callers.Only(Role.Submit));

    /// <summary>AuthZEN: whether a subject may do something to a resource</summary>
    /// <remarks>The AuthZEN Access Evaluation API.</remarks>
    /// <response code="200">The decision.</response>
    internal static Results<Ok<AccessDecision>, ProblemResult> Handle(
        AccessBody<AccessRequest> body, AnswerLanguage language, AccessEvaluator evaluator) =>
        Answer(body.Value, language, evaluator);

    /// <summary>Answers one evaluation.</summary>
    internal static Results<Ok<AccessDecision>, ProblemResult> Answer(
        AccessRequest request, AnswerLanguage language, AccessEvaluator evaluator)
    {
        var (decision, problems) = evaluator.Evaluate(request, language.Tag);
        return decision is null ? Problems.Invalid(problems) : TypedResults.Ok(decision);
    }
}
