using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Access;

/// <summary>An AuthZEN Access Evaluations request: several evaluations, with defaults for what they leave out.</summary>
public sealed record AccessBatchRequest
{
    /// <summary>The subject of evaluations that name none.</summary>
    public AccessEntity? Subject { get; init; }

    /// <summary>The action of evaluations that name none.</summary>
    public AccessAction? Action { get; init; }

    /// <summary>The resource of evaluations that name none.</summary>
    public AccessEntity? Resource { get; init; }

    /// <summary>The context of evaluations that give none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    /// <summary>The evaluations, each of the form of an <see cref="AccessRequest"/>. Absent or empty: one,
    /// made of the members above.</summary>
    public IReadOnlyList<JsonElement>? Evaluations { get; init; }

    /// <summary>Options of the whole batch.</summary>
    public AccessBatchOptions? Options { get; init; }
}

/// <summary>Options of a batch of evaluations.</summary>
public sealed record AccessBatchOptions
{
    /// <summary><c>execute_all</c> (the default), <c>deny_on_first_deny</c> or <c>permit_on_first_permit</c>.</summary>
    [JsonPropertyName("evaluations_semantic")]
    public string? EvaluationsSemantic { get; init; }
}

/// <summary>The answer to several evaluations.</summary>
/// <param name="Evaluations">Their decisions, in the order of the request, as far as they were made.</param>
public sealed record AccessBatchDecision(IReadOnlyList<AccessDecision> Evaluations);

/// <summary>POST /access/v1/evaluations: the AuthZEN Access Evaluations API.</summary>
internal static class EvaluateAccessBatch
{
    /// <summary>The most evaluations of one request; each answer is many times as long as its question.</summary>
    internal const int MaxEvaluations = 100;

    private const string ExecuteAll = "execute_all";
    private const string DenyOnFirstDeny = "deny_on_first_deny";
    private const string PermitOnFirstPermit = "permit_on_first_permit";

    internal const string Path = "/access/v1/evaluations";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost(Path, Handle)
        .WithName(nameof(EvaluateAccessBatch))
        .RequireAuthorization(Callers.Only(Role.Submit))
        .Answers<AccessBatchDecision>(200);

    /// <summary>AuthZEN: several evaluations at once</summary>
    /// <remarks>The AuthZEN Access Evaluations API.</remarks>
    /// <response code="200">The decisions, in the order of the request.</response>
    internal static IResult Handle(AccessBody<AccessBatchRequest> body, AnswerLanguage language, AccessEvaluator evaluator)
    {
        var request = body.Value;
        var defaults = new AccessRequest
        { Subject = request.Subject, Action = request.Action, Resource = request.Resource, Context = request.Context };
        if (request.Evaluations is not { Count: > 0 } evaluations)
            return EvaluateAccess.Answer(defaults, language, evaluator);

        var problems = defaults.Malformed().ToList();
        if (evaluations.Count > MaxEvaluations)
            problems.Add(new("/evaluations", FormattableString.Invariant($"Must have at most {MaxEvaluations} items.")));
        if (!TryReadSemantic(request.Options, out var stopAt))
            problems.Add(new("/options/evaluations_semantic", $"Must be one of {ExecuteAll}, {DenyOnFirstDeny}, {PermitOnFirstPermit}."));
        if (problems.Count > 0)
            return Problems.Invalid(problems);

        var decisions = new List<AccessDecision>(evaluations.Count);
        foreach (var evaluation in evaluations)
        {
            decisions.Add(Decide(evaluation, defaults, evaluator, language.Tag));
            if (decisions[^1].Decision == stopAt)
                break;
        }
        return TypedResults.Json(new AccessBatchDecision(decisions), ApiJson.Web.AccessBatchDecision);
    }

    // The decision that ends the batch; null: none does.
    private static bool TryReadSemantic(AccessBatchOptions? options, out bool? stopAt)
    {
        var semantic = options?.EvaluationsSemantic ?? ExecuteAll;
        stopAt = semantic switch { DenyOnFirstDeny => false, PermitOnFirstPermit => true, _ => null };
        return stopAt is not null || semantic == ExecuteAll;
    }

    // An invalid evaluation is denied; the others are evaluated.
    private static AccessDecision Decide(JsonElement evaluation, AccessRequest defaults, AccessEvaluator evaluator, string language)
    {
        var (own, unread) = StrictJson.Read(JsonMarshal.GetRawUtf8Value(evaluation), ApiJson.Web.AccessRequest);
        if (own is null || unread.Count > 0)
            return Invalid(unread);
        var (decision, problems) = evaluator.Evaluate(
            new()
            {
                Subject = own.Subject ?? defaults.Subject,
                Action = own.Action ?? defaults.Action,
                Resource = own.Resource ?? defaults.Resource,
                Context = own.Context ?? defaults.Context,
            },
            language);
        return decision ?? Invalid(problems);

        AccessDecision Invalid(IEnumerable<RequestProblem> problems) =>
            AccessDecision.Denied(400, "The evaluation is not valid.", problems, evaluator.Policy);
    }
}
