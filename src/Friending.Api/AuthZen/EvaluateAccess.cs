using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /access/v1/evaluation: the AuthZEN Access Evaluation API.</summary>
internal static class EvaluateAccess
{
    internal static Operation Operation { get; } = new("EvaluateAccess", HttpMethods.Post, "access/v1/evaluation", Access.Only(Role.Submit), HandleAsync)
    {
        Summary = "AuthZEN: whether a subject may do something to a resource",
        RequestType = typeof(AccessRequest),
        ResponseType = typeof(AccessDecision),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (request, refused) = await AccessBody.ReadAsync(call, ApiJson.Web.AccessRequest);
        return request is null ? refused! : Answer(call, request);
    }

    /// <summary>Answers one evaluation.</summary>
    internal static IResult Answer(Call call, AccessRequest request)
    {
        var evaluator = call.Get<AccessEvaluator>();
        var (decision, problems) = evaluator.Evaluate(request, Languages.Of(call.Context.Request, evaluator.Document));
        return decision is null ? Problems.Invalid(problems) : TypedResults.Json(decision, ApiJson.Web.AccessDecision);
    }
}
